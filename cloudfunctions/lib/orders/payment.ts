import type { PaymentParams } from '../../../miniprogram/domain/api/order'
import type { Fen } from '../../../miniprogram/domain/money'

/**
 * The one door to the money. What it answers was verified with the payment service's signature; every method may be
 * repeated with the same values. Each throws when the service cannot be asked or says something else: then nothing is
 * known, and whoever asked asks again.
 */
export interface Payment {
  /** Announces the order and gives what the phone needs to pay it. 'paid' / 'closed' = it is so already. */
  prepare(bill: Bill): Promise<PaymentParams | 'paid' | 'closed'>
  query(orderID: string): Promise<PaymentState>
  /** Afterwards it cannot be paid. 'paid' = somebody was faster. An order that was never announced is closed, too. */
  close(orderID: string): Promise<'closed' | 'paid'>
  /** Accepts the refund (the money moves later). The same `refundID` is one refund, however often it is sent. */
  refund(refund: RefundOrder): Promise<RefundState>
  /** null = this refundID never arrived there. */
  queryRefund(refundID: string): Promise<RefundState | null>
}

export interface Bill {
  /** The out_trade_no. */
  readonly orderID: string
  readonly openid: string
  readonly amountFen: Fen
  /** What stands in the person's WeChat bill; 1 to 127 characters. */
  readonly description: string
  /** ms, server time: not payable after. */
  readonly expiresAt: number
}

/** A payment that WeChat Pay has vouched for. Who gets one checked appid and mchid; `markPaid` checks sum and payer. */
export interface PaidFacts {
  readonly orderID: string
  readonly transactionID: string
  readonly openid: string
  readonly amountFen: Fen
  /** ms */
  readonly paidAt: number
}

export type PaymentState =
  /** 'open' = not paid (yet); 'unknown' = no order of this number there. */
  { readonly state: 'open' | 'closed' | 'unknown' } | { readonly state: 'paid'; readonly facts: PaidFacts }

export interface RefundOrder {
  /** The out_refund_no. */
  readonly refundID: string
  readonly orderID: string
  readonly refundFen: Fen
  /** Of the whole order. */
  readonly totalFen: Fen
  /** ≤ 80 characters; the person reads it in WeChat. */
  readonly reason: string
}

/** 'failed' = closed or abnormal there: the money is still the merchant's, and somebody has to look. */
export type RefundState = 'processing' | 'done' | 'failed'
