import { AppError } from '../../../miniprogram/domain/errors'
import { nextRoomStatus } from '../../../miniprogram/domain/room/room.machine'
import { readTitle } from '../../../miniprogram/domain/room/room.rules'
import { createRequest } from '../../lib/contracts/studio.schema'
import { type Action, defineAction } from '../../lib/define-action'
import { requireOwner } from '../../lib/members/require-owner'
import { WRITE_TRIES } from '../../lib/rooms/change-room'
import { type Room, toSnapshot } from '../../lib/rooms/room-document'
import type { Services } from '../../lib/services'

type Deps = Pick<Services, 'rooms' | 'members' | 'signals' | 'clock' | 'ids'>

/**
 * The owner's next room. An owner has one open room at most: one that never started is taken up again under the new
 * title, so nothing piles up and a share card already sent stays good.
 *
 * Errors: NOT_ANCHOR, TITLE_EMPTY, BAD_INPUT, ALREADY_LIVE, BUSY.
 */
export function createRoom(deps: Deps): Action<'studio.create'> {
  return defineAction(createRequest, async ({ title: typed, cover }, caller) => {
    const owner = await requireOwner(deps.members, caller)
    const title = readTitle(typed)

    for (let tries = 0; tries < WRITE_TRIES; tries++) {
      const open = await deps.rooms.findOpenOf(caller.openid)
      if (!open) {
        const room = newRoom({ title, cover, ownerOpenid: caller.openid, anchorName: owner.name })
        if (await deps.rooms.add(room)) return { room: toSnapshot(room, deps.clock.now()) }
        continue // a second tap was faster and holds the owner's slot
      }
      if (!nextRoomStatus(open.status, 'edit')) throw new AppError('ALREADY_LIVE')
      const change = { title, cover: cover ?? open.cover, anchorName: owner.name }
      if (saysTheSame(open, change)) return { room: toSnapshot(open, deps.clock.now()) }
      if (await deps.rooms.update(open, change)) {
        const room = { ...open, ...change, rev: open.rev + 1 }
        await deps.signals.roomChanged(room)
        return { room: toSnapshot(room, deps.clock.now()) }
      }
    }
    throw new AppError('BUSY')
  })

  function newRoom(given: { title: string; cover?: string; ownerOpenid: string; anchorName: string }): Room {
    return {
      _id: deps.ids.roomID(),
      ownerOpenid: given.ownerOpenid,
      openSlot: given.ownerOpenid,
      title: given.title,
      cover: given.cover ?? '',
      anchorName: given.anchorName,
      status: 'created',
      rev: 1,
      streamID: null,
      createdAt: deps.clock.now(),
      startedAt: null,
      endedAt: null,
    }
  }
}

function saysTheSame(room: Room, change: Pick<Room, 'title' | 'cover' | 'anchorName'>): boolean {
  return room.title === change.title && room.cover === change.cover && room.anchorName === change.anchorName
}
