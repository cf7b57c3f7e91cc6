import type { Fen } from '../money'

/** The item being explained, whole: ≤ 500 bytes of a signal. */
export interface PinnedItem {
  readonly goodsID: string
  readonly number: number
  readonly title: string
  readonly picture: string
  /** The cheapest price in this room. */
  readonly priceFen: Fen
  /** What is struck through: the market price, or the ordinary one when the live price is lower. */
  readonly insteadOfFen: Fen | null
  readonly isFrom: boolean
  /** Pieces left when it was pinned; the beacon's `stocks` are newer. */
  readonly stock: number
  /** ms, server time. */
  readonly pinnedAt: number
}
