import { listRequest } from '../../lib/contracts/room.schema'
import { type Action, defineAction } from '../../lib/define-action'
import { toCard } from '../../lib/rooms/room-document'
import type { Services } from '../../lib/services'

/** One screen of the home page; a shop has few rooms that are not over. */
export const LIST_MAX = 20

/** What is live and what is coming. */
export function listRooms(deps: Pick<Services, 'rooms' | 'clock'>): Action<'room.list'> {
  return defineAction(listRequest, async () => {
    const rooms = await deps.rooms.listOpen(LIST_MAX)
    return { rooms: rooms.map(toCard), serverTime: deps.clock.now() }
  })
}
