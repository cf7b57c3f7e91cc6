import type { Services } from '../services'
import { isPayRefused, type PayRefused } from '../wechat-pay/payments'
import { changeOrder } from './change-order'
import { type OrderDocument, piecesOf, type RefundRow } from './order-document'
import { outRefundNoOf, recordRefund } from './record-refund'

type Deps = Pick<Services, 'orders' | 'goods' | 'payments' | 'clock' | 'log'>

/** WeChat Pay has not enough of the merchant's money: the same number again when there is. */
const SHORT_OF_MONEY = 'NOT_ENOUGH'

/**
 * Brings the accepted refund of an order one step on: its pieces back to the shelf if they were not shipped, then the
 * money through WeChat Pay. Repeating any part of it changes nothing. Answers the order as it is then.
 */
export async function sendRefund(deps: Deps, order: OrderDocument, row: RefundRow): Promise<OrderDocument> {
  const ready = row.restocks && row.restockedAt === null ? await restockPieces(deps, order, row) : order
  const outRefundNo = outRefundNoOf(row)
  // A query that is refused says nothing of the refund: it stays as it is, and is asked about later.
  const known = await deps.payments.queryRefund(outRefundNo)
  if (known) return (await recordRefund(deps)(known)) ?? ready
  try {
    const sent = await deps.payments.refund({
      outTradeNo: order._id,
      outRefundNo,
      refundFen: row.amountFen,
      totalFen: order.totalFen,
      reason: row.reason,
    })
    return (await recordRefund(deps)(sent)) ?? ready
  } catch (error) {
    if (!isPayRefused(error) || error.payCode === SHORT_OF_MONEY) throw error
    // The client sends twice: the first may have been accepted, its answer lost. Only a number that WeChat Pay does not
    // know may be given up: a new one pays again.
    const accepted = await deps.payments.queryRefund(outRefundNo)
    if (accepted) return (await recordRefund(deps)(accepted)) ?? ready
    return refused(deps, order, row, error)
  }
}

/** Once, by the record that `restock` leaves; the order remembers it, and later the repair takes the record away. */
async function restockPieces(deps: Deps, { _id }: OrderDocument, row: RefundRow): Promise<OrderDocument> {
  const now = deps.clock.now()
  const found = await deps.orders.find(_id)
  // Somebody else may have done it since: after the repair the record no longer says so, but the order does.
  const fresh = found?.refunds.find(({ refundID }) => refundID === row.refundID)
  if (found && fresh?.restockedAt === null)
    await deps.goods.restock(row.refundID, piecesOf(found, row.lines), now)
  const { order } = await changeOrder(deps.orders, _id, (order) => {
    const refunds = order.refunds.map((one) =>
      one.refundID === row.refundID && one.restockedAt === null ? { ...one, restockedAt: now } : one,
    )
    return { refunds }
  })
  return order
}

async function refused(deps: Deps, { _id, totalFen }: OrderDocument, row: RefundRow, why: PayRefused) {
  deps.log({ event: 'refund-refused', orderID: _id, code: why.payCode })
  const noted = await recordRefund(deps)({
    state: 'failed',
    outTradeNo: _id,
    outRefundNo: outRefundNoOf(row),
    refundID: '',
    refundFen: row.amountFen,
    totalFen,
  })
  if (!noted) throw why
  return noted
}
