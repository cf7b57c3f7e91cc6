import { AppError } from '../../../miniprogram/domain/errors'
import { cancelRequest } from '../../lib/contracts/order.schema'
import { type Action, defineAction } from '../../lib/define-action'
import { describeError } from '../../lib/log'
import { closeOrder } from '../../lib/orders/close-order'
import { findOwnOrder } from '../../lib/orders/find-own-order'
import { toOrder } from '../../lib/orders/order-document'
import type { Services } from '../../lib/services'

type Deps = Pick<Services, 'orders' | 'goods' | 'payments' | 'clock' | 'log' | 'secrets'>

/**
 * Gives the pieces back. Again is harmless. Errors: ORDER_NOT_FOUND, ORDER_PAID (also when the payment came first),
 * PAYMENT_FAILED (WeChat Pay cannot be asked; the order stays, and closes by itself when its time is over).
 */
export function cancelOrder(deps: Deps): Action<'order.cancel'> {
  return defineAction(cancelRequest, async ({ orderID }, caller) => {
    const order = await findOwnOrder(deps.orders, orderID, caller)
    const closed = await closeOrder(deps, order, 'cancel').catch((error: unknown) => {
      deps.log({
        event: 'pay-not-asked',
        orderID,
        error: describeError(error, [...deps.secrets, order.openid]),
      })
      throw new AppError('PAYMENT_FAILED')
    })
    if (closed.closedAt === null) throw new AppError('ORDER_PAID')
    return { order: toOrder(closed) }
  })
}
