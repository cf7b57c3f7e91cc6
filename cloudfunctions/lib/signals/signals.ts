import type { Beacon } from '../../../miniprogram/domain/signal'
import type { Room } from '../rooms/room-document'

/** Tells the phones in a room about its truth. Never fails: that is in the database, and who hears nothing asks. */
export interface Signals {
  /** The truth has changed; a phone that misses this finds out by `rev`. */
  roomChanged(room: Room): Promise<void>
  /** It stands at this `rev`: the way by which phones find out. */
  beacon(room: Pick<Room, '_id' | 'rev'>, shelf?: Beacon['shelf']): Promise<void>
}
