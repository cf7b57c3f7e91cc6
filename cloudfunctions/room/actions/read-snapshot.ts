import { AppError } from '../../../miniprogram/domain/errors'
import { snapshotRequest } from '../../lib/contracts/room.schema'
import { type Action, defineAction } from '../../lib/define-action'
import { toSnapshot } from '../../lib/rooms/room-document'
import type { Services } from '../../lib/services'

/** The truth of a room, for a phone that may have missed a signal. Errors: ROOM_NOT_FOUND. */
export function readSnapshot(deps: Pick<Services, 'rooms' | 'clock'>): Action<'room.snapshot'> {
  return defineAction(snapshotRequest, async ({ roomID }) => {
    const room = await deps.rooms.find(roomID)
    if (!room) throw new AppError('ROOM_NOT_FOUND')
    return { room: toSnapshot(room, deps.clock.now()) }
  })
}
