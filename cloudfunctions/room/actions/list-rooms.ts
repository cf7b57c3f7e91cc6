import { listRequest } from '../../lib/contracts/room.schema'
import { type Action, defineAction } from '../../lib/define-action'
import { toCard } from '../../lib/rooms/room-document'
import type { Services } from '../../lib/services'

/** One screen of the home page; a shop has few rooms that are not over. */
export const LIST_MAX = 20

/** ms an announced show is still called coming after its time has passed: hosts are late, a day later it is a lie. */
export const LATE_MS = 60 * 60_000

/** What is live, then what is announced. */
export function listRooms(deps: Pick<Services, 'rooms' | 'clock'>): Action<'room.list'> {
  return defineAction(listRequest, async () => {
    const now = deps.clock.now()
    const rooms = await deps.rooms.listShown(now - LATE_MS, LIST_MAX)
    return { rooms: rooms.map(toCard), serverTime: now }
  })
}
