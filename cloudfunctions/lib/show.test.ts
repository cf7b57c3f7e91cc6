import assert from 'node:assert/strict'
import type { TokenGrant } from '../../miniprogram/domain/api/token'
import { LATE_MS } from '../room/actions/list-rooms'
import { aLiveRoom, anEndedRoom, aRoom } from './testing/a-room'
import { APP_ID, aShop, inZego, OWNER, SERVER_SECRET, SHOPPER } from './testing/a-shop'
import { readToken04 } from './testing/read-token04'

// A show from the first title to the end, and what each person holds in hand on the way.

const claimsOf = ({ token }: TokenGrant) => readToken04(token, SERVER_SECRET).claims
const privilegeOf = (grant: TokenGrant) => JSON.parse(claimsOf(grant).payload)

async function aLiveShow() {
  const shop = aShop()
  const { room } = await shop.ask(OWNER, 'studio.create', { title: '秋冬新款' })
  const started = await shop.ask(OWNER, 'studio.start', { roomID: room.roomID })
  return { shop, roomID: room.roomID, started }
}

test('a show is opened, goes live and ends; every step counts one on and is announced after it is true', async () => {
  const shop = aShop()
  const { room: created } = await shop.ask(OWNER, 'studio.create', { title: '  秋冬新款 ', cover: '/a.png' })
  expect({ ...created, roomID: '' }).toStrictEqual({
    roomID: '',
    title: '秋冬新款',
    cover: '/a.png',
    anchorName: '阿禾',
    status: 'created',
    rev: 1,
    streamID: null,
    startedAt: null,
    startsAt: null,
    online: null,
    endedAt: null,
    awaySince: null,
    pinned: null,
    shelfRev: 0,
    serverTime: shop.clock.now(),
  })
  const { roomID } = created

  shop.clock.advance(60_000)
  const startedAt = shop.clock.now()
  const { room: live } = await shop.ask(OWNER, 'studio.start', { roomID })
  expect({ ...live, streamID: '' }).toStrictEqual({
    ...created,
    status: 'live',
    rev: 2,
    streamID: '',
    startedAt,
    serverTime: startedAt,
  })
  expect(live.streamID ?? '').toMatch(/^[0-9A-Za-z_-]+$/)

  shop.clock.advance(60_000)
  const endedAt = shop.clock.now()
  const { room: ended } = await shop.ask(OWNER, 'studio.end', { roomID })
  expect(ended).toStrictEqual({
    ...live,
    status: 'ended',
    rev: 3,
    streamID: null,
    endedAt,
    serverTime: endedAt,
  })

  expect(shop.signals.sent.map(({ status, rev, streamID }) => ({ status, rev, streamID }))).toStrictEqual([
    { status: 'live', rev: 2, streamID: live.streamID },
    { status: 'ended', rev: 3, streamID: null },
  ])
})

test('when the end is announced it is already the truth', async () => {
  const { shop, roomID } = await aLiveShow()
  let readWhileAnnouncing: string | undefined
  shop.signals.roomChanged = async () => {
    readWhileAnnouncing = (await shop.ask(SHOPPER, 'room.snapshot', { roomID })).room.status
  }
  await shop.ask(OWNER, 'studio.end', { roomID })
  expect(readWhileAnnouncing).toBe('ended')
})

test('starting again is harmless: the same stream, no second signal, a fresh right to publish', async () => {
  const { shop, roomID, started } = await aLiveShow()
  shop.clock.advance(1_000)
  const again = await shop.ask(OWNER, 'studio.start', { roomID })
  expect(again.room).toStrictEqual({ ...started.room, serverTime: shop.clock.now() })
  expect(again.grant.expiresAt).toBe(started.grant.expiresAt + 1_000)
  expect(shop.signals.sent).toHaveLength(1)
})

test('ending again is harmless: the same end, no second signal', async () => {
  const { shop, roomID } = await aLiveShow()
  const first = await shop.ask(OWNER, 'studio.end', { roomID })
  shop.clock.advance(5_000)
  const again = await shop.ask(OWNER, 'studio.end', { roomID })
  expect(again.room).toStrictEqual({ ...first.room, serverTime: shop.clock.now() })
  expect(shop.signals.sent).toHaveLength(2)
})

test('two starts at once name one stream', async () => {
  const shop = aShop()
  const { room } = await shop.ask(OWNER, 'studio.create', { title: '秋冬新款' })
  const both = await Promise.all([1, 2].map(() => shop.ask(OWNER, 'studio.start', { roomID: room.roomID })))
  expect(new Set(both.map(({ room }) => room.streamID)).size).toBe(1)
  expect(both.map(({ room }) => room.rev)).toStrictEqual([2, 2])
  expect(shop.signals.sent).toHaveLength(1)
})

test('five ends at once are one end and one signal', async () => {
  const { shop, roomID } = await aLiveShow()
  const ends = await Promise.all(Array.from({ length: 5 }, () => shop.ask(OWNER, 'studio.end', { roomID })))
  expect(new Set(ends.map(({ room }) => `${room.rev} ${room.status} ${room.endedAt}`)).size).toBe(1)
  expect(shop.signals.sent.filter(({ status }) => status === 'ended')).toHaveLength(1)
})

test('a room that was never started is taken up again under the new title, and its viewers hear of it', async () => {
  const shop = aShop()
  const { room: first } = await shop.ask(OWNER, 'studio.create', { title: '旧标题', cover: '/a.png' })
  const { room: second } = await shop.ask(OWNER, 'studio.create', { title: '新标题' })
  expect(second).toStrictEqual({ ...first, title: '新标题', rev: 2 })
  expect(shop.signals.sent.map(({ rev }) => rev)).toStrictEqual([2])
  const { room: same } = await shop.ask(OWNER, 'studio.create', { title: '新标题' })
  expect(same).toStrictEqual(second)
  expect(shop.signals.sent).toHaveLength(1)
})

test('two first taps at once open one room', async () => {
  const shop = aShop()
  const startsAt = shop.clock.now() + 60_000
  const both = await Promise.all(
    [1, 2].map(() => shop.ask(OWNER, 'studio.create', { title: '秋冬新款', startsAt })),
  )
  expect(new Set(both.map(({ room }) => room.roomID)).size).toBe(1)
  expect((await shop.ask(SHOPPER, 'room.list', {})).rooms).toHaveLength(1)
})

test('no new show while one is live; after its end there is', async () => {
  const { shop, roomID } = await aLiveShow()
  const refused = await shop.call(OWNER, 'studio.create', { title: '第二场' })
  assert.ok(!refused.ok && refused.code === 'ALREADY_LIVE')
  await shop.ask(OWNER, 'studio.end', { roomID })
  const { room } = await shop.ask(OWNER, 'studio.create', { title: '第二场' })
  expect(room.roomID).not.toBe(roomID)
  expect(room.rev).toBe(1)
})

test('entering costs one database read and gives the picture and the right to watch', async () => {
  const { shop, roomID, started } = await aLiveShow()
  const before = { ...shop.rooms.calls, members: shop.members.reads }
  const { room, grant } = await shop.ask(SHOPPER, 'room.enter', { roomID })
  expect({ ...shop.rooms.calls, members: shop.members.reads }).toStrictEqual({
    ...before,
    reads: before.reads + 1,
  })
  expect(room).toStrictEqual(started.room)
  assert.ok(grant)
  expect(privilegeOf(grant)).toStrictEqual({
    room_id: roomID,
    privilege: { 1: 1, 2: 0 },
    stream_id_list: null,
  })
})

test('a room that has not started is entered and waited in', async () => {
  const shop = aShop()
  const { room } = await shop.ask(OWNER, 'studio.create', { title: '秋冬新款' })
  const entered = await shop.ask(SHOPPER, 'room.enter', { roomID: room.roomID })
  expect(entered.room.status).toBe('created')
  expect(entered.grant?.roomID).toBe(room.roomID)
})

test('a room that is over is shown, without a grant', async () => {
  const { shop, roomID } = await aLiveShow()
  const { room } = await shop.ask(OWNER, 'studio.end', { roomID })
  expect(await shop.ask(SHOPPER, 'room.enter', { roomID })).toStrictEqual({ room, grant: null })
})

test('the anchor may publish this one stream, and the two ways to ask give the same right', async () => {
  const { shop, roomID, started } = await aLiveShow()
  const expected = {
    room_id: roomID,
    privilege: { 1: 1, 2: 1 },
    stream_id_list: [started.room.streamID],
  }
  expect(privilegeOf(started.grant)).toStrictEqual(expected)
  for (const action of ['token.issue', 'token.renew'] as const) {
    expect(privilegeOf(await shop.ask(OWNER, action, { roomID, publish: true }))).toStrictEqual(expected)
  }
})

test('a token is for its caller, one room and two hours', async () => {
  const { shop, roomID } = await aLiveShow()
  const grant = await shop.ask(SHOPPER, 'token.issue', { roomID })
  const { nonce, payload, ...claims } = claimsOf(grant)
  const ctime = Math.floor(shop.clock.now() / 1000)
  expect(claims).toStrictEqual({
    app_id: APP_ID,
    user_id: inZego(SHOPPER),
    ctime,
    expire: ctime + 7_200,
  })
  expect({ ...grant, token: '' }).toStrictEqual({
    token: '',
    userID: claims.user_id,
    roomID,
    expiresAt: claims.expire * 1000,
  })
  expect(JSON.parse(payload).room_id).toBe(roomID)
  expect(nonce).toBe(nonce | 0)
  const other = await shop.ask(OWNER, 'token.issue', { roomID })
  expect(other.userID).not.toBe(grant.userID)
})

test('the list shows what is live, then what is announced, and nothing that is over', async () => {
  const shop = aShop()
  const now = shop.clock.now()
  await shop.rooms.add(aRoom({ _id: 'tomorrow', startsAt: now + 86_400_000 }))
  await shop.rooms.add(aRoom({ _id: 'tonight', startsAt: now + 3_600_000 }))
  await shop.rooms.add(aRoom({ _id: 'a-little-late', startsAt: now - LATE_MS + 1 }))
  await shop.rooms.add(aRoom({ _id: 'never-came', startsAt: now - LATE_MS }))
  await shop.rooms.add(aRoom({ _id: 'not-announced' }))
  await shop.rooms.add(anEndedRoom({ _id: 'over' }))
  await shop.rooms.add(aLiveRoom({ _id: 'on-air', online: 128 }))
  const { rooms, serverTime } = await shop.ask(SHOPPER, 'room.list', {})
  expect(rooms.map(({ roomID, online }) => [roomID, online])).toStrictEqual([
    ['on-air', 128],
    ['a-little-late', null],
    ['tonight', null],
    ['tomorrow', null],
  ])
  expect(Object.keys(rooms[0] ?? {}).sort()).toStrictEqual([
    'anchorName',
    'cover',
    'online',
    'roomID',
    'startedAt',
    'startsAt',
    'status',
    'title',
  ])
  expect(serverTime).toBe(now)
})

test('of what is live the list brings the key, the caller’s own and for watching only', async () => {
  const shop = aShop()
  await shop.rooms.add(aRoom({ _id: 'tonight', startsAt: shop.clock.now() + 3_600_000 }))
  await shop.rooms.add(aLiveRoom({ _id: 'on-air' }))
  const listed = await shop.ask(SHOPPER, 'room.list', {})
  const entered = await shop.ask(SHOPPER, 'room.enter', { roomID: 'on-air' })
  const [entry] = listed.entries
  expect(listed.entries).toHaveLength(1)
  expect(entry?.room).toStrictEqual(entered.room)
  expect(entry?.grant.userID).toBe(entered.grant?.userID)
  assert.ok(entry)
  expect(JSON.parse(claimsOf(entry.grant).payload).privilege).toStrictEqual({ 1: 1, 2: 0 })
})

test('the list is never longer than twenty', async () => {
  const shop = aShop()
  for (let i = 0; i < 25; i++) await shop.rooms.add(aLiveRoom())
  expect((await shop.ask(SHOPPER, 'room.list', {})).rooms).toHaveLength(20)
})
