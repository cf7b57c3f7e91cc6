import type { GoodsDocument, Reservation } from '../goods/goods-document'
import type { Services } from '../services'
import type { OrderDocument } from './order-document'

/**
 * ms after which a record is looked at. No function may run longer than half of it (deployment.json, `timeout`): what
 * is older was left by one that is gone.
 */
export const PENDING_AGE_MS = 60_000
/** Goods of one run, and orders asked for at once (the repo's limit). */
const GOODS_A_RUN = 100
const ORDERS_AT_ONCE = 100

/** What was found and repaired, by kind. */
export interface RepairedReservations {
  /** Pieces taken for an order that was never written, or was over before: released. */
  readonly withoutOrder: number
  /** Order paid, pieces not booked as sold: booked. */
  readonly paid: number
  /** Order closed, pieces not released: released. */
  readonly closed: number
  /** Refunded pieces are back, and the order knows: the record was taken away. */
  readonly restocks: number
}

type Deps = Pick<Services, 'goods' | 'orders' | 'clock' | 'log'>

/**
 * Compares every pending record of the goods that is older than a minute with its order, and completes what a crashed
 * function left half done. An order that still waits for its payment keeps its pieces. Says in the log what
 * it repaired.
 */
export async function repairReservations(deps: Deps): Promise<RepairedReservations> {
  const old = deps.clock.now() - PENDING_AGE_MS
  const repaired = { withoutOrder: 0, paid: 0, closed: 0, restocks: 0 }
  for (const goods of await deps.goods.listPending(GOODS_A_RUN)) {
    const reservations = Object.entries(goods.reservations).filter(([, { at }]) => at <= old)
    const restocks = Object.entries(goods.restocks).filter(([, at]) => at <= old)
    const orders = await ordersOf(deps, [
      ...reservations.map(([orderID]) => orderID),
      ...restocks.map(([refundID]) => orderIDOf(refundID)),
    ])
    for (const [orderID, reservation] of reservations) {
      const found = await repairReservation(deps, goods, orderID, reservation, orders.get(orderID))
      if (found) repaired[found] += 1
    }
    for (const [refundID] of restocks) {
      const order = orders.get(orderIDOf(refundID))
      const row = order?.refunds.find((one) => one.refundID === refundID)
      // Without restockedAt the refund is still under way, and the record keeps it from being restocked twice.
      if (row && row.restockedAt !== null && (await deps.goods.forgetRestock(goods._id, refundID)))
        repaired.restocks += 1
    }
  }
  return repaired
}

async function repairReservation(
  deps: Deps,
  { _id: goodsID }: GoodsDocument,
  orderID: string,
  reservation: Reservation,
  order: OrderDocument | undefined,
): Promise<'withoutOrder' | 'paid' | 'closed' | null> {
  const pieces = {
    goodsID,
    openid: reservation.openid,
    lines: reservation.lines,
    isCounted: reservation.isCounted,
  }
  const say = (found: 'withoutOrder' | 'paid' | 'closed', repaired: boolean) => {
    if (repaired) deps.log({ event: 'reservation-repaired', found, orderID, goodsID })
    return repaired ? found : null
  }
  // Of another moment than its order: a late repeat of the request took them, and crashed before it released them.
  const isOfOrder = order?.placedAt === reservation.at
  if (!order || !isOfOrder)
    return say('withoutOrder', await deps.goods.release(orderID, pieces, reservation.at))
  if (order.status === 'reserved') return null
  // Paid after it was closed: its pieces went back when it was closed.
  const isGivenUp = order.closedAt !== null
  return isGivenUp
    ? say('closed', await deps.goods.release(orderID, pieces, reservation.at))
    : say('paid', await deps.goods.commit(orderID, pieces, reservation.at))
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
