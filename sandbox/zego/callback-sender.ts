import type { Log } from '../part.ts'
import { WebhookSender } from '../webhook-sender.ts'
import type { Callback } from './callbacks.ts'

/** Docs 19662: the gap to the attempt before, ms; after the last one the callback is lost. */
const RETRY_AFTER_MS: readonly number[] = [2_000, 4_000, 8_000, 16_000, 32_000]
/** How long ZEGO waits for an answer is not documented (D-ZG-14). */
const ANSWER_WITHIN_MS = 5_000
const REMEMBERED = 200

export interface CallbackSenderDeps {
  /** Asked at every attempt; null = nobody to tell, the callback is dropped. */
  readonly url: () => Promise<string | null>
  readonly log: Log
  readonly retryAfterMs?: readonly number[]
}

/** Carries callbacks to the app server, and remembers them. */
export class CallbackSender extends WebhookSender<Callback> {
  readonly #recent: Callback[] = []

  constructor({ url, log, retryAfterMs = RETRY_AFTER_MS }: CallbackSenderDeps) {
    super({
      requestOf: async ({ body }) => {
        const to = await url()
        return to === null ? null : { url: to, body }
      },
      isTaken: (status) => status >= 200 && status < 300,
      answerWithinMs: ANSWER_WITHIN_MS,
      retryAfterMs,
      onGivenUp: ({ event }, attempts) => log(`zego: callback ${event} is lost after ${attempts} attempts`),
    })
  }

  override send(callback: Callback): void {
    this.#recent.push(callback)
    if (this.#recent.length > REMEMBERED) this.#recent.shift()
    super.send(callback)
  }

  /** The newest ones, oldest first, also those that a fault loses: what a thief on the way could replay. */
  recent(): readonly Callback[] {
    return [...this.#recent]
  }

  override async clear(): Promise<void> {
    this.#recent.length = 0
    await super.clear()
  }
}
