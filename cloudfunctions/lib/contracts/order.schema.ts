import * as z from 'zod'
import {
  CARRIERS,
  type CarrierCode,
  type OrderActions,
  type OrderStatus,
} from '../../../miniprogram/domain/api/order'
import { fen } from '../../../miniprogram/domain/money'
import { ORDER_TRANSITIONS } from '../../../miniprogram/domain/order/order.machine'
import { roomID } from './fields'
import { goodsID, skuID } from './goods.schema'

const orderID = z.string().regex(/^[0-9A-Za-z]{1,32}$/)
const refundID = z.string().regex(/^[0-9A-Za-z-]{1,60}$/)
const keysOf = <Key extends string>(table: Record<Key, unknown>) => Object.keys(table) as [Key, ...Key[]]
const status = z.enum(keysOf<OrderStatus>(ORDER_TRANSITIONS))
const sortKey = z.string().max(60)
const at = z.number().int().nonnegative()

/** No SKU twice, so that a sum is a sum. */
const lines = z
  .array(z.strictObject({ skuID, n: z.number().int().min(1).max(999) }))
  .min(1)
  .max(20)
  .refine((all) => new Set(all.map((line) => line.skuID)).size === all.length)

const part = z.string().max(200)
const address = z.strictObject({
  userName: part.min(1),
  telNumber: z.string().regex(/^[0-9+ -]{5,20}$/),
  provinceName: part,
  cityName: part,
  countyName: part,
  detailInfo: part.min(1),
  postalCode: z.string().max(20).optional(),
})

const own = z.strictObject({ orderID })

export const placeRequest = z.strictObject({
  requestID: z.string().regex(/^[0-9A-Za-z_-]{8,64}$/),
  goodsID,
  lines,
  roomID: roomID.optional(),
  address,
  note: z.string().max(200).optional(),
  expectedFen: z.number().int().nonnegative().safe().transform(fen),
}) satisfies z.ZodType<OrderActions['order.place']['request']>

export const payRequest = own satisfies z.ZodType<OrderActions['order.pay']['request']>
export const confirmPaidRequest = own satisfies z.ZodType<OrderActions['order.confirmPaid']['request']>
export const cancelRequest = own satisfies z.ZodType<OrderActions['order.cancel']['request']>
export const orderGetRequest = own satisfies z.ZodType<OrderActions['order.get']['request']>
export const receiptRequest = own satisfies z.ZodType<OrderActions['order.confirmReceipt']['request']>

export const orderListRequest = z.strictObject({
  statuses: z.array(status).min(1).max(7).optional(),
  before: sortKey.optional(),
}) satisfies z.ZodType<OrderActions['order.list']['request']>

export const askRefundRequest = z.strictObject({
  orderID,
  lines: lines.optional(),
  reason: z.string().trim().min(1).max(80),
}) satisfies z.ZodType<OrderActions['order.askRefund']['request']>

const filter = {
  text: z.string().trim().min(1).max(40).optional(),
  statuses: z.array(status).min(1).max(7).optional(),
  refundAsked: z.boolean().optional(),
  roomID: roomID.optional(),
  from: at.optional(),
  to: at.optional(),
  before: sortKey.optional(),
}
export const searchRequest = z.strictObject(filter) satisfies z.ZodType<
  OrderActions['order.search']['request']
>
export const exportRequest = z.strictObject(filter) satisfies z.ZodType<
  OrderActions['order.export']['request']
>

export const shipRequest = z.strictObject({
  orderID,
  carrier: z.enum(keysOf<CarrierCode>(CARRIERS)),
  trackingNumber: z
    .string()
    .trim()
    .regex(/^[0-9A-Za-z-]{5,40}$/),
}) satisfies z.ZodType<OrderActions['order.ship']['request']>

export const decideRefundRequest = z.strictObject({
  orderID,
  refundID,
  accept: z.boolean(),
  answer: z.string().trim().max(200).optional(),
}) satisfies z.ZodType<OrderActions['order.decideRefund']['request']>

export const unshippedRequest = z.strictObject({}) satisfies z.ZodType<
  OrderActions['order.unshippedWarning']['request']
>

export const salesSummaryRequest = z.strictObject({ roomID }) satisfies z.ZodType<
  OrderActions['order.salesSummary']['request']
>
