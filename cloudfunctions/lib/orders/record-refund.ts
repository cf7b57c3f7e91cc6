import { isAppError } from '../../../miniprogram/domain/errors'
import { nextOrderStatus, nextRefundStatus } from '../../../miniprogram/domain/order/order.machine'
import type { Services } from '../services'
import type { Refund } from '../wechat-pay/payments'
import { changeOrder } from './change-order'
import { isRefundedWhole, type OrderDocument, type RefundRow } from './order-document'

/** The number of a refund at WeChat Pay: one that failed there is asked for again under a new one. */
export const outRefundNoOf = ({ refundID, attempt }: Pick<RefundRow, 'refundID' | 'attempt'>) =>
  `${refundID}-${attempt}`

type Deps = Pick<Services, 'orders' | 'clock' | 'log'>

/**
 * Writes what WeChat Pay says of a refund, by notice or when asked; any number of times. When all the money is back,
 * the order is refunded. A failed one waits for the owner, an abnormal one for WeChat Pay's console. Answers the order as it is, null = it is not ours.
 */
export const recordRefund =
  (deps: Deps) =>
  async ({ outTradeNo, outRefundNo, state, refundFen }: Refund): Promise<OrderDocument | null> => {
    const now = deps.clock.now()
    try {
      const { order } = await changeOrder(deps.orders, outTradeNo, (order) => {
        const row = order.refunds.find((one) => outRefundNoOf(one) === outRefundNo)
        if (!row || row.amountFen !== refundFen) {
          deps.log({ event: 'refund-unknown', orderID: order._id })
          return null
        }
        if (state === 'processing') return null
        if (state === 'abnormal') {
          // Settled by hand in the console under the same number, then it is SUCCESS: a new number could pay twice.
          if (row.status === 'accepted')
            deps.log({ event: 'refund-abnormal', orderID: order._id, outRefundNo })
          return null
        }
        const status = nextRefundStatus(row.status, state === 'done' ? 'done' : 'fail')
        if (!status) return null
        const doneAt = status === 'done' ? now : null
        const refunds = order.refunds.map((one) => (one === row ? { ...row, status, doneAt } : one))
        const whole = isRefundedWhole({ ...order, refunds })
        if (status === 'failed') deps.log({ event: 'refund-failed', orderID: order._id, state })
        return {
          refunds,
          // It waits for the owner, like one that was asked for.
          ...(status === 'failed' && { refundAsked: true }),
          ...(whole && { status: nextOrderStatus(order.status, 'refundAll') ?? order.status }),
        }
      })
      return order
    } catch (error) {
      if (!isAppError(error, 'ORDER_NOT_FOUND')) throw error
      deps.log({ event: 'refund-unknown', orderID: outTradeNo })
      return null
    }
  }
