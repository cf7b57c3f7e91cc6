import type { OrderedLine } from '../../../miniprogram/domain/api/order'
import { AppError } from '../../../miniprogram/domain/errors'
import { nextOrderStatus, nextRefundStatus } from '../../../miniprogram/domain/order/order.machine'
import { askRefundRequest, decideRefundRequest } from '../../lib/contracts/order.schema'
import { type Action, defineAction } from '../../lib/define-action'
import { describeError } from '../../lib/log'
import { requireOwner } from '../../lib/members/require-owner'
import { changeOrder } from '../../lib/orders/change-order'
import { requireOwnOrder } from '../../lib/orders/find-own-order'
import {
  amountOf,
  type OrderDocument,
  openRefund,
  type RefundRow,
  refundable,
  toOrder,
} from '../../lib/orders/order-document'
import { type ReconcileDeps, reconcileOrder } from '../../lib/orders/reconcile-order'
import type { Services } from '../../lib/services'

/** Refunds of one order. WeChat Pay takes fifty; a shop that needs more than these has another problem. */
const REFUNDS_MAX = 20

/**
 * The shopper wants money back, for some pieces or all that are left. One request at a time.
 *
 * Errors: ORDER_NOT_FOUND, ORDER_STATE (not paid), REFUND_OPEN, REFUND_TOO_MUCH.
 */
export function askRefund(deps: Pick<Services, 'orders' | 'clock'>): Action<'order.askRefund'> {
  return defineAction(askRefundRequest, async ({ orderID, lines, reason }, caller) => {
    const now = deps.clock.now()
    const { order } = await changeOrder(deps.orders, orderID, (order) => {
      requireOwnOrder(order, caller)
      if (!nextOrderStatus(order.status, 'refundAll') || order.status === 'returning') {
        throw new AppError('ORDER_STATE')
      }
      if (openRefund(order)) throw new AppError('REFUND_OPEN')
      if (order.refunds.length >= REFUNDS_MAX) throw new AppError('REFUND_TOO_MUCH')
      const asked = requireRefundable(order, lines)
      const row: RefundRow = {
        refundID: `${orderID}-R${order.refunds.length + 1}`,
        status: 'asked',
        kind: 'asked',
        lines: asked,
        amountFen: amountOf(order, asked),
        reason,
        answer: '',
        askedAt: now,
        decidedAt: null,
        doneAt: null,
        attempt: 1,
        restocks: false,
        restockedAt: null,
      }
      return { refunds: [...order.refunds, row], refundAsked: true }
    })
    return { order: toOrder(order) }
  })
}

function requireRefundable(order: OrderDocument, lines?: readonly OrderedLine[]): OrderedLine[] {
  const left = refundable(order)
  const asked = lines ? [...lines] : left
  const fits = asked.every(({ skuID, n }) => n <= (left.find((line) => line.skuID === skuID)?.n ?? 0))
  if (asked.length === 0 || !fits) throw new AppError('REFUND_TOO_MUCH')
  return asked
}

/**
 * The owner's decision. Accepted, pieces that were not shipped go back to the shelf and the money through WeChat
 * Pay, by the timer when not at once. One that failed there is accepted again under a new number. Deciding the same
 * again is harmless.
 *
 * Errors: NOT_OWNER, ORDER_NOT_FOUND, ORDER_STATE (no such refund, or decided otherwise).
 */
export function decideRefund(
  deps: ReconcileDeps & Pick<Services, 'members' | 'secrets'>,
): Action<'order.decideRefund'> {
  return defineAction(decideRefundRequest, async ({ orderID, refundID, accept, answer = '' }, caller) => {
    await requireOwner(deps.members, caller, 'NOT_OWNER')
    const now = deps.clock.now()
    const { order, changed } = await changeOrder(deps.orders, orderID, (order) => {
      const row = order.refunds.find((one) => one.refundID === refundID)
      if (!row) throw new AppError('ORDER_STATE')
      const decided = decide(order, row, { accept, answer, now })
      if (!decided) return null
      const refunds = order.refunds.map((one) => (one === row ? decided : one))
      return { refunds, refundAsked: false, ...(accept && { nextCheckAt: now }) }
    })
    if (!changed || !accept) return { order: toOrder(order) }
    return { order: toOrder((await tendNow(order)) ?? order) }
  })

  async function tendNow(order: OrderDocument): Promise<OrderDocument | null> {
    try {
      return await reconcileOrder(deps, order._id)
    } catch (error) {
      // The order is due: the timer goes on.
      const hide = [...deps.secrets, order.openid]
      deps.log({ event: 'order-not-reconciled', orderID: order._id, error: describeError(error, hide) })
      return null
    }
  }
}

function decide(
  order: OrderDocument,
  row: RefundRow,
  { accept, answer, now }: { accept: boolean; answer: string; now: number },
): RefundRow | null {
  const isDecided = accept ? row.status === 'accepted' || row.status === 'done' : row.status === 'refused'
  if (isDecided) return null
  if (accept && row.status === 'failed') {
    return { ...row, status: nextRefundStatus('failed', 'retry') ?? row.status, attempt: row.attempt + 1 }
  }
  const status = nextRefundStatus(row.status, accept ? 'accept' : 'refuse')
  if (!status) throw new AppError('ORDER_STATE')
  return { ...row, status, answer, decidedAt: now, restocks: accept && order.shippedAt === null }
}
