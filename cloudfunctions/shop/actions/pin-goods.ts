import { AppError } from '../../../miniprogram/domain/errors'
import { pinRequest, unpinRequest } from '../../lib/contracts/shelf.schema'
import { type Action, defineAction } from '../../lib/define-action'
import { requireOwnRoom } from '../../lib/members/require-owner'
import { editRoom } from '../../lib/rooms/edit-room'
import { type Room, toSnapshot } from '../../lib/rooms/room-document'
import { explaining, pinnedOf } from '../../lib/rooms/shelf'
import type { Services } from '../../lib/services'

type Deps = Pick<Services, 'rooms' | 'goods' | 'signals' | 'clock'>

/**
 * Explaining now: one tap of the anchor, so it costs two reads and one write; whose room it is stands in the room.
 * Pinning what is pinned already says the same again, with its newest price and stock, and makes no second mark.
 *
 * Errors: GOODS_NOT_FOUND, OFF_SALE, ROOM_NOT_FOUND, NOT_ANCHOR, ROOM_ENDED, NOT_ON_SHELF, BUSY.
 */
export function pinGoods(deps: Deps): Action<'shelf.pin'> {
  return defineAction(pinRequest, async ({ roomID, goodsID }, caller) => {
    const goods = await deps.goods.find(goodsID)
    if (!goods) throw new AppError('GOODS_NOT_FOUND')
    // Its title was checked when it went on sale, not when it was changed after that.
    if (!goods.onSale) throw new AppError('OFF_SALE')
    const { room } = await editRoom(deps.rooms, roomID, (room) => {
      requireOwnRoom(room, caller)
      requireOpen(room)
      const now = deps.clock.now()
      const isAgain = room.pinned?.goodsID === goodsID
      const item = pinnedOf(room, goods, isAgain ? (room.pinned?.pinnedAt ?? now) : now)
      if (!item) throw new AppError('NOT_ON_SHELF')
      return isAgain ? { pinned: item } : explaining(room, item, now)
    })
    await deps.signals.roomChanged(room)
    return { room: toSnapshot(room, deps.clock.now()) }
  })
}

/** Nothing is being explained; repeating it is harmless. Errors: ROOM_NOT_FOUND, NOT_ANCHOR, ROOM_ENDED, BUSY. */
export function unpinGoods(deps: Omit<Deps, 'goods'>): Action<'shelf.unpin'> {
  return defineAction(unpinRequest, async ({ roomID }, caller) => {
    const { room, changed } = await editRoom(deps.rooms, roomID, (room) => {
      requireOwnRoom(room, caller)
      requireOpen(room)
      return room.pinned === null ? null : explaining(room, null, deps.clock.now())
    })
    if (changed) await deps.signals.roomChanged(room)
    return { room: toSnapshot(room, deps.clock.now()) }
  })
}

function requireOpen({ status }: Room): void {
  if (status === 'ended') throw new AppError('ROOM_ENDED')
}
