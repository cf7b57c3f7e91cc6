import * as z from 'zod'
import {
  CARRIERS,
  type CarrierCode,
  type Order,
  type OrderedLine,
  type Refund,
} from '../../../miniprogram/domain/api/order'
import { sumFen, timesFen } from '../../../miniprogram/domain/money'
import { at, count, fenSchema, pieces } from '../contracts/documents'
import { type Pieces, piecesIn } from '../goods/goods-repo'

const lineSchema = z.object({ skuID: z.string(), spec: z.string(), priceFen: fenSchema, n: pieces })

const refundSchema = z.object({
  refundID: z.string(),
  status: z.enum(['asked', 'accepted', 'refused', 'done', 'failed']),
  kind: z.enum(['asked', 'late']),
  lines: z.array(z.object({ skuID: z.string(), n: pieces })),
  amountFen: fenSchema,
  reason: z.string(),
  answer: z.string(),
  askedAt: at,
  decidedAt: at.nullable(),
  doneAt: at.nullable(),
  /** A refund that failed at WeChat Pay needs a new number: refundID-attempt. */
  attempt: pieces,
  /** Not shipped when it was accepted: its pieces go back to the shelf, and when they did. */
  restocks: z.boolean(),
  restockedAt: at.nullable(),
})
export type RefundRow = Readonly<z.infer<typeof refundSchema>>

const shippingSchema = z.object({
  carrier: z.enum(Object.keys(CARRIERS) as [CarrierCode, ...CarrierCode[]]),
  trackingNumber: z.string(),
  uploadedAt: at.nullable(),
  /** Uploads that WeChat did not take. */
  failures: count,
  /** The number was corrected; WeChat takes that once. */
  isCorrected: z.boolean(),
})

/** A document of the collection `orders` (database/collections.md). Read through the schema: a damaged truth is no truth. */
export const orderDocumentSchema = z.object({
  /** The orderID, out_trade_no at WeChat Pay. */
  _id: z.string(),
  /** Never leaves the server. */
  openid: z.string(),
  /** Grows by one with every change. */
  rev: pieces,
  status: z.enum(['reserved', 'paid', 'shipped', 'received', 'closed', 'returning', 'refunded']),
  goodsID: z.string(),
  title: z.string(),
  picture: z.string(),
  roomID: z.string().nullable(),
  number: pieces.nullable(),
  isLivePrice: z.boolean(),
  lines: z.array(lineSchema).min(1),
  /** Of all lines. */
  pieces,
  totalFen: fenSchema,
  savedFen: fenSchema,
  note: z.string(),
  address: z.object({
    userName: z.string(),
    telNumber: z.string(),
    provinceName: z.string(),
    cityName: z.string(),
    countyName: z.string(),
    detailInfo: z.string(),
    postalCode: z.string().optional(),
  }),
  /** Whether its pieces count in the goods' `bought`. */
  isCounted: z.boolean(),
  placedAt: at,
  expiresAt: at,
  paidAt: at.nullable(),
  shippedAt: at.nullable(),
  receivedAt: at.nullable(),
  closedAt: at.nullable(),
  /** It was announced to WeChat Pay, which has not said yet, for good, that it is paid or closed. */
  prepayOpen: z.boolean(),
  transactionID: z.string().nullable(),
  shipping: shippingSchema.nullable(),
  refunds: z.array(refundSchema),
  refundAsked: z.boolean(),
  /** When the timer has to look at it; null = there is nothing left to do. */
  nextCheckAt: at.nullable(),
  /** Sorts lists; unique. */
  sortKey: z.string(),
  /** What the owner's search looks in. */
  search: z.string(),
})

export type OrderDocument = Readonly<z.infer<typeof orderDocumentSchema>>

/** The pieces of an order, as the goods know them; of some lines only when they are given. */
export function piecesOf(order: OrderDocument, lines: readonly OrderedLine[] = order.lines): Pieces {
  return {
    goodsID: order.goodsID,
    openid: order.openid,
    isCounted: order.isCounted,
    lines: linesToMap(lines),
  }
}

export function linesToMap(lines: readonly OrderedLine[]): Record<string, number> {
  const map: Record<string, number> = {}
  for (const { skuID, n } of lines) map[skuID] = (map[skuID] ?? 0) + n
  return map
}

/** A refund that takes its pieces' money, or may. */
const counts = ({ status }: RefundRow) => status !== 'refused'

/** Pieces whose money has gone back, or is about to, by skuID. */
export const refundedPieces = (order: OrderDocument, which = counts): Record<string, number> =>
  linesToMap(order.refunds.filter(which).flatMap(({ lines }) => lines))

/** Lines whose money has not been asked back. */
export function refundable(order: OrderDocument): OrderedLine[] {
  const gone = refundedPieces(order)
  return order.lines.map(({ skuID, n }) => ({ skuID, n: n - (gone[skuID] ?? 0) })).filter(({ n }) => n > 0)
}

export const amountOf = (order: OrderDocument, lines: readonly OrderedLine[]) =>
  sumFen(
    lines.map(({ skuID, n }) => {
      const line = order.lines.find((one) => one.skuID === skuID)
      if (!line) throw new RangeError(`${skuID} is not in the order`)
      return timesFen(line.priceFen, n)
    }),
  )

/** Whether all the money has gone back. */
export const isRefundedWhole = (order: OrderDocument) =>
  piecesIn(refundedPieces(order, ({ status }) => status === 'done')) >= order.pieces

/** Refused by nobody and not at its end: there is one at a time. */
export const openRefund = (order: OrderDocument) =>
  order.refunds.find(({ status }) => status === 'asked' || status === 'accepted' || status === 'failed')

/** What a person may know of an order: theirs, or the owner's. Field by field. */
export function toOrder(order: OrderDocument): Order {
  const { _id, status, goodsID, title, picture, roomID, number, isLivePrice, totalFen, savedFen } = order
  const { note, address, placedAt, expiresAt, paidAt, shippedAt, receivedAt, closedAt, shipping } = order
  const gone = refundedPieces(order)
  return {
    orderID: _id,
    ...{ status, goodsID, title, picture, roomID, number, isLivePrice, totalFen, savedFen },
    ...{ note, address, placedAt, expiresAt, paidAt, shippedAt, receivedAt, closedAt },
    lines: order.lines.map((line) => ({ ...line, refundedN: gone[line.skuID] ?? 0 })),
    shipping: shipping && {
      carrier: shipping.carrier,
      trackingNumber: shipping.trackingNumber,
      uploadedAt: shipping.uploadedAt,
    },
    refunds: order.refunds.map(toRefund),
  }
}

function toRefund(row: RefundRow): Refund {
  const { refundID, status, kind, lines, amountFen, reason, answer, askedAt, decidedAt, doneAt } = row
  return { refundID, status, kind, lines, amountFen, reason, answer, askedAt, decidedAt, doneAt }
}
