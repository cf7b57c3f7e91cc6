import type { Fen } from '../money'
import type { GoodsCard } from './goods'
import type { RoomSnapshot } from './room'

/** Cloud function `shop`: the goods of one show. */
export interface ShelfActions {
  /**
   * The owner's whole new shelf, in order: the first is number 1. Before and during the live. Names the `shelfRev` that
   * was seen; SHELF_CHANGED when it is gone.
   */
  'shelf.set': {
    request: { roomID: string; shelfRev: number; entries: readonly ShelfDraft[] }
    data: { shelf: Shelf; room: RoomSnapshot }
  }
  'shelf.get': { request: { roomID: string }; data: { shelf: Shelf } }
  /** Explaining now: what every phone shows on top. Another item takes its place. */
  'shelf.pin': { request: { roomID: string; goodsID: string }; data: { room: RoomSnapshot } }
  'shelf.unpin': { request: { roomID: string }; data: { room: RoomSnapshot } }
  /** When which item was explained, in order; for the owner, and later for the replay. */
  'shelf.marks': { request: { roomID: string }; data: { marks: Mark[] } }
}

export interface ShelfDraft {
  readonly goodsID: string
  /** Price by skuID that counts only while this room is live. */
  readonly livePrices?: Readonly<Record<string, Fen>>
}

export interface Shelf {
  readonly roomID: string
  /** Grows with every change of the shelf; RoomSnapshot and signals carry it, so a phone knows that its shelf is old. */
  readonly shelfRev: number
  readonly entries: readonly ShelfEntry[]
  readonly serverTime: number
}

export interface ShelfEntry {
  /** As the anchor calls it: 3号. 1…n. */
  readonly number: number
  readonly goods: GoodsCard
  /** Price by skuID while this room is live; empty = the ordinary ones. */
  readonly livePrices: Readonly<Record<string, Fen>>
  /** The cheapest price the room offers: live where there is one, else ordinary. */
  readonly priceFen: Fen
}

export interface Mark {
  readonly goodsID: string
  readonly number: number
  /** ms, server time. */
  readonly at: number
  /** ms; null = still being explained. */
  readonly until: number | null
}
