import type { PinnedItem } from '../../../miniprogram/domain/api/pinned-item'
import type { Shelf, ShelfEntry } from '../../../miniprogram/domain/api/shelf'
import { fen } from '../../../miniprogram/domain/money'
import { cheapest, type GoodsDocument, stockOfAll, toGoodsCard } from '../goods/goods-document'
import { validLivePrices } from '../goods/price'
import type { Room } from './room-document'

type Entry = Room['shelf'][number]

/** Marks of one show; the oldest give way. A show with more changes than that is no show. */
const MARKS_MAX = 500

/** The shelf as a phone sees it. Goods that are gone leave a gap, so the numbers of the others stay what they were. */
export function toShelf(room: Room, goods: readonly GoodsDocument[], serverTime: number): Shelf {
  const entries = room.shelf.flatMap((entry, at): ShelfEntry[] => {
    const found = goods.find(({ _id }) => _id === entry.goodsID)
    return found ? [{ number: at + 1, goods: toGoodsCard(found), ...pricesOf(room, entry, found) }] : []
  })
  return { roomID: room._id, shelfRev: room.shelfRev, entries, serverTime }
}

/** Live prices count while the room is live, and before it: who looks ahead sees what will be. */
function pricesOf({ status }: Room, entry: Entry, goods: GoodsDocument) {
  const livePrices = status === 'ended' ? {} : validLivePrices(goods, entry.livePrices)
  const priceFen = cheapest(goods.skus.map((sku) => livePrices[sku.skuID] ?? sku.priceFen))
  return { livePrices, priceFen }
}

/** The item on top of every phone; null when it is not on the shelf. */
export function pinnedOf(room: Room, goods: GoodsDocument, pinnedAt: number): PinnedItem | null {
  const at = room.shelf.findIndex(({ goodsID }) => goodsID === goods._id)
  const entry = room.shelf[at]
  if (!entry) return null
  const card = toGoodsCard(goods)
  const { priceFen, livePrices } = pricesOf(room, entry, goods)
  const prices = new Set(goods.skus.map((sku) => livePrices[sku.skuID] ?? sku.priceFen))
  const insteadOfFen = card.marketPriceFen ?? (priceFen < card.priceFen ? card.priceFen : null)
  return {
    goodsID: goods._id,
    number: at + 1,
    title: card.title,
    picture: card.picture,
    priceFen,
    insteadOfFen: insteadOfFen !== null && insteadOfFen > priceFen ? fen(insteadOfFen) : null,
    isFrom: prices.size > 1,
    stock: stockOfAll(goods),
    pinnedAt,
  }
}

/** Explaining `item` from `at` on (null = nothing): what the truth and its time marks become. */
export function explaining(room: Room, item: PinnedItem | null, at: number): Pick<Room, 'pinned' | 'marks'> {
  const closed = room.marks.map((mark) => (mark.until === null ? { ...mark, until: at } : mark))
  const next = item ? [{ goodsID: item.goodsID, number: item.number, at, until: null }] : []
  return { pinned: item, marks: [...closed, ...next].slice(-MARKS_MAX) }
}

/** Pieces left of number 1…n. */
export const stocksOf = (room: Room, goods: readonly GoodsDocument[]): number[] =>
  room.shelf.map(({ goodsID }) => {
    const found = goods.find(({ _id }) => _id === goodsID)
    return found?.onSale ? stockOfAll(found) : 0
  })
