import { randomUUID } from 'node:crypto'
import type { Clock } from '../part.ts'
import type { PayKeys } from './keys.ts'
import { type Order, type RefundRecord, rfc3339 } from './ledger.ts'
import { encryptResource } from './signatures.ts'

export interface PayNotice {
  readonly event: string
  readonly outTradeNo: string
  readonly notifyUrl: string
  /** JSON text, the same at every try; each try is signed anew. */
  readonly body: string
}

/** Facts of a payment that a notice may tell wrongly, though it is signed: what a merchant must compare. */
export const WRONG_FACTS = {
  amount: { amount: { total: 1, payer_total: 1, currency: 'CNY', payer_currency: 'CNY' } },
  openid: { payer: { openid: 'oSomebodyElse' } },
  mchid: { mchid: '1999999999' },
  appid: { appid: 'wx9999999999999999' },
  number: { out_trade_no: 'no_such_order' },
} as const satisfies Record<string, object>
export type WrongFact = keyof typeof WRONG_FACTS

/** Notice of a payment: docs/merchant/apis/h5-payment/payment-notice.html. `view` is the order as a query tells it. */
export function paymentNotice(
  order: Order,
  view: object,
  wrong: WrongFact | undefined,
  deps: { keys: PayKeys; clock: Clock },
): PayNotice {
  const plain = { ...view, ...(wrong && WRONG_FACTS[wrong]) }
  return {
    event: 'TRANSACTION.SUCCESS',
    outTradeNo: order.outTradeNo,
    notifyUrl: order.notifyUrl,
    body: envelope('TRANSACTION.SUCCESS', '支付成功', 'transaction', plain, deps),
  }
}

const REFUND_TEXT = { SUCCESS: '退款成功', CLOSED: '退款关闭', ABNORMAL: '退款异常' } as const

/** Notice of a refund that came to its end; null = the merchant wants none. */
export function refundNotice(
  refund: RefundRecord,
  view: object,
  deps: { keys: PayKeys; clock: Clock },
): PayNotice | null {
  if (refund.notifyUrl === null || refund.status === 'PROCESSING') return null
  const event = `REFUND.${refund.status}`
  return {
    event,
    outTradeNo: refund.outTradeNo,
    notifyUrl: refund.notifyUrl,
    body: envelope(event, REFUND_TEXT[refund.status], 'refund', view, deps),
  }
}

function envelope(
  event_type: string,
  summary: string,
  originalType: string,
  plain: object,
  { keys, clock }: { keys: PayKeys; clock: Clock },
): string {
  return JSON.stringify({
    id: randomUUID(),
    create_time: rfc3339(clock.now()),
    resource_type: 'encrypt-resource',
    event_type,
    summary,
    resource: encryptResource(plain, originalType, keys.apiV3Key),
  })
}
