import type { Offer } from '../../../miniprogram/domain/api/goods'
import type { OrderedLine } from '../../../miniprogram/domain/api/order'
import { type Fen, lessFen, sumFen, timesFen } from '../../../miniprogram/domain/money'
import type { Room } from '../rooms/room-document'
import type { GoodsDocument } from './goods-document'

/** What a person pays for these goods now; in a room, if they stand on its shelf. The only place that makes prices. */
export function offerOf(goods: GoodsDocument, room: Room | null, openid: string): Offer {
  const at = room?.shelf.findIndex(({ goodsID }) => goodsID === goods._id) ?? -1
  const live = room?.status === 'live' ? (room.shelf[at]?.livePrices ?? {}) : {}
  const valid = validLivePrices(goods, live)
  const prices = Object.fromEntries(
    goods.skus.map(({ skuID, priceFen }) => [skuID, valid[skuID] ?? priceFen]),
  )
  const bought = goods.bought[openid] ?? 0
  return {
    isLivePrice: Object.keys(valid).length > 0,
    number: at >= 0 ? at + 1 : null,
    prices,
    mayBuy: goods.limit === null ? null : Math.max(0, goods.limit - bought),
  }
}

/**
 * The live prices that still are some: of SKUs that are there, and lower than the ordinary price. Goods are edited while
 * they stand on a shelf, and nobody pays more for watching.
 */
export function validLivePrices(
  { skus }: Pick<GoodsDocument, 'skus'>,
  livePrices: Readonly<Record<string, Fen>>,
): Record<string, Fen> {
  return Object.fromEntries(
    skus.flatMap(({ skuID, priceFen }) => {
      const live = Object.hasOwn(livePrices, skuID) ? livePrices[skuID] : undefined
      return live !== undefined && live < priceFen ? [[skuID, live] as const] : []
    }),
  )
}

/** What the lines cost at these prices. Null = one of the SKUs is not there. */
export function sumOf(lines: readonly OrderedLine[], prices: Readonly<Record<string, Fen>>): Fen | null {
  const sums = lines.map(({ skuID, n }) => {
    const price = Object.hasOwn(prices, skuID) ? prices[skuID] : undefined
    return price === undefined ? null : timesFen(price, n)
  })
  return sums.some((sum) => sum === null) ? null : sumFen(sums as Fen[])
}

/** Without the room's prices. */
export const ordinaryPrices = (goods: GoodsDocument): Record<string, Fen> =>
  Object.fromEntries(goods.skus.map(({ skuID, priceFen }) => [skuID, priceFen]))

/** What was saved against another sum; none when it was not dearer. */
export const savedFen = (instead: Fen, paid: Fen): Fen => lessFen(instead > paid ? instead : paid, paid)
