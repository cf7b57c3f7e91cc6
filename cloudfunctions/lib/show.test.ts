import assert from 'node:assert/strict'
import { test } from 'node:test'
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
  assert.deepEqual(
    { ...created, roomID: '' },
    {
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
    },
  )
  const { roomID } = created

  shop.clock.advance(60_000)
  const startedAt = shop.clock.now()
  const { room: live } = await shop.ask(OWNER, 'studio.start', { roomID })
  assert.deepEqual(
    { ...live, streamID: '' },
    { ...created, status: 'live', rev: 2, streamID: '', startedAt, serverTime: startedAt },
  )
  assert.match(live.streamID ?? '', /^[0-9A-Za-z_-]+$/)

  shop.clock.advance(60_000)
  const endedAt = shop.clock.now()
  const { room: ended } = await shop.ask(OWNER, 'studio.end', { roomID })
  assert.deepEqual(ended, { ...live, status: 'ended', rev: 3, streamID: null, endedAt, serverTime: endedAt })

  assert.deepEqual(
    shop.signals.sent.map(({ status, rev, streamID }) => ({ status, rev, streamID })),
    [
      { status: 'live', rev: 2, streamID: live.streamID },
      { status: 'ended', rev: 3, streamID: null },
    ],
  )
})

test('when the end is announced it is already the truth', async () => {
  const { shop, roomID } = await aLiveShow()
  let readWhileAnnouncing: string | undefined
  shop.signals.roomChanged = async () => {
    readWhileAnnouncing = (await shop.ask(SHOPPER, 'room.snapshot', { roomID })).room.status
  }
  await shop.ask(OWNER, 'studio.end', { roomID })
  assert.equal(readWhileAnnouncing, 'ended')
})

test('starting again is harmless: the same stream, no second signal, a fresh right to publish', async () => {
  const { shop, roomID, started } = await aLiveShow()
  shop.clock.advance(1_000)
  const again = await shop.ask(OWNER, 'studio.start', { roomID })
  assert.deepEqual(again.room, { ...started.room, serverTime: shop.clock.now() })
  assert.equal(again.grant.expiresAt, started.grant.expiresAt + 1_000)
  assert.equal(shop.signals.sent.length, 1)
})

test('ending again is harmless: the same end, no second signal', async () => {
  const { shop, roomID } = await aLiveShow()
  const first = await shop.ask(OWNER, 'studio.end', { roomID })
  shop.clock.advance(5_000)
  const again = await shop.ask(OWNER, 'studio.end', { roomID })
  assert.deepEqual(again.room, { ...first.room, serverTime: shop.clock.now() })
  assert.equal(shop.signals.sent.length, 2)
})

test('two starts at once name one stream', async () => {
  const shop = aShop()
  const { room } = await shop.ask(OWNER, 'studio.create', { title: '秋冬新款' })
  const both = await Promise.all([1, 2].map(() => shop.ask(OWNER, 'studio.start', { roomID: room.roomID })))
  assert.equal(new Set(both.map(({ room }) => room.streamID)).size, 1)
  assert.deepEqual(
    both.map(({ room }) => room.rev),
    [2, 2],
  )
  assert.equal(shop.signals.sent.length, 1)
})

test('five ends at once are one end and one signal', async () => {
  const { shop, roomID } = await aLiveShow()
  const ends = await Promise.all(Array.from({ length: 5 }, () => shop.ask(OWNER, 'studio.end', { roomID })))
  assert.equal(new Set(ends.map(({ room }) => `${room.rev} ${room.status} ${room.endedAt}`)).size, 1)
  assert.equal(shop.signals.sent.filter(({ status }) => status === 'ended').length, 1)
})

test('a room that was never started is taken up again under the new title, and its viewers hear of it', async () => {
  const shop = aShop()
  const { room: first } = await shop.ask(OWNER, 'studio.create', { title: '旧标题', cover: '/a.png' })
  const { room: second } = await shop.ask(OWNER, 'studio.create', { title: '新标题' })
  assert.deepEqual(second, { ...first, title: '新标题', rev: 2 })
  assert.deepEqual(
    shop.signals.sent.map(({ rev }) => rev),
    [2],
  )
  const { room: same } = await shop.ask(OWNER, 'studio.create', { title: '新标题' })
  assert.deepEqual(same, second)
  assert.equal(shop.signals.sent.length, 1)
})

test('two first taps at once open one room', async () => {
  const shop = aShop()
  const startsAt = shop.clock.now() + 60_000
  const both = await Promise.all(
    [1, 2].map(() => shop.ask(OWNER, 'studio.create', { title: '秋冬新款', startsAt })),
  )
  assert.equal(new Set(both.map(({ room }) => room.roomID)).size, 1)
  assert.equal((await shop.ask(SHOPPER, 'room.list', {})).rooms.length, 1)
})

test('no new show while one is live; after its end there is', async () => {
  const { shop, roomID } = await aLiveShow()
  const refused = await shop.call(OWNER, 'studio.create', { title: '第二场' })
  assert.ok(!refused.ok && refused.code === 'ALREADY_LIVE')
  await shop.ask(OWNER, 'studio.end', { roomID })
  const { room } = await shop.ask(OWNER, 'studio.create', { title: '第二场' })
  assert.notEqual(room.roomID, roomID)
  assert.equal(room.rev, 1)
})

test('entering costs one database read and gives the picture and the right to watch', async () => {
  const { shop, roomID, started } = await aLiveShow()
  const before = { ...shop.rooms.calls, members: shop.members.reads }
  const { room, grant } = await shop.ask(SHOPPER, 'room.enter', { roomID })
  assert.deepEqual(
    { ...shop.rooms.calls, members: shop.members.reads },
    { ...before, reads: before.reads + 1 },
  )
  assert.deepEqual(room, started.room)
  assert.ok(grant)
  assert.deepEqual(privilegeOf(grant), { room_id: roomID, privilege: { 1: 1, 2: 0 }, stream_id_list: null })
})

test('a room that has not started is entered and waited in', async () => {
  const shop = aShop()
  const { room } = await shop.ask(OWNER, 'studio.create', { title: '秋冬新款' })
  const entered = await shop.ask(SHOPPER, 'room.enter', { roomID: room.roomID })
  assert.equal(entered.room.status, 'created')
  assert.equal(entered.grant?.roomID, room.roomID)
})

test('a room that is over is shown, without a grant', async () => {
  const { shop, roomID } = await aLiveShow()
  const { room } = await shop.ask(OWNER, 'studio.end', { roomID })
  assert.deepEqual(await shop.ask(SHOPPER, 'room.enter', { roomID }), { room, grant: null })
})

test('the anchor may publish this one stream, and the two ways to ask give the same right', async () => {
  const { shop, roomID, started } = await aLiveShow()
  const expected = {
    room_id: roomID,
    privilege: { 1: 1, 2: 1 },
    stream_id_list: [started.room.streamID],
  }
  assert.deepEqual(privilegeOf(started.grant), expected)
  for (const action of ['token.issue', 'token.renew'] as const) {
    assert.deepEqual(privilegeOf(await shop.ask(OWNER, action, { roomID, publish: true })), expected)
  }
})

test('a token is for its caller, one room and two hours', async () => {
  const { shop, roomID } = await aLiveShow()
  const grant = await shop.ask(SHOPPER, 'token.issue', { roomID })
  const { nonce, payload, ...claims } = claimsOf(grant)
  const ctime = Math.floor(shop.clock.now() / 1000)
  assert.deepEqual(claims, {
    app_id: APP_ID,
    user_id: inZego(SHOPPER),
    ctime,
    expire: ctime + 7_200,
  })
  assert.deepEqual(
    { ...grant, token: '' },
    { token: '', userID: claims.user_id, roomID, expiresAt: claims.expire * 1000 },
  )
  assert.equal(JSON.parse(payload).room_id, roomID)
  assert.equal(nonce, nonce | 0)
  const other = await shop.ask(OWNER, 'token.issue', { roomID })
  assert.notEqual(other.userID, grant.userID)
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
  assert.deepEqual(
    rooms.map(({ roomID, online }) => [roomID, online]),
    [
      ['on-air', 128],
      ['a-little-late', null],
      ['tonight', null],
      ['tomorrow', null],
    ],
  )
  assert.deepEqual(Object.keys(rooms[0] ?? {}).sort(), [
    'anchorName',
    'cover',
    'online',
    'roomID',
    'startedAt',
    'startsAt',
    'status',
    'title',
  ])
  assert.equal(serverTime, now)
})

test('of what is live the list brings the key, the caller’s own and for watching only', async () => {
  const shop = aShop()
  await shop.rooms.add(aRoom({ _id: 'tonight', startsAt: shop.clock.now() + 3_600_000 }))
  await shop.rooms.add(aLiveRoom({ _id: 'on-air' }))
  const listed = await shop.ask(SHOPPER, 'room.list', {})
  const entered = await shop.ask(SHOPPER, 'room.enter', { roomID: 'on-air' })
  const [entry] = listed.entries
  assert.equal(listed.entries.length, 1)
  assert.deepEqual(entry?.room, entered.room)
  assert.equal(entry?.grant.userID, entered.grant?.userID)
  assert.ok(entry)
  assert.deepEqual(JSON.parse(claimsOf(entry.grant).payload).privilege, { 1: 1, 2: 0 })
})

test('the list is never longer than twenty', async () => {
  const shop = aShop()
  for (let i = 0; i < 25; i++) await shop.rooms.add(aLiveRoom())
  assert.equal((await shop.ask(SHOPPER, 'room.list', {})).rooms.length, 20)
})
