import type { OrderActions } from '../../../miniprogram/domain/api/order'
import { AppError } from '../../../miniprogram/domain/errors'
import type { Fen } from '../../../miniprogram/domain/money'
import { placeRequest } from '../../lib/contracts/order.schema'
import { type Action, defineAction } from '../../lib/define-action'
import { type GoodsDocument, type Reservation, sortKeyOf, stockOf } from '../../lib/goods/goods-document'
import { type Pieces, piecesIn } from '../../lib/goods/goods-repo'
import { offerOf, ordinaryPrices, savedFen, sumOf } from '../../lib/goods/price'
import { linesToMap, type OrderDocument, toOrder } from '../../lib/orders/order-document'
import { orderIDOf } from '../../lib/orders/order-id'
import { PENDING_AGE_MS } from '../../lib/orders/repair-reservations'
import type { Room } from '../../lib/rooms/room-document'
import type { Services } from '../../lib/services'

/** ms: how long pieces are kept for who placed an order. */
export const RESERVED_MS = 15 * 60_000
/** A look at the goods that is no longer true when the pieces are taken, this often in a row, is a fault. */
const TRIES = 4

type Deps = Pick<Services, 'goods' | 'rooms' | 'orders' | 'clock'>
type OrderInput = OrderActions['order.place']['request'] & {
  readonly openid: string
  readonly orderID: string
}

/**
 * Takes the pieces, then writes the order: goods (1 read), room if one is named (1 read), pieces (1 write), order
 * (1 write). Sold out, limit and off sale show in the first read, a price in the second: no refusal costs more, but
 * for the few who lose the race for the last piece and have to look again.
 *
 * After a crash between pieces and order, the reservation in the goods tells of it: the same request goes on from
 * there, and if none comes, the repair releases the pieces. The number of an order is its request's: no repeat makes a second one.
 *
 * Errors: GOODS_NOT_FOUND, OFF_SALE, OUT_OF_STOCK, LIMIT_REACHED, PRICE_CHANGED, LIVE_PRICE_GONE, BAD_INPUT, BUSY.
 */
export function placeOrder(deps: Deps): Action<'order.place'> {
  return defineAction(placeRequest, async (request, { openid }) => {
    const input: OrderInput = { ...request, openid, orderID: orderIDOf(openid, request.requestID) }
    for (let tries = 0; tries < TRIES; tries += 1) {
      const order = await tryToPlace(deps, input)
      if (order) return { order: toOrder(order) }
    }
    throw new AppError('BUSY')
  })
}

/** Null = somebody was faster, look again. */
async function tryToPlace(deps: Deps, input: OrderInput): Promise<OrderDocument | null> {
  const { goodsID, orderID, openid } = input
  const goods = await deps.goods.find(goodsID, { openid, orderID })
  if (!goods) throw new AppError('GOODS_NOT_FOUND')
  const reservation = goods.reservations[orderID]
  const now = deps.clock.now()
  if (reservation) {
    const existing = await deps.orders.find(orderID)
    if (existing) return existing
    if (!(await canResume(deps, input, reservation, now))) return null
  } else {
    refuseUnlessSaleable(goods, input)
  }
  const pieces = reservation ? { ...reservation, goodsID } : piecesOfInput(goods, input)
  const takenAt = reservation?.at ?? now
  const room = input.roomID === undefined ? null : await deps.rooms.find(input.roomID)
  // Refused with a reservation, this leaves it to the repair: whoever took it may still be about to write its order.
  const order = makeOrder({ goods, room, input, pieces, takenAt })
  if (!reservation && !(await deps.goods.reserve(goods, orderID, pieces, takenAt))) return null
  if (await deps.orders.add(order)) return order

  // The same request ran beside this one and was faster, or is long over: then the pieces just taken are nobody's.
  const existing = await deps.orders.find(orderID)
  if (existing && existing.placedAt !== takenAt) await deps.goods.release(orderID, pieces, takenAt)
  return existing
}

/**
 * Whether this call may write the order of a reservation that it did not take. Not with other lines than were taken
 * (BAD_INPUT), and not when the repair may be about to give it back (BUSY). One that the repair has forgotten goes back
 * here: false, look again.
 */
async function canResume(
  deps: Deps,
  { goodsID, orderID, lines }: OrderInput,
  reservation: Reservation,
  now: number,
) {
  const age = now - reservation.at
  if (age >= PENDING_AGE_MS) {
    await deps.goods.release(orderID, { ...reservation, goodsID }, reservation.at)
    return false
  }
  if (age >= PENDING_AGE_MS / 2) throw new AppError('BUSY')
  const wanted = linesToMap(lines)
  const isSame =
    lines.length === Object.keys(reservation.lines).length &&
    Object.entries(reservation.lines).every(([skuID, n]) => wanted[skuID] === n)
  if (!isSame) throw new AppError('BAD_INPUT', { field: 'requestID' })
  return true
}

function refuseUnlessSaleable(goods: GoodsDocument, { lines, openid }: OrderInput): void {
  if (!goods.onSale) throw new AppError('OFF_SALE')
  const known = new Set(goods.skus.map(({ skuID }) => skuID))
  if (lines.some(({ skuID }) => !known.has(skuID))) throw new AppError('BAD_INPUT', { field: 'lines' })
  if (lines.some(({ skuID, n }) => stockOf(goods, skuID) < n)) throw new AppError('OUT_OF_STOCK')
  const { mayBuy } = offerOf(goods, null, openid)
  if (mayBuy !== null && piecesIn(linesToMap(lines)) > mayBuy) throw new AppError('LIMIT_REACHED')
}

const piecesOfInput = (goods: GoodsDocument, { goodsID, openid, lines }: OrderInput): Pieces => ({
  goodsID,
  openid,
  lines: linesToMap(lines),
  isCounted: goods.limit !== null,
})

/** At the server's prices of this moment. Throws when the person saw another sum. */
function makeOrder(given: {
  goods: GoodsDocument
  room: Room | null
  input: OrderInput
  pieces: Pieces
  /** Of its pieces: the moment by which reservation and order know each other. */
  takenAt: number
}): OrderDocument {
  const { goods, room, input, pieces, takenAt } = given
  const offer = offerOf(goods, room, input.openid)
  const totalFen = sumOf(input.lines, offer.prices)
  const ordinary = sumOf(input.lines, ordinaryPrices(goods))
  if (totalFen === null || ordinary === null) throw new AppError('BAD_INPUT', { field: 'lines' })
  if (totalFen !== input.expectedFen) throw new AppError(priceMismatchCode(goods, room, input))
  const { orderID, openid, address, note = '' } = input
  return {
    _id: orderID,
    openid,
    rev: 1,
    status: 'reserved',
    goodsID: goods._id,
    title: goods.title,
    picture: goods.pictures[0] ?? '',
    // A room that does not show these goods has nothing to do with the order.
    roomID: offer.number === null ? null : (room?._id ?? null),
    number: offer.number,
    isLivePrice: totalFen < ordinary,
    lines: input.lines.map(({ skuID, n }) => ({ skuID, n, ...skuOf(goods, skuID, offer.prices) })),
    pieces: piecesIn(pieces.lines),
    totalFen,
    savedFen: savedFen(ordinary, totalFen),
    note,
    address,
    isCounted: pieces.isCounted,
    placedAt: takenAt,
    expiresAt: takenAt + RESERVED_MS,
    paidAt: null,
    shippedAt: null,
    receivedAt: null,
    closedAt: null,
    prepayOpen: false,
    transactionID: null,
    shipping: null,
    refunds: [],
    refundAsked: false,
    nextCheckAt: takenAt + RESERVED_MS,
    sortKey: sortKeyOf(takenAt, orderID),
    search: [orderID, goods.title, address.userName, address.telNumber].join(' '),
  }
}

function skuOf(goods: GoodsDocument, skuID: string, prices: Readonly<Record<string, Fen>>) {
  const sku = goods.skus.find((one) => one.skuID === skuID)
  const priceFen = prices[skuID]
  if (!sku || priceFen === undefined) throw new AppError('BAD_INPUT', { field: 'lines' })
  return { spec: sku.values.join(' · '), priceFen }
}

/** The live price is gone when the person saw exactly what this room would ask if it were live. */
function priceMismatchCode(
  goods: GoodsDocument,
  room: Room | null,
  { lines, openid, expectedFen }: OrderInput,
) {
  if (!room || room.status === 'live') return 'PRICE_CHANGED'
  const { prices } = offerOf(goods, { ...room, status: 'live' }, openid)
  return sumOf(lines, prices) === expectedFen ? 'LIVE_PRICE_GONE' : 'PRICE_CHANGED'
}
