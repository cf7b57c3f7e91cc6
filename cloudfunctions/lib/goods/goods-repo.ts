import type { GoodsDocument, Reservation } from './goods-document'

export interface GoodsFilter {
  /** Part of the title; '' = any. */
  readonly search: string
  readonly onSale?: boolean
  /** Only what comes after this sortKey. */
  readonly after?: string
}

/** What an edit may touch. `rev` and stock are not among it: the repo counts. */
export type GoodsChange = Partial<
  Pick<
    GoodsDocument,
    'title' | 'subtitle' | 'description' | 'pictures' | 'dimensions' | 'skus' | 'limit' | 'onSale'
  >
>

/** Pieces of one person that move together. */
export interface Pieces extends Pick<Reservation, 'openid' | 'lines' | 'isCounted'> {
  readonly goodsID: string
}

/**
 * The collection `goods`. Stock moves by one conditional write each that records the move in the same document, so
 * after a crash at any moment the record tells what was done: `reserve` → `commit` (paid) or `release` (closed), and
 * `restock` → `forgetRestock` for refunded pieces. Each answers false when it has nothing to do, also the second time.
 *
 * A reservation is identified by orderID and the moment it was taken, which is its order's `placedAt`: one that a
 * repeated request took for an order that is long over is another, and is released alone.
 */
export interface GoodsRepo {
  /** With reservations and purchases of this person and order only. */
  find(goodsID: string, own?: { openid: string; orderID?: string }): Promise<GoodsDocument | null>
  /** In no order; what does not exist is left out. */
  findAll(goodsIDs: readonly string[]): Promise<GoodsDocument[]>
  /** Newest first. */
  list(filter: GoodsFilter, limit: number): Promise<GoodsDocument[]>
  /** Those with reservations or restocks, these included. */
  listPending(limit: number): Promise<GoodsDocument[]>
  add(goods: GoodsDocument): Promise<boolean>
  /**
   * Writes the change and `rev + 1` only to the `rev` that was seen; `addStock` by skuID on top of what is there then,
   * never below none. SKUs without an entry in `skus` lose their stock.
   */
  save(seen: GoodsDocument, change: GoodsChange, addStock: Readonly<Record<string, number>>): Promise<boolean>
  /** Takes the pieces: of the goods as it was seen (rev, on sale, what the person has bought), all lines or none. */
  reserve(seen: GoodsDocument, orderID: string, pieces: Pieces, at: number): Promise<boolean>
  /** Paid: the reservation ends that was taken at that moment, its pieces are sold. */
  commit(orderID: string, pieces: Pieces, takenAt: number): Promise<boolean>
  /** Not bought: the reservation ends that was taken at that moment, its pieces are on the shelf. */
  release(orderID: string, pieces: Pieces, takenAt: number): Promise<boolean>
  /** Sold pieces come back to the shelf, once for a refundID until that is forgotten. */
  restock(refundID: string, pieces: Pieces, at: number): Promise<boolean>
  forgetRestock(goodsID: string, refundID: string): Promise<boolean>
}

export const piecesIn = (lines: Readonly<Record<string, number>>) =>
  Object.values(lines).reduce((sum, n) => sum + n, 0)
