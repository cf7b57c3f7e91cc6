import { AppError } from '../../../miniprogram/domain/errors'
import { enterRequest } from '../../lib/contracts/room.schema'
import { type Action, defineAction } from '../../lib/define-action'
import { toSnapshot } from '../../lib/rooms/room-document'
import type { Services } from '../../lib/services'

/**
 * All that a tap on a share card needs, for one read of the database. A room that has not started is entered, too: its
 * viewers wait inside and hear the start. One that is over is shown without a grant. Errors: ROOM_NOT_FOUND.
 */
export function enterRoom(deps: Pick<Services, 'rooms' | 'grants' | 'clock'>): Action<'room.enter'> {
  return defineAction(enterRequest, async ({ roomID }, caller) => {
    const room = await deps.rooms.find(roomID)
    if (!room) throw new AppError('ROOM_NOT_FOUND')
    return {
      room: toSnapshot(room, deps.clock.now()),
      grant: room.status === 'ended' ? null : deps.grants.audience(caller.openid, roomID),
    }
  })
}
