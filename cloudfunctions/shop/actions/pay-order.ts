import { AppError } from '../../../miniprogram/domain/errors'
import { confirmPaidRequest, payRequest } from '../../lib/contracts/order.schema'
import { type Action, defineAction } from '../../lib/define-action'
import { describeError } from '../../lib/log'
import { changeOrder } from '../../lib/orders/change-order'
import { ASK_AGAIN_MS, closeAtPay } from '../../lib/orders/close-order'
import { findOwnOrder, requireOwnOrder } from '../../lib/orders/find-own-order'
import { markPaid } from '../../lib/orders/mark-paid'
import { type OrderDocument, toOrder } from '../../lib/orders/order-document'
import type { Services } from '../../lib/services'
import { isPaid, isPayRefused, type PaymentParams } from '../../lib/wechat-pay/payments'

type Deps = Pick<Services, 'orders' | 'goods' | 'payments' | 'clock' | 'log' | 'secrets'>

/** WeChat Pay's limit of a description. */
const DESCRIPTION_MAX = 127

/**
 * What wx.requestPayment takes. The order is marked before WeChat Pay hears of it, so from then on whoever closes it
 * asks there first; and looked at again afterwards, so nobody gets to pay what was closed meanwhile.
 *
 * Errors: ORDER_NOT_FOUND, ORDER_PAID, ORDER_CLOSED (also when its time is over), PAYMENT_FAILED.
 */
export function payOrder(deps: Deps): Action<'order.pay'> {
  return defineAction(payRequest, async ({ orderID }, caller) => {
    const { order } = await changeOrder(deps.orders, orderID, (order) => {
      requireOwnOrder(order, caller)
      const now = deps.clock.now()
      requirePayable(order, now)
      return order.prepayOpen
        ? null
        : { prepayOpen: true, nextCheckAt: Math.min(now + ASK_AGAIN_MS, order.expiresAt) }
    })
    const payment = await prepay(deps, order)
    const after = (await deps.orders.find(orderID)) ?? order
    if (after.status === 'closed') await closeAtPay(deps, after)
    requirePayable(after, deps.clock.now())
    return { order: toOrder(after), payment }
  })
}

function requirePayable({ status, expiresAt }: OrderDocument, now: number): void {
  if (status === 'closed' || status === 'returning') throw new AppError('ORDER_CLOSED')
  if (status !== 'reserved') throw new AppError('ORDER_PAID')
  if (now >= expiresAt) throw new AppError('ORDER_CLOSED')
}

async function prepay(deps: Deps, order: OrderDocument): Promise<PaymentParams> {
  try {
    return await deps.payments.prepay({
      outTradeNo: order._id,
      description: [...order.title].slice(0, DESCRIPTION_MAX).join(''),
      totalFen: order.totalFen,
      openid: order.openid,
      expiresAt: order.expiresAt,
    })
  } catch (error) {
    if (isPayRefused(error, 'ORDER_PAID')) {
      await askPay(deps, order)
      throw new AppError('ORDER_PAID')
    }
    deps.log({
      event: 'prepay-failed',
      orderID: order._id,
      error: describeError(error, [...deps.secrets, order.openid]),
    })
    throw new AppError(isPayRefused(error, 'ORDER_CLOSED') ? 'ORDER_CLOSED' : 'PAYMENT_FAILED')
  }
}

/**
 * The phone says that it has paid, or does not know: WeChat Pay is asked, and the order answered as it is then. What it
 * cannot tell yet is asked again by the timer. Errors: ORDER_NOT_FOUND.
 */
export function confirmPaid(deps: Deps): Action<'order.confirmPaid'> {
  return defineAction(confirmPaidRequest, async ({ orderID }, caller) => {
    const order = await findOwnOrder(deps.orders, orderID, caller)
    if (!order.prepayOpen) return { order: toOrder(order) }
    try {
      await askPay(deps, order)
    } catch (error) {
      deps.log({
        event: 'pay-not-asked',
        orderID,
        error: describeError(error, [...deps.secrets, order.openid]),
      })
    }
    return { order: toOrder((await deps.orders.find(orderID)) ?? order) }
  })
}

async function askPay(deps: Deps, order: OrderDocument): Promise<void> {
  const payment = await deps.payments.query(order._id)
  if (isPaid(payment)) await markPaid(deps)(payment)
}
