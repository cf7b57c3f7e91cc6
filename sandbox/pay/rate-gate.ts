import type { Clock } from '../part.ts'
import { tooOften } from './errors.ts'

/** So many a second, a second being that of the clock (D-PY-02). */
export class RateGate {
  readonly #clock: Clock
  readonly #most: number
  #second = 0
  #passed = 0

  constructor(clock: Clock, most: number) {
    this.#clock = clock
    this.#most = most
  }

  /** Throws PayError FREQUENCY_LIMITED. */
  pass(): void {
    const second = Math.floor(this.#clock.now() / 1000)
    if (second !== this.#second) this.#passed = 0
    this.#second = second
    this.#passed += 1
    if (this.#passed > this.#most) throw tooOften()
  }
}
