import type { RequestGuard } from './web/request-guard.ts'

/** Time that tests and the control API can move. All times are milliseconds since the epoch. */
export interface Clock {
  now(): number
}

export const systemClock: Clock = { now: () => Date.now() }

/** One line for the terminal; `detail` must never hold a secret or personal data. */
export type Log = (line: string, detail?: Record<string, unknown>) => void

/** What every part of the sandbox gets. Ports are always 0 (free), files only under `dataDir`. */
export interface PartContext {
  readonly clock: Clock
  readonly log: Log
  readonly dataDir: string
  /** Host, Origin and content-type checks that every port applies. */
  readonly guard: RequestGuard
}

/** What every part answers. `stop()` twice is harmless; `reset()` goes back to the seed. */
export interface PartHandle {
  readonly name: string
  readonly url: string
  reset(): Promise<void>
  stop(): Promise<void>
}
