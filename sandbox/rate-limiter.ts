import type { Clock } from './part.ts'

/** At most `limit` in `perMs`. */
export interface Rate {
  readonly limit: number
  readonly perMs: number
}

export const perSecond = (limit: number): Rate => ({ limit, perMs: 1_000 })

/** Beyond this many names the windows that are over are forgotten. */
const NAMES_KEPT = 1_000

/**
 * Counts what happens under a name: a window opens with the first event and the next one after it is over. How the
 * vendors cut their seconds is not documented (D-ZG-02, D-PY-02).
 */
export class RateLimiter {
  readonly #clock: Clock
  readonly #enforce: boolean
  readonly #windows = new Map<string, { until: number; count: number }>()

  /** `enforce` false = nothing is refused. */
  constructor(clock: Clock, enforce = true) {
    this.#clock = clock
    this.#enforce = enforce
  }

  /** false = one too many; what is refused does not count. */
  take(name: string, { limit, perMs }: Rate, count = 1): boolean {
    if (!this.#enforce) return true
    const now = this.#clock.now()
    const open = this.#windows.get(name)
    const window = open && now < open.until ? open : { until: now + perMs, count: 0 }
    if (window.count + count > limit) return false
    window.count += count
    this.#windows.set(name, window)
    if (this.#windows.size > NAMES_KEPT) this.#forget(now)
    return true
  }

  clear(): void {
    this.#windows.clear()
  }

  #forget(now: number): void {
    for (const [name, { until }] of this.#windows) if (until <= now) this.#windows.delete(name)
  }
}
