import { nextOrderStatus } from '../../../miniprogram/domain/order/order.machine'
import type { Services } from '../services'
import { mismatchOf } from '../wechat-pay/payment-mismatch'
import type { Paid } from '../wechat-pay/payments'
import { changeOrder } from './change-order'
import { type OrderDocument, piecesOf, type RefundRow } from './order-document'

export type PaidOutcome = 'paid' | 'already' | 'late' | 'mismatch' | 'unknown'

/**
 * The one way in which an order becomes paid, whoever says so: the notice, the phone's "I have paid", the timer. Each
 * brings what WeChat Pay itself has vouched for, and any number of them, in any order and at once, pay once.
 *
 * `late`: the order was closed and its pieces given back, so the money goes back. `mismatch` and `unknown` change
 * nothing and are logged: a person has to look.
 */
export const markPaid =
  (deps: Pick<Services, 'orders' | 'goods' | 'clock' | 'log'>) =>
  async (payment: Paid): Promise<PaidOutcome> => {
    const { outTradeNo: orderID, transactionID } = payment
    const found = await deps.orders.find(orderID)
    if (!found) {
      deps.log({ event: 'payment-unknown', orderID })
      return 'unknown'
    }
    const flaw = mismatchOf(payment, { outTradeNo: orderID, totalFen: found.totalFen, openid: found.openid })
    const isOther = found.transactionID !== null && found.transactionID !== transactionID
    if (flaw || isOther) {
      deps.log({ event: 'payment-mismatch', orderID, what: flaw ?? 'transaction' })
      return 'mismatch'
    }
    const now = deps.clock.now()
    const { order, changed } = await changeOrder(deps.orders, orderID, (order) => {
      const status = nextOrderStatus(order.status, 'pay')
      if (status === null) return null
      const paid = { status, transactionID, paidAt: payment.paidAt, prepayOpen: false }
      if (status === 'paid') return { ...paid, nextCheckAt: null }
      return { ...paid, refunds: [...order.refunds, lateRefund(order, now)], nextCheckAt: now }
    })
    if (!changed) return 'already'
    if (order.status !== 'paid') return 'late'
    // After a crash before this, the reservation stays, and the repair finds it with a paid order.
    await deps.goods.commit(orderID, piecesOf(order), order.placedAt)
    return 'paid'
  }

/** Everything goes back at once; the pieces went back when the order was closed. */
function lateRefund(order: OrderDocument, now: number): RefundRow {
  return {
    refundID: `${order._id}-R${order.refunds.length + 1}`,
    status: 'accepted',
    kind: 'late',
    lines: order.lines.map(({ skuID, n }) => ({ skuID, n })),
    amountFen: order.totalFen,
    reason: '付晚了，货已经给了别人',
    answer: '',
    askedAt: now,
    decidedAt: now,
    doneAt: null,
    attempt: 1,
    restocks: false,
    restockedAt: null,
  }
}
