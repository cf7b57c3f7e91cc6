/** Time as stores and rtc see it, so that a test can move it. */
export interface Clock {
  /** ms since 1970, this phone's clock. */
  now(): number
  /** Runs `task` once after `ms`; the answer cancels it and is harmless afterwards. */
  after(ms: number, task: () => void): () => void
}
