/**
 * Money, as the shop sees it. One implementation speaks to WeChat Pay (`wechat-payments.ts`), one keeps the contract in
 * memory (`lib/testing/in-memory-payments.ts`). Amounts are whole fen, times ms since the epoch.
 *
 * Every call may be repeated with the same numbers: an order number is paid once, a refund number is refunded once.
 * Throws PayRefused (it did not happen, and will not) or PayUnknown (nobody knows: ask again with the same numbers).
 */
export interface Payments {
  /**
   * Opens the order at WeChat Pay, or finds it open, and answers what wx.requestPayment takes (good for two hours). The
   * same number must always come with the same values. PayRefused `ORDER_PAID`, `ORDER_CLOSED`.
   */
  prepay(order: PrepayOrder): Promise<PaymentParams>
  /** null = WeChat Pay knows no order of this number. */
  query(outTradeNo: string): Promise<Payment | null>
  /** The order can no longer be paid, unless it already was: whoever came first has won. */
  close(outTradeNo: string): Promise<'closed' | 'paid'>
  /** Accepted is not done: the state is mostly `processing`. PayRefused `NOT_ENOUGH`: ask again when there is money. */
  refund(refund: RefundOrder): Promise<Refund>
  /** null = WeChat Pay knows no refund of this number. */
  queryRefund(outRefundNo: string): Promise<Refund | null>
  /** What a notice tells, when it is WeChat Pay's and meant for us. Throws NoticeRefused. */
  readNotice(notice: RawNotice): Notice
}

export interface PrepayOrder {
  /** 6–32 of `0-9A-Za-z_-`, unique for the owner. */
  readonly outTradeNo: string
  /** 1–127 characters; the payer reads it in the bill. */
  readonly description: string
  readonly totalFen: number
  /** Who alone may pay. */
  readonly openid: string
  /** Last moment to pay; it does not close the order. */
  readonly expiresAt: number
}

/** The argument of wx.requestPayment. */
export interface PaymentParams {
  /** Seconds, as text. */
  readonly timeStamp: string
  readonly nonceStr: string
  readonly package: string
  readonly signType: 'RSA'
  readonly paySign: string
}

export interface Paid {
  /** `refunded`: it was paid, and some or all of it went back. */
  readonly state: 'paid' | 'refunded'
  readonly outTradeNo: string
  readonly transactionID: string
  readonly totalFen: number
  readonly currency: string
  readonly openid: string
  readonly paidAt: number
}

export interface Unpaid {
  readonly state: 'unpaid' | 'closed'
  readonly outTradeNo: string
}

export type Payment = Paid | Unpaid

export const isPaid = (payment: Payment | null): payment is Paid =>
  payment?.state === 'paid' || payment?.state === 'refunded'

export interface RefundOrder {
  readonly outTradeNo: string
  /** 1–64 of `0-9A-Za-z_-`; kept for every retry: a new number can pay twice. */
  readonly outRefundNo: string
  readonly refundFen: number
  /** Of the whole order. */
  readonly totalFen: number
  /** ≤ 80 characters; the payer reads it. */
  readonly reason?: string
}

export interface Refund {
  /** `failed`: the money is still ours, a new number is needed; `abnormal`: a person settles it in the console, under this number. */
  readonly state: 'processing' | 'done' | 'failed' | 'abnormal'
  readonly outTradeNo: string
  readonly outRefundNo: string
  /** WeChat Pay's own number. */
  readonly refundID: string
  readonly refundFen: number
  readonly totalFen: number
}

/** As HTTP access hands it on: header names in any case, the body byte for byte. */
export interface RawNotice {
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: string
}

export type Notice =
  | { readonly kind: 'paid'; readonly payment: Paid }
  | { readonly kind: 'refund'; readonly refund: Refund }

/** WeChat Pay said no: what was asked has not happened. `code` is WeChat Pay's, in capitals with underscores. */
export class PayRefused extends Error {
  readonly payCode: string

  constructor(payCode: string, message: string) {
    super(`${payCode}: ${message}`)
    this.name = 'PayRefused'
    this.payCode = payCode
  }
}

/** No answer that could be trusted: it may have happened. Ask again with the same numbers. */
export class PayUnknown extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'PayUnknown'
  }
}

/** `why` is for the log, never for the sender. */
export class NoticeRefused extends Error {
  readonly why: NoticeFlaw

  constructor(why: NoticeFlaw) {
    super(why)
    this.name = 'NoticeRefused'
    this.why = why
  }
}

/** `form`: not a notice at all; up to `signature`: not from WeChat Pay; from `cipher` on: signed, and still not ours. */
export type NoticeFlaw =
  | 'headers'
  | 'timestamp'
  | 'serial'
  | 'signature'
  | 'form'
  | 'cipher'
  | 'merchant'
  | 'event'

export const isPayRefused = (error: unknown, payCode?: string): error is PayRefused =>
  error instanceof PayRefused && (payCode === undefined || error.payCode === payCode)
