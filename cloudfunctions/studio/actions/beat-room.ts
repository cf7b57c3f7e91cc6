import type { Uplink } from '../../../miniprogram/domain/api/studio'
import { AppError } from '../../../miniprogram/domain/errors'
import { beatRequest } from '../../lib/contracts/studio.schema'
import { type Action, defineAction } from '../../lib/define-action'
import { requireOwnRoom } from '../../lib/members/require-owner'
import type { Services } from '../../lib/services'

type Deps = Pick<Services, 'rooms' | 'signals' | 'clock'>

/**
 * The anchor's sign of life, every 10 s of a show, so it costs no more than one read and one write: whose room it is
 * stands in the room itself, `members` is not asked. What is noted gets no new `rev`; every phone hears the beacon.
 * A host who was away and sends again is back: that is a change, and its signal takes the beacon's place.
 *
 * Errors: ROOM_NOT_FOUND, NOT_ANCHOR, ROOM_NOT_STARTED, ROOM_ENDED.
 */
export function beatRoom(deps: Deps): Action<'studio.beat'> {
  return defineAction(beatRequest, async ({ roomID, uplink, online }, caller) => {
    const room = await deps.rooms.find(roomID)
    if (!room) throw new AppError('ROOM_NOT_FOUND')
    requireOwnRoom(room, caller)
    if (room.status === 'created') throw new AppError('ROOM_NOT_STARTED')
    if (room.status === 'ended') throw new AppError('ROOM_ENDED')

    const now = deps.clock.now()
    const note = { lastBeatAt: now, uplink, ...(online !== undefined && { online }) }
    if (room.awaySince !== null && sendsSomething(uplink)) {
      const back = { ...room, ...note, awaySince: null, rev: room.rev + 1 }
      // Somebody was faster: the next beat looks again.
      if (!(await deps.rooms.update(room, { ...note, awaySince: null }))) {
        return { rev: room.rev, serverTime: now }
      }
      await deps.signals.roomChanged(back)
      return { rev: back.rev, serverTime: now }
    }
    if (!(await deps.rooms.note(room, note))) throw new AppError('ROOM_ENDED')
    await deps.signals.beacon(room)
    return { rev: room.rev, serverTime: now }
  })
}

const sendsSomething = ({ videoKbps, audioKbps }: Uplink) => videoKbps > 0 || audioKbps > 0
