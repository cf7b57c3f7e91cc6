/**
 * The functions as they are uploaded: built, in workers, with the real wx-server-sdk against the sandbox's cloud and
 * ZEGO. What they decide is tested in memory (cloudfunctions/lib/show.test.ts, doors.test.ts); here is proved that
 * identity, database and announcements hold outside of memory, too.
 */
import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { readToken04 } from '../../cloudfunctions/lib/testing/read-token04.ts'
import type { TokenGrant } from '../../miniprogram/domain/api/token.ts'
import { SYSTEM_USER_ID } from '../../miniprogram/domain/signal.ts'
import { checkPublish, verifyToken04 } from '../../sandbox/zego/token04.ts'
import { waitFor } from '../support/wait-for.ts'
import {
  APP_ID,
  type CloudShop,
  OTHER,
  OWNER,
  SERVER_SECRET,
  SHOPPER,
  startCloudShop,
} from './support/cloud-shop.ts'

let shop: CloudShop
before(async () => {
  shop = await startCloudShop()
})
after(() => shop?.stop())
beforeEach(() => shop.reset())

const UPLINK = { videoKbps: 1200, audioKbps: 48, fps: 15 }
const claimsOf = ({ token }: TokenGrant) => readToken04(token, SERVER_SECRET).claims

test('a show is created, waited for, started, watched and ended, and whoever is there hears it', async () => {
  const { ask, enter } = shop
  const { room } = await ask(OWNER, 'studio.create', { title: '秋冬新款', startsAt: shop.now() + 60_000 })
  const { roomID } = room
  const waiting = await ask(SHOPPER, 'room.enter', { roomID })
  assert.ok(waiting.grant)
  const shopper = await enter(waiting.grant)

  const started = await ask(OWNER, 'studio.start', { roomID })
  const listed = await ask(SHOPPER, 'room.list', {})
  assert.deepEqual(
    listed.rooms.map(({ roomID, status, anchorName }) => ({ roomID, status, anchorName })),
    [{ roomID, status: 'live', anchorName: '阿禾' }],
  )
  const beat = await ask(OWNER, 'studio.beat', { roomID, uplink: UPLINK, online: 1 })
  assert.equal(beat.rev, started.room.rev)
  const ended = await ask(OWNER, 'studio.end', { roomID })
  const over = await ask(SHOPPER, 'room.enter', { roomID })
  assert.deepEqual({ ...over.room, serverTime: 0 }, { ...ended.room, serverTime: 0 })
  assert.equal(over.grant, null)
  assert.deepEqual((await ask(SHOPPER, 'room.list', {})).rooms, [])

  await waitFor(() => shopper.heard.length === 3, { what: 'start, beacon and end at the shopper’s phone' })
  for (const { fromUserID, category } of shopper.heard) {
    assert.deepEqual([fromUserID, category], [SYSTEM_USER_ID, 1])
  }
  assert.deepEqual(shopper.signals(), [
    {
      kind: 'room',
      room: {
        roomID,
        rev: 2,
        status: 'live',
        streamID: started.room.streamID,
        startedAt: started.room.startedAt,
        endedAt: null,
        awaySince: null,
        pinned: null,
        shelfRev: 0,
      },
    },
    { kind: 'beacon', roomID, rev: 2 },
    {
      kind: 'room',
      room: {
        roomID,
        rev: 3,
        status: 'ended',
        streamID: null,
        startedAt: started.room.startedAt,
        endedAt: ended.room.endedAt,
        awaySince: null,
        pinned: null,
        shelfRev: 0,
      },
    },
  ])
})

test('a title that WeChat does not pass opens nothing', async () => {
  const { call, ask } = shop
  for (const title of ['违禁词示例 大促', '待审词示例']) {
    const refused = await call(OWNER, 'studio.create', { title })
    assert.ok(!refused.ok && refused.code === 'TITLE_REFUSED', title)
  }
  assert.equal((await ask(OWNER, 'studio.create', { title: '秋冬新款' })).room.title, '秋冬新款')
})

test('a token is the caller’s own: another person gets another, whatever they write', async () => {
  const { ask, callRaw } = shop
  const { room } = await ask(OWNER, 'studio.create', { title: '秋冬新款' })
  const { roomID } = room
  const people = [OWNER, SHOPPER, OTHER, SHOPPER, OTHER, OWNER]
  const grants = await Promise.all(people.map((openid) => ask(openid, 'token.issue', { roomID })))
  assert.equal(new Set(grants.map(({ userID }) => userID)).size, 3)
  for (const [index, grant] of grants.entries()) {
    assert.match(grant.userID, /^[0-9A-Za-z_-]{24}$/)
    assert.equal(claimsOf(grant).user_id, grant.userID)
    assert.equal(grant.userID, grants[people.indexOf(people[index] ?? '')]?.userID)
    assert.doesNotMatch(JSON.stringify([grant, claimsOf(grant)]), /oOwner|oShopper|oOther/)
  }
  const forged = { action: 'token.issue', roomID, userInfo: { openId: OWNER } }
  const reply = (await callRaw(SHOPPER, 'token', forged)) as { ok: true; data: TokenGrant }
  assert.equal(reply.data.userID, grants[1]?.userID)
})

test('the audience does not get the right to publish; the anchor does, for the one stream', async () => {
  const { ask, call } = shop
  const { room } = await ask(OWNER, 'studio.create', { title: '秋冬新款' })
  const { roomID } = room
  const early = await call(OWNER, 'token.issue', { roomID, publish: true })
  assert.ok(!early.ok && early.code === 'ROOM_NOT_STARTED')
  const started = await ask(OWNER, 'studio.start', { roomID })
  const refused = await call(SHOPPER, 'token.issue', { roomID, publish: true })
  assert.deepEqual(refused, { ok: false, code: 'NOT_ANCHOR', message: '只有主播能做这个操作' })

  const byZego = (grant: TokenGrant, nowMs = shop.now()) =>
    verifyToken04(grant.token, {
      appID: APP_ID,
      serverSecret: SERVER_SECRET,
      userID: grant.userID,
      roomID,
      nowMs,
    })
  const mine = started.room.streamID ?? ''
  checkPublish(byZego(started.grant), mine)
  assert.throws(() => checkPublish(byZego(started.grant), 'another-stream'))
  const watching = await ask(SHOPPER, 'token.issue', { roomID })
  assert.throws(() => checkPublish(byZego(watching), mine))
  assert.throws(() => byZego({ ...watching, userID: started.grant.userID }))

  // Two hours later it opens nothing any more; renewed, it does, for the same person, room and stream.
  shop.advance(started.grant.expiresAt - shop.now() + 1_000)
  assert.throws(() => byZego(started.grant))
  const renewed = await ask(OWNER, 'token.renew', { roomID, publish: true })
  checkPublish(byZego(renewed), mine)
  assert.equal(renewed.userID, started.grant.userID)
})

test('a second device of the anchor takes the show over: the same stream, and the first one is out', async () => {
  const { ask, call, enter, zego } = shop
  const { room } = await ask(OWNER, 'studio.create', { title: '秋冬新款' })
  const { roomID } = room
  const first = await ask(OWNER, 'studio.start', { roomID })
  const phone = await enter(first.grant)
  const streamID = first.room.streamID ?? ''
  phone.publish(streamID)
  await waitFor(() => zego.rooms()[0]?.streams.length === 1, { what: 'the stream of the first device' })

  // What the second device needs in order to ask: that there is a show, and which.
  const refused = await call(OWNER, 'studio.create', { title: '另一台手机' })
  assert.ok(!refused.ok && refused.code === 'ALREADY_LIVE')
  assert.equal((await ask(OWNER, 'room.list', {})).rooms[0]?.roomID, roomID)

  const second = await ask(OWNER, 'studio.start', { roomID })
  assert.deepEqual({ ...second.room, serverTime: 0 }, { ...first.room, serverTime: 0 })
  const tablet = await enter(second.grant)
  tablet.publish(streamID)
  await waitFor(() => zego.rooms()[0]?.streams.length === 1, { what: 'the stream of the second device' })
  assert.equal(tablet.userID, phone.userID)
  assert.deepEqual(zego.rooms()[0]?.users.length, 1)
  assert.equal((await ask(OWNER, 'studio.beat', { roomID, uplink: UPLINK })).rev, first.room.rev)
})

test('the owner who watches the own show on another phone does not end it', async () => {
  const { ask, enter, zego } = shop
  const { room } = await ask(OWNER, 'studio.create', { title: '秋冬新款' })
  const { roomID } = room
  const { grant } = await ask(OWNER, 'studio.start', { roomID })
  await enter(grant)
  const watching = await ask(OWNER, 'room.enter', { roomID })
  assert.ok(watching.grant)
  await enter(watching.grant)
  assert.equal(zego.rooms()[0]?.users.length, 2)
})

test('taps at once in two instances open one room, start one stream and end it once', async () => {
  const { ask } = shop
  const thrice = <T>(make: () => Promise<T>) => Promise.all([make(), make(), make()])
  const created = await thrice(() => ask(OWNER, 'studio.create', { title: '秋冬新款' }))
  const roomID = created[0]?.room.roomID ?? ''
  assert.equal(new Set(created.map(({ room }) => room.roomID)).size, 1)
  const { grant } = await ask(SHOPPER, 'room.enter', { roomID })
  assert.ok(grant)
  const shopper = await shop.enter(grant)
  const started = await thrice(() => ask(OWNER, 'studio.start', { roomID }))
  assert.equal(new Set(started.map(({ room }) => room.streamID)).size, 1)
  const ended = await thrice(() => ask(OWNER, 'studio.end', { roomID }))
  assert.deepEqual([...new Set(ended.map(({ room }) => room.rev))], [3])
  await waitFor(() => shopper.signals().length >= 2, { what: 'start and end at the shopper’s phone' })
  assert.equal(shopper.signals().length, 2)
})
