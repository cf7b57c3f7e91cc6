import { listRequest } from '../../lib/contracts/room.schema'
import { type Action, defineAction } from '../../lib/define-action'
import { toCard, toSnapshot } from '../../lib/rooms/room-document'
import type { Services } from '../../lib/services'

/** One screen of the home page; a shop has few rooms that are not over. */
export const LIST_MAX = 20

/** ms an announced show is still called coming after its time has passed: anchors are late, a day later it is a lie. */
export const LATE_MS = 60 * 60_000

/** What is live, with the key to it, then what is announced. */
export function listRooms(deps: Pick<Services, 'rooms' | 'grants' | 'clock'>): Action<'room.list'> {
  return defineAction(listRequest, async (_request, caller) => {
    const now = deps.clock.now()
    const rooms = await deps.rooms.listShown(now - LATE_MS, LIST_MAX)
    const entries = rooms
      .filter(({ status }) => status === 'live')
      .map((room) => ({
        room: toSnapshot(room, now),
        grant: deps.grants.audience(caller.openid, room._id),
      }))
    return { rooms: rooms.map(toCard), entries, serverTime: now }
  })
}
