import type { OrderStatus, SalesSummary } from '../../../miniprogram/domain/api/order'
import type { OrderDocument } from './order-document'

export interface OrderQuery {
  readonly openid?: string
  readonly statuses?: readonly OrderStatus[]
  readonly refundAsked?: boolean
  readonly roomID?: string
  /** ms of `placedAt`, both included. */
  readonly from?: number
  readonly to?: number
  /** Part of `search`. */
  readonly text?: string
  /** Only what comes after this sortKey in the list. */
  readonly before?: string
}

/** What a change may touch. `rev` is not among it: the repo counts. */
export type OrderChange = Partial<
  Pick<
    OrderDocument,
    | 'status'
    | 'paidAt'
    | 'shippedAt'
    | 'receivedAt'
    | 'closedAt'
    | 'prepayOpen'
    | 'transactionID'
    | 'shipping'
    | 'refunds'
    | 'refundAsked'
    | 'nextCheckAt'
  >
>

/** The collection `orders`. Every change is a guarded write, so two calls at once never both win. */
export interface OrderRepo {
  find(orderID: string): Promise<OrderDocument | null>
  /** In no order; what does not exist is left out. At most 100. */
  findAll(orderIDs: readonly string[]): Promise<OrderDocument[]>
  /** False when there is one of this number. */
  add(order: OrderDocument): Promise<boolean>
  /** Writes the change and `rev + 1` only to the `rev` that was seen. False when somebody was faster. */
  update(seen: Pick<OrderDocument, '_id' | 'rev'>, change: OrderChange): Promise<boolean>
  /** Newest first. */
  list(query: OrderQuery, limit: number): Promise<OrderDocument[]>
  /** Those the timer has to look at by now, the longest due first. */
  listDue(now: number, limit: number): Promise<OrderDocument[]>
  /** Paid before and not shipped, the oldest first. */
  listUnshipped(paidBefore: number, limit: number): Promise<OrderDocument[]>
  /** What was paid for in this room, without orders whose money goes or went back whole. */
  salesSummary(roomID: string): Promise<SalesSummary>
}
