import { AppError } from '../../../miniprogram/domain/errors'
import { nextRoomStatus, type RoomEvent } from '../../../miniprogram/domain/room/room.machine'
import type { Room } from './room-document'
import type { RoomChange, RoomRepo } from './room-repo'

/** Somebody else changing the same room three times in a row is not contention but a fault. */
export const WRITE_TRIES = 3

/**
 * The way of every change of a room: read, ask the table, write guarded; again from the start when somebody was
 * faster. `changed: false` = the table does not list the event for the status the room is in, nothing was written.
 *
 * `mayChange` throws when this caller may not touch the room. Errors: ROOM_NOT_FOUND, BUSY.
 */
export async function changeRoom(
  rooms: RoomRepo,
  roomID: string,
  event: RoomEvent,
  { mayChange, change }: { mayChange(room: Room): void; change(room: Room): RoomChange },
): Promise<{ room: Room; changed: boolean }> {
  for (let tries = 0; tries < WRITE_TRIES; tries++) {
    const room = await rooms.find(roomID)
    if (!room) throw new AppError('ROOM_NOT_FOUND')
    mayChange(room)
    const status = nextRoomStatus(room.status, event)
    if (!status) return { room, changed: false }
    const changes = { ...change(room), status }
    if (await rooms.update(room, changes)) {
      return { room: { ...room, ...changes, rev: room.rev + 1 }, changed: true }
    }
  }
  throw new AppError('BUSY')
}
