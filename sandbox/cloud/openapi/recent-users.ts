import type { Clock } from '../../part.ts'
import { ACTIVE_PERSON_MS } from '../limits.ts'

/** When each person's phone last called a function: what stands here for "opened the Mini Program" (D-CL-05). */
export class RecentUsers {
  readonly #clock: Clock
  readonly #lastAt = new Map<string, number>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  saw(openid: string): void {
    this.#lastAt.set(openid, this.#clock.now())
  }

  knows(openid: string): boolean {
    return this.#lastAt.has(openid)
  }

  isActive(openid: string): boolean {
    const at = this.#lastAt.get(openid)
    return at !== undefined && this.#clock.now() - at <= ACTIVE_PERSON_MS
  }

  clear(): void {
    this.#lastAt.clear()
  }
}
