import type { Room } from '../rooms/room-document'

/** Tells the phones in a room that its truth has changed. */
export interface Signals {
  /** Never fails: the truth is in the database, and a phone that missed the signal finds out by `rev`. */
  roomChanged(room: Room): Promise<void>
}
