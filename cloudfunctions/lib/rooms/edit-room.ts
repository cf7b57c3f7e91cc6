import { AppError } from '../../../miniprogram/domain/errors'
import type { Room } from './room-document'
import type { RoomChange, RoomRepo } from './room-repo'

/** Quick taps and two phones of one shop meet here: each loses at most once to each of the others. */
const WRITE_TRIES = 10

/**
 * A change of a room that does not move its status (shelf, pin): read, decide, write guarded by `rev`; again from the
 * start when somebody was faster, so every change gets its own `rev` and the last one written is the truth.
 * `decide` throws when the room does not allow it, null = nothing to change. Errors: ROOM_NOT_FOUND, BUSY.
 */
export async function editRoom(
  rooms: RoomRepo,
  roomID: string,
  decide: (room: Room) => RoomChange | null,
): Promise<{ room: Room; changed: boolean }> {
  for (let tries = 0; tries < WRITE_TRIES; tries += 1) {
    const room = await rooms.find(roomID)
    if (!room) throw new AppError('ROOM_NOT_FOUND')
    const change = decide(room)
    if (!change) return { room, changed: false }
    if (await rooms.update(room, change))
      return { room: { ...room, ...change, rev: room.rev + 1 }, changed: true }
  }
  throw new AppError('BUSY')
}
