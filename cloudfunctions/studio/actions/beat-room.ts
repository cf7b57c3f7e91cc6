import type { Uplink } from '../../../miniprogram/domain/api/studio'
import { AppError } from '../../../miniprogram/domain/errors'
import type { Beacon } from '../../../miniprogram/domain/signal'
import { beatRequest } from '../../lib/contracts/studio.schema'
import { type Action, defineAction } from '../../lib/define-action'
import { describeError } from '../../lib/log'
import { requireOwnRoom } from '../../lib/members/require-owner'
import { reconcileRoom } from '../../lib/rooms/reconcile-room'
import type { Room } from '../../lib/rooms/room-document'
import { stocksOf } from '../../lib/rooms/shelf'
import type { Services } from '../../lib/services'

type Deps = Pick<Services, 'rooms' | 'goods' | 'signals' | 'zego' | 'clock' | 'log' | 'secrets' | 'settings'>

/**
 * The anchor's sign of life, every 10 s of a show, so it costs no more than one read and one write, and one read of
 * the goods when there is something on the shelf: whose room it is
 * stands in the room itself, `members` is not asked. What is noted gets no new `rev`; every phone hears the beacon.
 * When an anchor who was away says to send again, ZEGO is asked: being back is a change, and its signal takes the
 * beacon's place.
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
    if (!(await deps.rooms.note(room, note))) throw new AppError('ROOM_ENDED')
    if (room.awaySince !== null && sendsSomething(uplink) && (await isBack({ ...room, ...note }))) {
      return { rev: room.rev + 1, serverTime: deps.clock.now() }
    }
    await deps.signals.beacon(room, await stocks(room))
    // Read anew: asking ZEGO and the beacon take their time, and the phone sets its clock by this.
    return { rev: room.rev, serverTime: deps.clock.now() }
  })

  /** What is left of everything on the shelf, for all bags in the room: one read for the show, none for its viewers. */
  async function stocks(room: Room): Promise<Beacon['shelf']> {
    if (room.shelf.length === 0) return undefined
    const goods = await deps.goods.findAll(room.shelf.map(({ goodsID }) => goodsID))
    return { shelfRev: room.shelfRev, stocks: stocksOf(room, goods) }
  }

  async function isBack(room: Room): Promise<boolean> {
    try {
      return (await reconcileRoom(deps, room)).presence === 'back'
    } catch (error) {
      deps.log({ event: 'room-not-reconciled', roomID: room._id, error: describeError(error, deps.secrets) })
      return false
    }
  }
}

const sendsSomething = ({ videoKbps, audioKbps }: Uplink) => videoKbps > 0 || audioKbps > 0
