import type { Room } from './room-document'

/** What a change may touch. `rev` is not among it: the repo counts. */
export type RoomChange = Partial<Omit<Room, '_id' | 'rev' | 'ownerOpenid' | 'createdAt'>>

/** What changes all the time and tells no phone anything new: written without a new `rev`. */
export type RoomNote = Partial<Pick<Room, 'lastBeatAt' | 'uplink' | 'online' | 'session'>>

/** The collection `rooms`. Every change is a guarded write, so two calls at once never both win. */
export interface RoomRepo {
  find(roomID: string): Promise<Room | null>
  /** The one room of this owner that is not over. */
  findOpenOf(openid: string): Promise<Room | null>
  /**
   * Live rooms first, the latest start first; then those announced for a time after `announcedAfter` (ms), the next
   * one first. Never an ended one, and never one that is opened but not announced.
   */
  listShown(announcedAfter: number, limit: number): Promise<Room[]>
  /** Live rooms, the one first whose last beat is longest ago. */
  listLive(limit: number): Promise<Room[]>
  /** False when the `_id` or the `openSlot` is taken. */
  add(room: Room): Promise<boolean>
  /** Writes the change and `rev + 1` only if the room still has this `rev` and status. False when somebody was faster. */
  update(seen: Pick<Room, '_id' | 'rev' | 'status'>, change: RoomChange): Promise<boolean>
  /** Writes only if the room still has this status; `rev` stays. */
  note(seen: Pick<Room, '_id' | 'status'>, note: RoomNote): Promise<boolean>
}
