import { AppError } from '../../../miniprogram/domain/errors'
import { marksRequest, shelfGetRequest } from '../../lib/contracts/shelf.schema'
import { type Action, defineAction } from '../../lib/define-action'
import { requireOwnRoom } from '../../lib/members/require-owner'
import { toShelf } from '../../lib/rooms/shelf'
import type { Services } from '../../lib/services'

/** What the bag shows: prices and stock of this moment, two reads. Errors: ROOM_NOT_FOUND. */
export function getShelf(deps: Pick<Services, 'rooms' | 'goods' | 'clock'>): Action<'shelf.get'> {
  return defineAction(shelfGetRequest, async ({ roomID }) => {
    const room = await deps.rooms.find(roomID)
    if (!room) throw new AppError('ROOM_NOT_FOUND')
    const goods = await deps.goods.findAll(room.shelf.map(({ goodsID }) => goodsID))
    return { shelf: toShelf(room, goods, deps.clock.now()) }
  })
}

/** Errors: ROOM_NOT_FOUND, NOT_ANCHOR. */
export function listMarks(deps: Pick<Services, 'rooms'>): Action<'shelf.marks'> {
  return defineAction(marksRequest, async ({ roomID }, caller) => {
    const room = await deps.rooms.find(roomID)
    if (!room) throw new AppError('ROOM_NOT_FOUND')
    requireOwnRoom(room, caller)
    return { marks: [...room.marks] }
  })
}
