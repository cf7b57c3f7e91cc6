import type { ShelfDraft } from '../../../miniprogram/domain/api/shelf'
import { AppError } from '../../../miniprogram/domain/errors'
import { shelfSetRequest } from '../../lib/contracts/shelf.schema'
import { type Action, defineAction } from '../../lib/define-action'
import type { GoodsDocument } from '../../lib/goods/goods-document'
import { validLivePrices } from '../../lib/goods/price'
import { requireOwner, requireOwnRoom } from '../../lib/members/require-owner'
import { editRoom } from '../../lib/rooms/edit-room'
import { type Room, toSnapshot } from '../../lib/rooms/room-document'
import { explaining, pinnedOf, toShelf } from '../../lib/rooms/shelf'
import type { Services } from '../../lib/services'

type Deps = Pick<Services, 'rooms' | 'goods' | 'members' | 'signals' | 'clock'>

/**
 * The whole new shelf of a show that is not over. What is being explained follows it: its number and price change, and
 * when it is no longer there nothing is being explained.
 *
 * Errors: NOT_ANCHOR, ROOM_NOT_FOUND, ROOM_ENDED, SHELF_CHANGED, GOODS_NOT_FOUND, OFF_SALE (newly added),
 * BAD_INPUT (a live price that is none).
 */
export function setShelf(deps: Deps): Action<'shelf.set'> {
  return defineAction(shelfSetRequest, async ({ roomID, shelfRev, entries }, caller) => {
    await requireOwner(deps.members, caller)
    const goods = await deps.goods.findAll(entries.map(({ goodsID }) => goodsID))
    const { room, changed } = await editRoom(deps.rooms, roomID, (room) => {
      requireOwnRoom(room, caller)
      if (room.status === 'ended') throw new AppError('ROOM_ENDED')
      if (room.shelfRev !== shelfRev) throw new AppError('SHELF_CHANGED')
      const shelf = entries.map((entry) => readEntry(entry, goods, room.shelf))
      return { shelf, shelfRev: shelfRev + 1, ...pinnedOn({ ...room, shelf }, goods) }
    })
    if (changed) await deps.signals.roomChanged(room)
    const now = deps.clock.now()
    return { shelf: toShelf(room, goods, now), room: toSnapshot(room, now) }
  })

  function pinnedOn(room: Room, goods: readonly GoodsDocument[]): Partial<Pick<Room, 'pinned' | 'marks'>> {
    const { pinned } = room
    if (!pinned) return {}
    const kept = goods.find(({ _id }) => _id === pinned.goodsID)
    if (!kept) return explaining(room, null, deps.clock.now())
    return { pinned: pinnedOf(room, kept, pinned.pinnedAt) }
  }
}

/**
 * A live price is of a SKU that is there, and lower than the ordinary one. One that stood on the shelf already and is
 * none any more, because the goods were edited since, falls away: the rest of the shelf must still be movable.
 */
function readEntry(
  { goodsID, livePrices = {} }: ShelfDraft,
  goods: readonly GoodsDocument[],
  before: Room['shelf'],
) {
  const found = goods.find(({ _id }) => _id === goodsID)
  if (!found) throw new AppError('GOODS_NOT_FOUND')
  const stood = before.find((entry) => entry.goodsID === goodsID)
  if (!stood && !found.onSale) throw new AppError('OFF_SALE')
  const valid = validLivePrices(found, livePrices)
  for (const [skuID, live] of Object.entries(livePrices)) {
    if (valid[skuID] === undefined && stood?.livePrices[skuID] !== live) {
      throw new AppError('BAD_INPUT', { field: 'livePrices' })
    }
  }
  return { goodsID, livePrices: valid }
}
