/**
 * Numbers of WeChat Pay v3. Sources: pay.weixin.qq.com/doc/v3/merchant 4012791897 (order), 4012552567 (refund), "回调通知注意事项"
 * (notices), read 2026-11.
 */
export interface PayLimits {
  /** A request's clock may be off by so much. ms */
  readonly skewMs: number
  /** A prepay_id can be paid with for so long, whatever time_expire says. ms */
  readonly prepayMs: number
  /** Bounds of time_expire from now on: what is outside is moved to the bound. ms */
  readonly leastOpenMs: number
  readonly mostOpenMs: number
  /** Without time_expire; an unpaid order is closed after it in any case. ms */
  readonly openMs: number
  /** Between two refunds of one order. ms */
  readonly refundGapMs: number
  readonly refundsPerOrder: number
  /** After the payment. ms */
  readonly refundableMs: number
  /** An accepted refund comes to its end after so long; minutes to days in production (D-PY-05). Machine ms */
  readonly refundTakesMs: number
  readonly ordersPerSecond: number
  readonly refundsPerSecond: number
  /** How long a notice waits for its answer, and the gap before each further try. Machine ms */
  readonly answerWithinMs: number
  readonly retryAfterMs: readonly number[]
}

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

export const PAY_LIMITS: PayLimits = {
  skewMs: 5 * MINUTE,
  prepayMs: 2 * HOUR,
  leastOpenMs: MINUTE,
  mostOpenMs: 15 * DAY,
  openMs: 7 * DAY,
  refundGapMs: MINUTE,
  refundsPerOrder: 50,
  refundableMs: 365 * DAY,
  refundTakesMs: 2 * SECOND,
  ordersPerSecond: 500,
  refundsPerSecond: 150,
  answerWithinMs: 5 * SECOND,
  // 15 s, 15 s, 30 s, 3 m, 10 m, 20 m, 30 m ×3, 60 m, 3 h ×3, 6 h ×2
  retryAfterMs: [
    ...[15, 15, 30].map((seconds) => seconds * SECOND),
    ...[3, 10, 20, 30, 30, 30, 60].map((minutes) => minutes * MINUTE),
    ...[3, 3, 3, 6, 6].map((hours) => hours * HOUR),
  ],
}
