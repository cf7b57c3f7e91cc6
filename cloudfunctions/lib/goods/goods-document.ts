import * as z from 'zod'
import type { Goods, GoodsCard, Sku } from '../../../miniprogram/domain/api/goods'
import { type Fen, fen } from '../../../miniprogram/domain/money'
import { at, count, fenSchema, pieces } from '../contracts/documents'

/** Pieces that an order reserved and has neither paid nor released. */
const reservationSchema = z.object({
  openid: z.string(),
  /** Pieces by skuID. */
  lines: z.record(z.string(), pieces),
  at,
  /** Whether the pieces count in `bought`. */
  isCounted: z.boolean(),
})
export type Reservation = Readonly<z.infer<typeof reservationSchema>>

/** A document of the collection `goods` (database/collections.md): what is sold, and the truth about its stock. */
export const goodsDocumentSchema = z.object({
  /** The goodsID. */
  _id: z.string(),
  title: z.string(),
  subtitle: z.string(),
  description: z.string(),
  pictures: z.array(z.string()).readonly(),
  dimensions: z.array(z.object({ name: z.string(), values: z.array(z.string()).readonly() })).readonly(),
  skus: z.array(
    z.object({
      skuID: z.string(),
      values: z.array(z.string()).readonly(),
      priceFen: fenSchema,
      marketPriceFen: fenSchema.nullable(),
    }),
  ),
  limit: pieces.nullable(),
  onSale: z.boolean(),
  /** Grows with every edit, not with the stock. */
  rev: pieces,
  createdAt: at,
  /** Sorts the list; unique. */
  sortKey: z.string(),
  /** Pieces on the shelf by skuID. Moved only by the writes of goods-repo. */
  stock: z.record(z.string(), z.number().int()),
  /** Pieces paid for and not put back. */
  sold: z.number().int(),
  // Left out of reads that do not need them; who buys sees only what is their own.
  /** By orderID. */
  reservations: z.record(z.string(), reservationSchema).default({}),
  /** Refunds whose pieces were restocked: refundID → when. Each is there for a minute at least, so nothing is restocked twice. */
  restocks: z.record(z.string(), at).default({}),
  /** Pieces by openid, while there is a limit. */
  bought: z.record(z.string(), z.number().int()).default({}),
  /** Of `reservations` and `restocks`: finds what the timer must look at. */
  pendingCount: count.default(0),
})

export type GoodsDocument = Readonly<z.infer<typeof goodsDocumentSchema>>

export function newGoods(
  given: Pick<GoodsDocument, '_id' | 'createdAt'> & Partial<GoodsDocument>,
): GoodsDocument {
  return {
    title: '',
    subtitle: '',
    description: '',
    pictures: [],
    dimensions: [],
    skus: [],
    limit: null,
    onSale: false,
    rev: 1,
    sortKey: sortKeyOf(given.createdAt, given._id),
    stock: {},
    sold: 0,
    reservations: {},
    restocks: {},
    bought: {},
    pendingCount: 0,
    ...given,
  }
}

/** Newer is larger, and nothing is equal: pages that follow a key skip nothing. */
export const sortKeyOf = (at: number, id: string) => `${String(at).padStart(15, '0')}-${id}`

export const stockOf = (goods: GoodsDocument, skuID: string) => Math.max(0, goods.stock[skuID] ?? 0)

export const stockOfAll = (goods: GoodsDocument) =>
  goods.skus.reduce((sum, { skuID }) => sum + stockOf(goods, skuID), 0)

export const cheapest = (prices: readonly Fen[]): Fen => fen(prices.length === 0 ? 0 : Math.min(...prices))

/** What a list shows; field by field, so that a new field stays on the server until somebody decides. */
export function toGoodsCard(goods: GoodsDocument): GoodsCard {
  const prices = goods.skus.map(({ priceFen }) => priceFen)
  const priceFen = cheapest(prices)
  return {
    goodsID: goods._id,
    title: goods.title,
    subtitle: goods.subtitle,
    picture: goods.pictures[0] ?? '',
    priceFen,
    marketPriceFen: goods.skus.find((sku) => sku.priceFen === priceFen)?.marketPriceFen ?? null,
    isFrom: new Set(prices).size > 1,
    stock: stockOfAll(goods),
    sold: Math.max(0, goods.sold),
    limit: goods.limit,
    onSale: goods.onSale,
  }
}

export function toGoods(goods: GoodsDocument): Goods {
  const { description, pictures, dimensions, rev } = goods
  const skus = goods.skus.map((sku): Sku => ({ ...sku, stock: stockOf(goods, sku.skuID) }))
  return { ...toGoodsCard(goods), description, pictures, dimensions, skus, rev }
}
