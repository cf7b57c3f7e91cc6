import type { GoodsDocument, Hold } from '../goods/goods-document'
import type { Services } from '../services'
import type { OrderDocument } from './order-document'

/**
 * ms after which a trace is looked at. No function runs half as long (config.json, `timeout`): what is older has been
 * left by one that is gone.
 */
export const TRACE_AGE_MS = 60_000
/** Goods of one run, and orders asked for at once (the repo's limit). */
const GOODS_A_RUN = 100
const ORDERS_AT_ONCE = 100

/** What the sweep found and mended, by kind. */
export interface Swept {
  /** Pieces taken for an order that was never written, or was over before: given back. */
  readonly withoutOrder: number
  /** Order paid, pieces not booked as sold: booked. */
  readonly paid: number
  /** Order closed, pieces not given back: given back. */
  readonly closed: number
  /** Refunded pieces are back, and the order knows: the trace was taken away. */
  readonly putBack: number
}

type Deps = Pick<Services, 'goods' | 'orders' | 'clock' | 'log'>

/**
 * The repair run: every trace in the goods that is older than a minute is compared with its order, and what a killed
 * function left half done is done. An order that still waits for its payment keeps its pieces. Says in the log what
 * it mended.
 */
export async function sweepHolds(deps: Deps): Promise<Swept> {
  const old = deps.clock.now() - TRACE_AGE_MS
  const swept = { withoutOrder: 0, paid: 0, closed: 0, putBack: 0 }
  for (const goods of await deps.goods.listTraced(GOODS_A_RUN)) {
    const holds = Object.entries(goods.holds).filter(([, { at }]) => at <= old)
    const putBacks = Object.entries(goods.putBack).filter(([, at]) => at <= old)
    const orders = await ordersOf(deps, [
      ...holds.map(([orderID]) => orderID),
      ...putBacks.map(([refundID]) => orderIDOf(refundID)),
    ])
    for (const [orderID, hold] of holds) {
      const found = await mendHold(deps, goods, orderID, hold, orders.get(orderID))
      if (found) swept[found] += 1
    }
    for (const [refundID] of putBacks) {
      const order = orders.get(orderIDOf(refundID))
      const row = order?.refunds.find((one) => one.refundID === refundID)
      // Without putBackAt the refund is still under way, and the trace keeps it from being put back twice.
      if (row && row.putBackAt !== null && (await deps.goods.forgetPutBack(goods._id, refundID)))
        swept.putBack += 1
    }
  }
  return swept
}

async function mendHold(
  deps: Deps,
  { _id: goodsID }: GoodsDocument,
  orderID: string,
  hold: Hold,
  order: OrderDocument | undefined,
): Promise<'withoutOrder' | 'paid' | 'closed' | null> {
  const pieces = { goodsID, openid: hold.openid, lines: hold.lines, isCounted: hold.isCounted }
  const say = (found: 'withoutOrder' | 'paid' | 'closed', mended: boolean) => {
    if (mended) deps.log({ event: 'hold-mended', found, orderID, goodsID })
    return mended ? found : null
  }
  // Of another moment than its order: a late repeat of the request took them, and was killed before it gave them back.
  const isOfOrder = order?.placedAt === hold.at
  if (!order || !isOfOrder) return say('withoutOrder', await deps.goods.giveBack(orderID, pieces, hold.at))
  if (order.status === 'reserved') return null
  // Paid after it was closed: its pieces went back when it was closed.
  const isGivenUp = order.closedAt !== null
  return isGivenUp
    ? say('closed', await deps.goods.giveBack(orderID, pieces, hold.at))
    : say('paid', await deps.goods.settle(orderID, pieces, hold.at))
}

async function ordersOf(deps: Deps, ids: readonly string[]): Promise<Map<string, OrderDocument>> {
  const found = new Map<string, OrderDocument>()
  for (let i = 0; i < ids.length; i += ORDERS_AT_ONCE) {
    for (const order of await deps.orders.findAll(ids.slice(i, i + ORDERS_AT_ONCE)))
      found.set(order._id, order)
  }
  return found
}

/** `KB…-R1` → `KB…` */
const orderIDOf = (refundID: string) => refundID.slice(0, refundID.lastIndexOf('-R'))
