import type { Log } from '../part.ts'
import type { Callback, CallbackEvent } from './callbacks.ts'

/** Docs 19662: the gap to the attempt before, ms; after the last one the callback is lost. */
export const RETRY_AFTER_MS: readonly number[] = [2_000, 4_000, 8_000, 16_000, 32_000]
/** How long ZEGO waits for an answer is not documented (D-ZG-14). */
const ANSWER_WITHIN_MS = 5_000
const REMEMBERED = 200

export interface CallbackPostDeps {
  /** Asked at every attempt; null = nobody to tell, the callback is dropped. */
  readonly url: () => string | null
  readonly log: Log
  readonly retryAfterMs: readonly number[]
}

export interface CallbackFault {
  /** Absent = all events. */
  readonly event?: CallbackEvent
}

type Undo = () => void

/**
 * Carries callbacks to the app server: each for itself, so one that is tried again arrives after younger
 * ones, and the receiver has to order them. With faults that lose, double and delay.
 */
export class CallbackPost {
  readonly #deps: CallbackPostDeps
  readonly #lost = new Set<CallbackFault>()
  readonly #doubled = new Set<CallbackFault>()
  readonly #delayed = new Set<CallbackFault & { readonly ms: number }>()
  readonly #waits = new Set<NodeJS.Timeout>()
  readonly #recent: Callback[] = []
  readonly #underWay = new Set<Promise<boolean>>()
  readonly #stopped = new AbortController()
  #life = 0

  constructor(deps: CallbackPostDeps) {
    this.#deps = deps
  }

  send(callback: Callback): void {
    this.#recent.push(callback)
    if (this.#recent.length > REMEMBERED) this.#recent.shift()
    const meets = ({ event }: CallbackFault) => event === undefined || event === callback.event
    if ([...this.#lost].some(meets)) return
    const delayMs = Math.max(0, ...[...this.#delayed].filter(meets).map(({ ms }) => ms))
    const times = [...this.#doubled].some(meets) ? 2 : 1
    for (let time = 0; time < times; time += 1) {
      if (delayMs === 0) void this.#attempt(callback, 0)
      else this.#later(delayMs, () => void this.#attempt(callback, 0))
    }
  }

  /** The newest ones, oldest first, also those that a fault loses: what a thief on the way could replay. */
  recent(): readonly Callback[] {
    return [...this.#recent]
  }

  lose(fault: CallbackFault): Undo {
    return add(this.#lost, fault)
  }
  double(fault: CallbackFault): Undo {
    return add(this.#doubled, fault)
  }
  delay(fault: CallbackFault & { readonly ms: number }): Undo {
    return add(this.#delayed, fault)
  }

  /**
   * Forgets what waits and every fault; resolves when what is on the way has arrived or its time is over: a post that is
   * given up may still be read at the other end.
   */
  async clear(): Promise<void> {
    for (const set of [this.#lost, this.#doubled, this.#delayed]) set.clear()
    for (const wait of this.#waits) clearTimeout(wait)
    this.#waits.clear()
    this.#recent.length = 0
    this.#life += 1
    await Promise.all(this.#underWay)
  }

  /** Gives up what is on the way. */
  stop(): void {
    void this.clear()
    this.#stopped.abort()
  }

  async #attempt(callback: Callback, number: number): Promise<void> {
    const { log, retryAfterMs } = this.#deps
    const life = this.#life
    const url = this.#deps.url()
    if (url === null) return
    const taken = this.#isTaken(url, callback)
    this.#underWay.add(taken)
    const isTaken = await taken
    this.#underWay.delete(taken)
    if (isTaken || life !== this.#life) return
    const waitMs = retryAfterMs[number]
    if (waitMs === undefined) log(`zego: callback ${callback.event} is lost after ${number + 1} attempts`)
    else this.#later(waitMs, () => void this.#attempt(callback, number + 1))
  }

  async #isTaken(url: string, { body }: Callback): Promise<boolean> {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
        signal: AbortSignal.any([this.#stopped.signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
      })
      await response.body?.cancel()
      return response.ok
    } catch {
      return false // no answer: nobody listens there, or not in time
    }
  }

  #later(ms: number, run: () => void): void {
    const wait = setTimeout(() => {
      this.#waits.delete(wait)
      run()
    }, ms)
    wait.unref()
    this.#waits.add(wait)
  }
}

function add<T extends object>(set: Set<T>, fault: T): Undo {
  const own = { ...fault }
  set.add(own)
  return () => void set.delete(own)
}
