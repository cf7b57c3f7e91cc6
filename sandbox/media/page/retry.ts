/**
 * How both components come back: at most three attempts, then they give up until the app starts them again
 * (live-pusher 1102 ×3 → -1307, live-player 2103 ×3 → -2301; developers.weixin.qq.com live-pusher, live-player).
 * D-MD-12: the pause is not published by WeChat; 3 s is the default connectRetryInterval of Tencent's TXLive SDK below it.
 */
export const MAX_RETRIES = 3
export const RETRY_MS = 3_000

export type RetryStep = { readonly kind: 'again'; readonly attempt: number } | { readonly kind: 'give-up' }

/** Counts failures in a row. Pure. */
export class RetryCounter {
  #used = 0

  failed(): RetryStep {
    if (this.#used >= MAX_RETRIES) return { kind: 'give-up' }
    this.#used += 1
    return { kind: 'again', attempt: this.#used }
  }

  succeeded(): void {
    this.#used = 0
  }
}
