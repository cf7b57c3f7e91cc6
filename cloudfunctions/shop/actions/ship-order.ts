import { AppError } from '../../../miniprogram/domain/errors'
import { nextOrderStatus } from '../../../miniprogram/domain/order/order.machine'
import { receiptRequest, shipRequest } from '../../lib/contracts/order.schema'
import { type Action, defineAction } from '../../lib/define-action'
import { requireOwner } from '../../lib/members/require-owner'
import { changeOrder } from '../../lib/orders/change-order'
import { requireOwnOrder } from '../../lib/orders/find-own-order'
import { openRefund, refundable, toOrder } from '../../lib/orders/order-document'
import { type ReconcileDeps, reconcileOrder } from '../../lib/orders/reconcile-order'
import type { Services } from '../../lib/services'

/**
 * On its way: the order first, then WeChat, which is told again by the timer until it knows. The same number again is
 * harmless; another one corrects it, once (WeChat takes no second correction).
 *
 * Errors: NOT_OWNER, ORDER_NOT_FOUND, REFUND_OPEN (decide first), ORDER_STATE.
 */
export function shipOrder(deps: ReconcileDeps & Pick<Services, 'members'>): Action<'order.ship'> {
  return defineAction(shipRequest, async ({ orderID, carrier, trackingNumber }, caller) => {
    await requireOwner(deps.members, caller, 'NOT_OWNER')
    const now = deps.clock.now()
    const { order, changed } = await changeOrder(deps.orders, orderID, (order) => {
      const status = nextOrderStatus(order.status, 'ship')
      if (!status) throw new AppError('ORDER_STATE')
      const { shipping } = order
      if (shipping?.carrier === carrier && shipping.trackingNumber === trackingNumber) return null
      if (shipping?.isCorrected) throw new AppError('ORDER_STATE')
      // One that failed was decided: the rest of the parcel does not wait until its money can go back.
      if (order.refunds.some(({ status }) => status === 'asked')) throw new AppError('REFUND_OPEN')
      if (refundable(order).length === 0) throw new AppError('ORDER_STATE')
      return {
        status,
        shippedAt: order.shippedAt ?? now,
        nextCheckAt: now,
        shipping: { carrier, trackingNumber, uploadedAt: null, failures: 0, isCorrected: shipping !== null },
      }
    })
    if (!changed) return { order: toOrder(order) }
    // With a refund under way the timer tends both: what fails there must not fail this.
    const reconciled = openRefund(order) ? order : await reconcileOrder(deps, orderID)
    return { order: toOrder(reconciled ?? order) }
  })
}

/** Errors: ORDER_NOT_FOUND, NOT_SHIPPED, ORDER_STATE. Again is harmless. */
export function confirmReceipt(deps: Pick<Services, 'orders' | 'clock'>): Action<'order.confirmReceipt'> {
  return defineAction(receiptRequest, async ({ orderID }, caller) => {
    const { order } = await changeOrder(deps.orders, orderID, (order) => {
      requireOwnOrder(order, caller)
      if (order.status === 'received') return null
      const status = nextOrderStatus(order.status, 'confirmReceipt')
      if (!status) throw new AppError(order.status === 'paid' ? 'NOT_SHIPPED' : 'ORDER_STATE')
      return { status, receivedAt: deps.clock.now() }
    })
    return { order: toOrder(order) }
  })
}
