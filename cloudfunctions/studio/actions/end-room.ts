import { AppError } from '../../../miniprogram/domain/errors'
import { endRequest } from '../../lib/contracts/studio.schema'
import { type Action, defineAction } from '../../lib/define-action'
import { requireOwner, requireOwnRoom } from '../../lib/members/require-owner'
import { ending } from '../../lib/rooms/anchor-presence'
import { changeRoom } from '../../lib/rooms/change-room'
import { toSnapshot } from '../../lib/rooms/room-document'
import type { Services } from '../../lib/services'

type Deps = Pick<Services, 'rooms' | 'members' | 'signals' | 'clock'>

/**
 * Ends the show: first the truth, then the signal, so whoever hears it and asks is told the same. A room that is over
 * already answers what it answered before, without a second signal.
 *
 * Errors: NOT_ANCHOR, ROOM_NOT_FOUND, ROOM_NOT_STARTED, BUSY.
 */
export function endRoom(deps: Deps): Action<'studio.end'> {
  return defineAction(endRequest, async ({ roomID }, caller) => {
    await requireOwner(deps.members, caller)
    const { room, changed } = await changeRoom(deps.rooms, roomID, 'end', {
      mayChange: (room) => requireOwnRoom(room, caller),
      change: (room) => ending(room, deps.clock.now()),
    })
    if (room.status !== 'ended') throw new AppError('ROOM_NOT_STARTED')
    if (changed) await deps.signals.roomChanged(room)
    return { room: toSnapshot(room, deps.clock.now()) }
  })
}
