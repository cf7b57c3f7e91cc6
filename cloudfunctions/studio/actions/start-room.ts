import { AppError } from '../../../miniprogram/domain/errors'
import { startRequest } from '../../lib/contracts/studio.schema'
import { type Action, defineAction } from '../../lib/define-action'
import { requireOwner, requireOwnRoom } from '../../lib/members/require-owner'
import { changeRoom } from '../../lib/rooms/change-room'
import { toSnapshot } from '../../lib/rooms/room-document'
import type { Services } from '../../lib/services'

type Deps = Pick<Services, 'rooms' | 'members' | 'grants' | 'signals' | 'clock' | 'ids'>

/**
 * Goes live: names the stream of this broadcast, announces it, and gives the right to publish it. A room that is live
 * already answers the same truth with a new token: a phone whose first answer was lost just asks again.
 *
 * Errors: NOT_ANCHOR, ROOM_NOT_FOUND, ROOM_ENDED, BUSY.
 */
export function startRoom(deps: Deps): Action<'studio.start'> {
  return defineAction(startRequest, async ({ roomID }, caller) => {
    await requireOwner(deps.members, caller)
    const { room, changed } = await changeRoom(deps.rooms, roomID, 'start', {
      mayChange: (room) => requireOwnRoom(room, caller),
      change: () => {
        const now = deps.clock.now()
        return { streamID: deps.ids.streamID(), startedAt: now, lastBeatAt: now }
      },
    })
    if (room.streamID === null) throw new AppError('ROOM_ENDED')
    if (changed) await deps.signals.roomChanged(room)
    return {
      room: toSnapshot(room, deps.clock.now()),
      grant: deps.grants.anchor(caller.openid, roomID, room.streamID),
    }
  })
}
