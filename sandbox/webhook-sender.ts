import { ActiveFaults, type Undo } from './faults/active-faults.ts'

export interface WebhookRequest {
  readonly url: string
  /** Beside the content type, which is always JSON. */
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string
}

export interface WebhookDeps<M> {
  /** Made anew at every attempt; null = nobody listens, the message is dropped. */
  readonly requestOf: (message: M) => Promise<WebhookRequest | null>
  /** What the receiver's HTTP status must be. */
  readonly isTaken: (status: number) => boolean
  readonly answerWithinMs: number
  /** Gap before each further attempt, ms of the machine; after the last one the message is lost. */
  readonly retryAfterMs: readonly number[]
  readonly onGivenUp: (message: M, attempts: number) => void
  /** After each attempt; `status` null = no answer in time. */
  readonly onAttempt?: (message: M, request: WebhookRequest, status: number | null) => void
}

/** What goes wrong between a vendor and the app's server. */
class WebhookFaults<M> {
  readonly lost = new ActiveFaults<true, M>()
  readonly doubled = new ActiveFaults<true, M>()
  /** ms */
  readonly delayed = new ActiveFaults<number, M>()
  /** Held back until it is over. */
  readonly held = new ActiveFaults<true, M>()

  clear(): void {
    for (const one of [this.lost, this.doubled, this.delayed, this.held]) one.clear()
  }
}

/**
 * Posts a vendor's messages to the app's server until they are taken, on the vendor's schedule, each for itself: younger
 * ones may arrive earlier, and the receiver has to order them.
 */
export class WebhookSender<M> {
  readonly faults = new WebhookFaults<M>()
  readonly #deps: WebhookDeps<M>
  readonly #waits = new Set<NodeJS.Timeout>()
  readonly #underWay = new Set<Promise<boolean>>()
  readonly #stopped = new AbortController()
  #held: M[] = []
  /** Counts the resets: what was on its way before one is not tried again. */
  #life = 0

  constructor(deps: WebhookDeps<M>) {
    this.#deps = deps
  }

  send(message: M): void {
    const { lost, held, delayed, doubled } = this.faults
    if (lost.newest(message)) return
    if (held.newest(message)) {
      this.#held.push(message)
      return
    }
    const delayMs = delayed.newest(message) ?? 0
    const copies = doubled.newest(message) ? 2 : 1
    for (let copy = 0; copy < copies; copy += 1) {
      if (delayMs === 0) void this.#attempt(message, 1)
      else this.#later(delayMs, () => void this.#attempt(message, 1))
    }
  }

  /** Holds messages back; when the last hold is undone they go out, the newest first. */
  hold(): Undo {
    const undo = this.faults.held.add(true)
    return () => {
      undo()
      const waiting = this.#held
      this.#held = waiting.filter((message) => this.faults.held.newest(message))
      for (const message of waiting.toReversed()) {
        if (!this.faults.held.newest(message)) void this.#attempt(message, 1)
      }
    }
  }

  /**
   * Forgets what waits and every fault; resolves when what is on the way has arrived or its time is over: a post that is
   * given up may still be read at the other end.
   */
  async clear(): Promise<void> {
    this.faults.clear()
    for (const wait of this.#waits) clearTimeout(wait)
    this.#waits.clear()
    this.#held = []
    this.#life += 1
    await Promise.all(this.#underWay)
  }

  /** Gives up what is on the way. */
  stop(): void {
    void this.clear()
    this.#stopped.abort()
  }

  async #attempt(message: M, number: number): Promise<void> {
    const { onGivenUp, retryAfterMs } = this.#deps
    const life = this.#life
    const done = this.#post(message)
    this.#underWay.add(done)
    const isDone = await done
    this.#underWay.delete(done)
    if (isDone || life !== this.#life) return
    const waitMs = retryAfterMs[number - 1]
    if (waitMs === undefined) onGivenUp(message, number)
    else this.#later(waitMs, () => void this.#attempt(message, number + 1))
  }

  /** true = nothing more is to be done for this message. */
  async #post(message: M): Promise<boolean> {
    const { requestOf, isTaken, answerWithinMs, onAttempt } = this.#deps
    const request = await requestOf(message)
    if (request === null) return true
    const status = await fetch(request.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: '*/*', ...request.headers },
      body: request.body,
      signal: AbortSignal.any([this.#stopped.signal, AbortSignal.timeout(answerWithinMs)]),
    }).then(
      async (response) => {
        await response.body?.cancel()
        return response.status
      },
      () => null, // nobody listens there, or not in time
    )
    onAttempt?.(message, request, status)
    return status !== null && isTaken(status)
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
