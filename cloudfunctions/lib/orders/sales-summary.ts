import type { OrderStatus, SalesSummary } from '../../../miniprogram/domain/api/order'
import { type Fen, sumFen } from '../../../miniprogram/domain/money'

/** What the owner has earned: neither what goes back whole (`returning`) nor what went (`refunded`). */
export const EARNED = ['paid', 'shipped', 'received'] as const satisfies readonly OrderStatus[]

/** One goods' paid orders in a room. */
export interface SalesSummaryRow {
  /** The goodsID. */
  readonly _id: string
  readonly orders: number
  readonly fen: Fen
  readonly pieces: number
}

export const sumSales = (rows: readonly SalesSummaryRow[]): SalesSummary => ({
  paidOrders: rows.reduce((sum, { orders }) => sum + orders, 0),
  paidFen: sumFen(rows.map(({ fen }) => fen)),
  pieces: Object.fromEntries(rows.map(({ _id, pieces }) => [_id, pieces])),
})
