/** One frame that the screen of a phone showed. */
export interface ShownFrame {
  readonly atMs: number
  /** Share of its pixels, below the capsule, that are not of the ground's colour: 0 = an empty page. */
  readonly drawn: number
}

/** Less than the ring that says to wait. */
const NOTHING = 0.0005

/** The longest time without anything on the screen, ms. A frame stays until the next one, the last until `endMs`. */
export function longestBlank(frames: readonly ShownFrame[], endMs: number): number {
  let longest = 0
  let since: number | null = null
  for (const { atMs, drawn } of [...frames, { atMs: endMs, drawn: 1 }]) {
    if (drawn < NOTHING) since ??= atMs
    else if (since !== null) {
      longest = Math.max(longest, atMs - since)
      since = null
    }
  }
  return longest
}
