import { AppError } from '../../../miniprogram/domain/errors'
import { nextRoomStatus } from '../../../miniprogram/domain/room/room.machine'
import { readTitle } from '../../../miniprogram/domain/room/room.rules'
import { createRequest } from '../../lib/contracts/studio.schema'
import { type Action, defineAction } from '../../lib/define-action'
import { requireOwner } from '../../lib/members/require-owner'
import { WRITE_TRIES } from '../../lib/rooms/change-room'
import { type Room, toSnapshot } from '../../lib/rooms/room-document'
import type { Services } from '../../lib/services'

type Deps = Pick<Services, 'rooms' | 'members' | 'signals' | 'titleCheck' | 'clock' | 'ids'>

/** ms: how far ahead a show can be announced. */
export const ANNOUNCED_AT_MOST_MS = 30 * 24 * 60 * 60_000

/**
 * The owner's next room. An owner has one open room at most: one that never started is taken up again under the new
 * title, so nothing piles up and a share card already sent stays good.
 *
 * `startsAt` announces it on the home page; a cover or time that is not given stays what it was. WeChat looks at the
 * title first: everybody sees it.
 *
 * Errors: NOT_ANCHOR, TITLE_EMPTY, BAD_INPUT, START_PASSED, TITLE_REFUSED, ALREADY_LIVE, BUSY.
 */
export function createRoom(deps: Deps): Action<'studio.create'> {
  return defineAction(createRequest, async ({ title: typed, cover, startsAt }, caller) => {
    const owner = await requireOwner(deps.members, caller)
    const title = readTitle(typed)
    if (startsAt !== undefined) requireSoon(startsAt)
    await deps.titleCheck.check(title, caller.openid)

    for (let tries = 0; tries < WRITE_TRIES; tries++) {
      const open = await deps.rooms.findOpenOf(caller.openid)
      if (!open) {
        const room = newRoom({
          title,
          cover: cover ?? '',
          startsAt: startsAt ?? null,
          ownerOpenid: caller.openid,
          anchorName: owner.name,
        })
        if (await deps.rooms.add(room)) return { room: toSnapshot(room, deps.clock.now()) }
        continue // a second tap was faster and holds the owner's slot
      }
      if (!nextRoomStatus(open.status, 'edit')) throw new AppError('ALREADY_LIVE')
      const change = {
        title,
        cover: cover ?? open.cover,
        startsAt: startsAt ?? open.startsAt,
        anchorName: owner.name,
      }
      if (saysTheSame(open, change)) return { room: toSnapshot(open, deps.clock.now()) }
      if (await deps.rooms.update(open, change)) {
        const room = { ...open, ...change, rev: open.rev + 1 }
        await deps.signals.roomChanged(room)
        return { room: toSnapshot(room, deps.clock.now()) }
      }
    }
    throw new AppError('BUSY')
  })

  function requireSoon(startsAt: number): void {
    const ahead = startsAt - deps.clock.now()
    if (ahead <= 0) throw new AppError('START_PASSED')
    if (ahead > ANNOUNCED_AT_MOST_MS) throw new AppError('BAD_INPUT', { field: 'startsAt' })
  }

  function newRoom(given: Announcement & Pick<Room, 'ownerOpenid'>): Room {
    return {
      ...given,
      _id: deps.ids.roomID(),
      openSlot: given.ownerOpenid,
      status: 'created',
      rev: 1,
      streamID: null,
      createdAt: deps.clock.now(),
      startedAt: null,
      endedAt: null,
      awaySince: null,
      lastBeatAt: null,
      uplink: null,
      online: null,
      session: null,
      shelf: [],
      shelfRev: 0,
      pinned: null,
      marks: [],
    }
  }
}

type Announcement = Pick<Room, 'title' | 'cover' | 'startsAt' | 'anchorName'>

function saysTheSame(room: Announcement, change: Announcement): boolean {
  return (
    room.title === change.title &&
    room.cover === change.cover &&
    room.startsAt === change.startsAt &&
    room.anchorName === change.anchorName
  )
}
