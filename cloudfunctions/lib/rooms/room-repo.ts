import type { Room } from './room-document'

/** What a change may touch. `rev` is not among it: the repo counts. */
export type RoomChange = Partial<Omit<Room, '_id' | 'rev' | 'ownerOpenid' | 'createdAt'>>

/** The collection `rooms`. Every write is guarded, so two calls at once never both win. */
export interface RoomRepo {
  find(roomID: string): Promise<Room | null>
  /** The one room of this owner that is not over. */
  findOpenOf(openid: string): Promise<Room | null>
  /** Live rooms first, the latest start first; then rooms not yet started, the newest first. Never an ended one. */
  listOpen(limit: number): Promise<Room[]>
  /** False when the `_id` or the `openSlot` is taken. */
  add(room: Room): Promise<boolean>
  /** Writes the change and `rev + 1` only if the room still has this `rev` and status. False when somebody was faster. */
  update(seen: Pick<Room, '_id' | 'rev' | 'status'>, change: RoomChange): Promise<boolean>
}
