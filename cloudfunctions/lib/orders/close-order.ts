import { nextOrderStatus } from '../../../miniprogram/domain/order/order.machine'
import type { Services } from '../services'
import { isPaid } from '../wechat-pay/payments'
import { changeOrder } from './change-order'
import { markPaid } from './mark-paid'
import { type OrderDocument, piecesOf } from './order-document'

/** ms between two questions about the same thing. No function runs as long. */
export const ASK_AGAIN_MS = 60_000

type Deps = Pick<Services, 'orders' | 'goods' | 'payments' | 'clock' | 'log'>

/**
 * Ends an order that was not paid: first at WeChat Pay, so that nobody pays what nobody keeps; then the order; then its
 * pieces are on the shelf again. Who paid in the last moment has won: then the order is paid, and is answered as it is.
 *
 * Throws what WeChat Pay throws when it cannot be asked; the order stays as it is.
 */
export async function closeOrder(
  deps: Deps,
  order: OrderDocument,
  event: 'cancel' | 'expire',
): Promise<OrderDocument> {
  if (order.prepayOpen && (await closeAtPay(deps, order)) === 'paid') {
    return (await deps.orders.find(order._id)) ?? order
  }
  return closeHere(deps, order, event)
}

/** WeChat Pay's word on an order nobody may pay any more; a payment that came first is booked. */
export async function closeAtPay(deps: Deps, order: OrderDocument): Promise<'closed' | 'paid'> {
  if ((await deps.payments.close(order._id)) === 'closed') return 'closed'
  const payment = await deps.payments.query(order._id)
  if (!isPaid(payment)) return 'closed'
  await markPaid(deps)(payment)
  return 'paid'
}

/**
 * One that was announced to WeChat Pay stays open there in our book even if it was closed just now: a call that runs
 * beside this one may announce it again. When no such call can run any more the timer closes it there for good, and
 * sends back what was paid after all.
 */
export async function closeHere(
  deps: Deps,
  { _id }: OrderDocument,
  event: 'cancel' | 'expire',
): Promise<OrderDocument> {
  const now = deps.clock.now()
  const { order, changed } = await changeOrder(deps.orders, _id, (order) => {
    const status = nextOrderStatus(order.status, event)
    return status && { status, closedAt: now, nextCheckAt: order.prepayOpen ? now + ASK_AGAIN_MS : null }
  })
  // After a crash before this, the reservation stays, and the repair finds it with a closed order.
  if (changed) await deps.goods.release(_id, piecesOf(order), order.placedAt)
  return order
}
