import type { Services } from '../services'
import { isPaid } from '../wechat-pay/payments'
import { changeOrder } from './change-order'
import { ASK_AGAIN_MS, closeAtPay, closeHere, closeOrder } from './close-order'
import { markPaid } from './mark-paid'
import type { OrderDocument } from './order-document'
import { sendRefund } from './send-refund'
import { uploadShipping } from './upload-shipping'

/** ms after its end at which an order is closed although WeChat Pay cannot be asked: pieces must not wait for it. */
export const CLOSE_ANYWAY_MS = 5 * 60_000
/** ms; an upload that WeChat does not take is tried again after 1, 2, 4 … minutes, at last every hour. */
const UPLOAD_PAUSE_MAX_MS = 60 * 60_000

export type ReconcileDeps = Pick<
  Services,
  'orders' | 'goods' | 'payments' | 'shippingUpload' | 'clock' | 'log'
>

/**
 * Brings an order one step on from wherever it was left, and names the next time to look. Which step is read from the
 * order alone, every step may be done twice: so it repairs what a crashed function left undone. Throws when WeChat
 * cannot be asked; the order is then still due.
 */
export async function reconcileOrder(deps: ReconcileDeps, orderID: string): Promise<OrderDocument | null> {
  const seen = await deps.orders.find(orderID)
  if (!seen) return null
  const reconciled = await nextStep(deps, seen)
  const nextCheckAt = nextCheckOf(reconciled, deps.clock.now())
  if (reconciled.nextCheckAt === nextCheckAt) return reconciled
  // Whoever changed the order meanwhile has named their own time.
  const written = await deps.orders.update(reconciled, { nextCheckAt })
  return written ? { ...reconciled, nextCheckAt, rev: reconciled.rev + 1 } : reconciled
}

async function nextStep(deps: ReconcileDeps, seen: OrderDocument): Promise<OrderDocument> {
  // Before a refund, which may have to wait for the very money that WeChat holds back until it knows of the parcel.
  const order = isToUpload(seen) ? await reconcileShipping(deps, seen) : seen
  const refund = order.refunds.find(({ status }) => status === 'accepted')
  if (refund) return sendRefund(deps, order, refund)
  if (order.status === 'reserved') return reconcileReserved(deps, order)
  if (order.status === 'closed' && order.prepayOpen) return askAfterClosing(deps, order)
  return order
}

/** The shopper may have the parcel before WeChat knows of it. */
const isToUpload = ({ status, shipping }: OrderDocument) =>
  (status === 'shipped' || status === 'received') && shipping?.uploadedAt === null

async function reconcileReserved(deps: ReconcileDeps, order: OrderDocument): Promise<OrderDocument> {
  const now = deps.clock.now()
  if (now < order.expiresAt) {
    if (!order.prepayOpen) return order
    const payment = await deps.payments.query(order._id)
    if (!isPaid(payment)) return order
    await markPaid(deps)(payment)
    return (await deps.orders.find(order._id)) ?? order
  }
  try {
    return await closeOrder(deps, order, 'expire')
  } catch (error) {
    if (now < order.expiresAt + CLOSE_ANYWAY_MS) throw error
    return closeHere(deps, order, 'expire')
  }
}

async function askAfterClosing(deps: ReconcileDeps, order: OrderDocument): Promise<OrderDocument> {
  if ((await closeAtPay(deps, order)) === 'paid') return (await deps.orders.find(order._id)) ?? order
  const asked = await changeOrder(deps.orders, order._id, ({ status, prepayOpen }) =>
    status === 'closed' && prepayOpen ? { prepayOpen: false } : null,
  )
  return asked.order
}

async function reconcileShipping(deps: ReconcileDeps, order: OrderDocument): Promise<OrderDocument> {
  try {
    return await uploadShipping(deps, order)
  } catch (error) {
    deps.log({ event: 'shipping-not-uploaded', orderID: order._id, error: String(error).slice(0, 500) })
    const failed = await changeOrder(deps.orders, order._id, ({ shipping }) =>
      shipping && shipping.uploadedAt === null
        ? { shipping: { ...shipping, failures: shipping.failures + 1 } }
        : null,
    )
    return failed.order
  }
}

/** When an order in this state has to be looked at; null = when somebody changes it. */
function nextCheckOf(order: OrderDocument, now: number): number | null {
  if (order.refunds.some(({ status }) => status === 'accepted')) return now + ASK_AGAIN_MS
  if (order.status === 'reserved') {
    if (now >= order.expiresAt) return now + ASK_AGAIN_MS
    return order.prepayOpen ? Math.min(now + ASK_AGAIN_MS, order.expiresAt) : order.expiresAt
  }
  if (order.status === 'closed' && order.prepayOpen) return now + ASK_AGAIN_MS
  if (isToUpload(order)) {
    const { failures = 0 } = order.shipping ?? {}
    return now + Math.min(ASK_AGAIN_MS * 2 ** Math.max(0, failures - 1), UPLOAD_PAUSE_MAX_MS)
  }
  return null
}
