import * as z from 'zod'
import type { ShelfActions } from '../../../miniprogram/domain/api/shelf'
import { SHELF_MAX, SKUS_MAX } from '../../../miniprogram/domain/goods/goods.rules'
import { roomID } from './fields'
import { goodsID, price, skuID } from './goods.schema'

export const shelfSetRequest = z.strictObject({
  roomID,
  shelfRev: z.number().int().nonnegative(),
  entries: z
    .array(
      z.strictObject({
        goodsID,
        livePrices: z
          .record(skuID, price)
          .refine((prices) => Object.keys(prices).length <= SKUS_MAX)
          .optional(),
      }),
    )
    .max(SHELF_MAX)
    .refine((entries) => new Set(entries.map((one) => one.goodsID)).size === entries.length),
}) satisfies z.ZodType<ShelfActions['shelf.set']['request']>

export const shelfGetRequest = z.strictObject({ roomID }) satisfies z.ZodType<
  ShelfActions['shelf.get']['request']
>

export const pinRequest = z.strictObject({ roomID, goodsID }) satisfies z.ZodType<
  ShelfActions['shelf.pin']['request']
>

export const unpinRequest = z.strictObject({ roomID }) satisfies z.ZodType<
  ShelfActions['shelf.unpin']['request']
>

export const marksRequest = z.strictObject({ roomID }) satisfies z.ZodType<
  ShelfActions['shelf.marks']['request']
>
