import type { OrderActions } from '../../../miniprogram/domain/api/order'
import { AppError } from '../../../miniprogram/domain/errors'
import type { Fen } from '../../../miniprogram/domain/money'
import { placeRequest } from '../../lib/contracts/order.schema'
import { type Action, defineAction } from '../../lib/define-action'
import { type GoodsDocument, type Hold, sortKeyOf, stockOf } from '../../lib/goods/goods-document'
import { type Pieces, piecesIn } from '../../lib/goods/goods-repo'
import { offerOf, ordinaryPrices, savedFen, sumOf } from '../../lib/goods/offer'
import { linesToMap, type OrderDocument, toOrder } from '../../lib/orders/order-document'
import { orderIDOf } from '../../lib/orders/order-id'
import { TRACE_AGE_MS } from '../../lib/orders/sweep-holds'
import type { Room } from '../../lib/rooms/room-document'
import type { Services } from '../../lib/services'

/** ms: how long pieces are kept for who placed an order. */
export const RESERVED_MS = 15 * 60_000
/** A look at the goods that is no longer true when the pieces are taken, this often in a row, is a fault. */
const TRIES = 4

type Deps = Pick<Services, 'goods' | 'rooms' | 'orders' | 'clock'>
type Wish = OrderActions['order.place']['request'] & { readonly openid: string; readonly orderID: string }

/**
 * Takes the pieces, then writes the order: goods (1 read), room if one is named (1 read), pieces (1 write), order
 * (1 write). Sold out, limit and off sale show in the first read, a price in the second: no refusal costs more, but
 * for the few who lose the race for the last piece and have to look again.
 *
 * Killed between pieces and order, the hold in the goods tells of it: the same request goes on from there, and if none
 * comes, the sweep gives the pieces back. The number of an order is its request's: no repeat makes a second one.
 *
 * Errors: GOODS_NOT_FOUND, OFF_SALE, OUT_OF_STOCK, LIMIT_REACHED, PRICE_CHANGED, LIVE_PRICE_GONE, BAD_INPUT, BUSY.
 */
export function placeOrder(deps: Deps): Action<'order.place'> {
  return defineAction(placeRequest, async (input, { openid }) => {
    const wish: Wish = { ...input, openid, orderID: orderIDOf(openid, input.requestID) }
    for (let tries = 0; tries < TRIES; tries += 1) {
      const order = await tryToPlace(deps, wish)
      if (order) return { order: toOrder(order) }
    }
    throw new AppError('BUSY')
  })
}

/** Null = somebody was faster, look again. */
async function tryToPlace(deps: Deps, wish: Wish): Promise<OrderDocument | null> {
  const { goodsID, orderID, openid } = wish
  const goods = await deps.goods.find(goodsID, { openid, orderID })
  if (!goods) throw new AppError('GOODS_NOT_FOUND')
  const hold = goods.holds[orderID]
  const now = deps.clock.now()
  if (hold) {
    const existing = await deps.orders.find(orderID)
    if (existing) return existing
    if (!(await mayGoOn(deps, wish, hold, now))) return null
  } else {
    refuseUnlessSaleable(goods, wish)
  }
  const pieces = hold ? { ...hold, goodsID } : piecesOfWish(goods, wish)
  const takenAt = hold?.at ?? now
  const room = wish.roomID === undefined ? null : await deps.rooms.find(wish.roomID)
  // Refused with a hold, this leaves it to the sweep: whoever took it may still be about to write its order.
  const order = makeOrder({ goods, room, wish, pieces, takenAt })
  if (!hold && !(await deps.goods.hold(goods, orderID, pieces, takenAt))) return null
  if (await deps.orders.add(order)) return order

  // The same request ran beside this one and was faster, or is long over: then the pieces just taken are nobody's.
  const existing = await deps.orders.find(orderID)
  if (existing && existing.placedAt !== takenAt) await deps.goods.giveBack(orderID, pieces, takenAt)
  return existing
}

/**
 * Whether this call may write the order of a hold that it did not take. Not with other lines than were taken
 * (BAD_INPUT), and not when the sweep may be about to give it back (BUSY). One that the sweep has forgotten goes back
 * here: false, look again.
 */
async function mayGoOn(deps: Deps, { goodsID, orderID, lines }: Wish, hold: Hold, now: number) {
  const age = now - hold.at
  if (age >= TRACE_AGE_MS) {
    await deps.goods.giveBack(orderID, { ...hold, goodsID }, hold.at)
    return false
  }
  if (age >= TRACE_AGE_MS / 2) throw new AppError('BUSY')
  const wanted = linesToMap(lines)
  const isSame =
    lines.length === Object.keys(hold.lines).length &&
    Object.entries(hold.lines).every(([skuID, n]) => wanted[skuID] === n)
  if (!isSame) throw new AppError('BAD_INPUT', { field: 'requestID' })
  return true
}

function refuseUnlessSaleable(goods: GoodsDocument, { lines, openid }: Wish): void {
  if (!goods.onSale) throw new AppError('OFF_SALE')
  const known = new Set(goods.skus.map(({ skuID }) => skuID))
  if (lines.some(({ skuID }) => !known.has(skuID))) throw new AppError('BAD_INPUT', { field: 'lines' })
  if (lines.some(({ skuID, n }) => stockOf(goods, skuID) < n)) throw new AppError('OUT_OF_STOCK')
  const { mayBuy } = offerOf(goods, null, openid)
  if (mayBuy !== null && piecesIn(linesToMap(lines)) > mayBuy) throw new AppError('LIMIT_REACHED')
}

const piecesOfWish = (goods: GoodsDocument, { goodsID, openid, lines }: Wish): Pieces => ({
  goodsID,
  openid,
  lines: linesToMap(lines),
  isCounted: goods.limit !== null,
})

/** At the server's prices of this moment. Throws when the person saw another sum. */
function makeOrder(given: {
  goods: GoodsDocument
  room: Room | null
  wish: Wish
  pieces: Pieces
  /** Of its pieces: the moment by which hold and order know each other. */
  takenAt: number
}): OrderDocument {
  const { goods, room, wish, pieces, takenAt } = given
  const offer = offerOf(goods, room, wish.openid)
  const totalFen = sumOf(wish.lines, offer.prices)
  const ordinary = sumOf(wish.lines, ordinaryPrices(goods))
  if (totalFen === null || ordinary === null) throw new AppError('BAD_INPUT', { field: 'lines' })
  if (totalFen !== wish.expectedFen) throw new AppError(whyNot(goods, room, wish))
  const { orderID, openid, address, note = '' } = wish
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
    lines: wish.lines.map(({ skuID, n }) => ({ skuID, n, ...skuOf(goods, skuID, offer.prices) })),
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
    isOpenAtPay: false,
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
function whyNot(goods: GoodsDocument, room: Room | null, { lines, openid, expectedFen }: Wish) {
  if (!room || room.status === 'live') return 'PRICE_CHANGED'
  const { prices } = offerOf(goods, { ...room, status: 'live' }, openid)
  return sumOf(lines, prices) === expectedFen ? 'LIVE_PRICE_GONE' : 'PRICE_CHANGED'
}
