import type { Clock } from '../clock'

/** Time that stands still until the test moves it. */
export class FakeClock implements Clock {
  #now: number

  constructor(now = 1_700_000_000_000) {
    this.#now = now
  }

  now(): number {
    return this.#now
  }

  advance(ms: number): void {
    this.#now += ms
  }
}
