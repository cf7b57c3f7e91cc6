import type { Room } from '../rooms/room-document'

let rooms = 0

/** A room nobody has started; another one each time. */
export function aRoom(given: Partial<Room> = {}): Room {
  const _id = given._id ?? `room-${++rooms}`
  return {
    _id,
    ownerOpenid: 'oSomebody',
    openSlot: `slot-of-${_id}`,
    title: '秋冬新款',
    cover: '',
    anchorName: '阿禾',
    status: 'created',
    rev: 1,
    streamID: null,
    createdAt: 1_000,
    startedAt: null,
    endedAt: null,
    startsAt: null,
    awaySince: null,
    lastBeatAt: null,
    uplink: null,
    online: null,
    session: null,
    shelf: [],
    shelfRev: 0,
    pinned: null,
    marks: [],
    ...given,
  }
}

export function aLiveRoom(given: Partial<Room> = {}): Room {
  return aRoom({
    status: 'live',
    rev: 2,
    streamID: 'stream-of-tonight',
    startedAt: 2_000,
    lastBeatAt: 2_000,
    ...given,
  })
}

export function anEndedRoom(given: Partial<Room> = {}): Room {
  return aRoom({ status: 'ended', rev: 3, startedAt: 2_000, endedAt: 3_000, ...given })
}
