import type { Paid } from './payments'

/** What our own order says about the payment that may settle it. */
export interface Expected {
  readonly outTradeNo: string
  readonly totalFen: number
  readonly openid: string
}

/**
 * In what a payment is not the one we asked for; null = it is. WeChat Pay has vouched for app and merchant before
 * (`readNotice`, `query`); a payment that differs marks nothing paid and is looked at by a person.
 */
export function mismatchOf(
  payment: Paid,
  order: Expected,
): 'number' | 'amount' | 'currency' | 'payer' | null {
  if (payment.outTradeNo !== order.outTradeNo) return 'number'
  if (payment.totalFen !== order.totalFen) return 'amount'
  if (payment.currency !== 'CNY') return 'currency'
  if (payment.openid !== order.openid) return 'payer'
  return null
}
