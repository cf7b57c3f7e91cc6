import * as z from 'zod'
import type { GoodsActions } from '../../../miniprogram/domain/api/goods'
import { PICTURES_MAX, PRICE_MAX, SKUS_MAX, STOCK_MAX } from '../../../miniprogram/domain/goods/goods.rules'
import { fen } from '../../../miniprogram/domain/money'
import { roomID } from './fields'

/** Any ID of our alphabet, as with rooms: a link that lost its tail is unknown goods, not a malformed request. */
export const goodsID = z.string().regex(/^[0-9A-Za-z_-]{1,32}$/)
export const skuID = z.string().regex(/^[0-9A-Za-z_]{1,16}$/)
/** In fen, at least one: nothing is given away by a typing error. */
export const price = z.number().int().min(1).max(PRICE_MAX).transform(fen)

/** File ID, https URL or package path; ASCII alone, as it must fit into a signal. */
const picture = z
  .string()
  .min(1)
  .max(200)
  .regex(/^(?:cloud:\/\/|https:\/\/|\/(?!\/))[!#-&+-;=?-[\]-~]+$/)

const text = z.string().max(3_000)

/** Only the form; what a draft may be is a rule both sides share (domain/goods/goods.rules). */
const draft = z.strictObject({
  title: text,
  subtitle: text.optional(),
  description: text.optional(),
  pictures: z.array(picture).max(PICTURES_MAX),
  dimensions: z.array(z.strictObject({ name: text, values: z.array(text).max(100) })).max(10),
  skus: z
    .array(
      z.strictObject({
        skuID: skuID.optional(),
        values: z.array(text).max(10),
        priceFen: price,
        marketPriceFen: price.nullable(),
        addStock: z.number().int().min(-STOCK_MAX).max(STOCK_MAX),
      }),
    )
    .max(SKUS_MAX),
  limit: z.number().int().min(1).max(STOCK_MAX).nullable(),
})

export const saveRequest = z.strictObject({
  goodsID: goodsID.optional(),
  rev: z.number().int().positive().optional(),
  draft,
}) satisfies z.ZodType<GoodsActions['goods.save']['request']>

export const goodsListRequest = z.strictObject({
  search: z.string().max(40).optional(),
  onSale: z.boolean().optional(),
  after: z.string().max(60).optional(),
}) satisfies z.ZodType<GoodsActions['goods.list']['request']>

export const goodsGetRequest = z.strictObject({
  goodsID,
  roomID: roomID.optional(),
}) satisfies z.ZodType<GoodsActions['goods.get']['request']>

export const setOnSaleRequest = z.strictObject({ goodsID, onSale: z.boolean() }) satisfies z.ZodType<
  GoodsActions['goods.setOnSale']['request']
>
