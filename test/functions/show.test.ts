/**
 * The functions as they are uploaded: built, in workers, with the real wx-server-sdk against the sandbox's cloud and
 * ZEGO. What they decide is tested in memory (cloudfunctions/lib/show.test.ts, permissions.test.ts); here is proved that
 * identity, database and announcements hold outside of memory, too.
 */
import assert from 'node:assert/strict'
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
beforeAll(async () => {
  shop = await startCloudShop()
})
afterAll(() => shop?.stop())
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
  expect(
    listed.rooms.map(({ roomID, status, anchorName }) => ({ roomID, status, anchorName })),
  ).toStrictEqual([{ roomID, status: 'live', anchorName: '阿禾' }])
  const beat = await ask(OWNER, 'studio.beat', { roomID, uplink: UPLINK, online: 1 })
  expect(beat.rev).toBe(started.room.rev)
  const ended = await ask(OWNER, 'studio.end', { roomID })
  const over = await ask(SHOPPER, 'room.enter', { roomID })
  expect({ ...over.room, serverTime: 0 }).toStrictEqual({ ...ended.room, serverTime: 0 })
  expect(over.grant).toBeNull()
  expect((await ask(SHOPPER, 'room.list', {})).rooms).toStrictEqual([])

  await waitFor(() => shopper.heard.length === 3, { what: 'start, beacon and end at the shopper’s phone' })
  for (const { fromUserID, category } of shopper.heard) {
    expect([fromUserID, category]).toStrictEqual([SYSTEM_USER_ID, 1])
  }
  expect(shopper.signals()).toStrictEqual([
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
  expect((await ask(OWNER, 'studio.create', { title: '秋冬新款' })).room.title).toBe('秋冬新款')
})

test('a token is the caller’s own: another person gets another, whatever they write', async () => {
  const { ask, callRaw } = shop
  const { room } = await ask(OWNER, 'studio.create', { title: '秋冬新款' })
  const { roomID } = room
  const people = [OWNER, SHOPPER, OTHER, SHOPPER, OTHER, OWNER]
  const grants = await Promise.all(people.map((openid) => ask(openid, 'token.issue', { roomID })))
  expect(new Set(grants.map(({ userID }) => userID)).size).toBe(3)
  for (const [index, grant] of grants.entries()) {
    expect(grant.userID).toMatch(/^[0-9A-Za-z_-]{24}$/)
    expect(claimsOf(grant).user_id).toBe(grant.userID)
    expect(grant.userID).toBe(grants[people.indexOf(people[index] ?? '')]?.userID)
    expect(JSON.stringify([grant, claimsOf(grant)])).not.toMatch(/oOwner|oShopper|oOther/)
  }
  const forged = { action: 'token.issue', roomID, userInfo: { openId: OWNER } }
  const reply = (await callRaw(SHOPPER, 'token', forged)) as { ok: true; data: TokenGrant }
  expect(reply.data.userID).toBe(grants[1]?.userID)
})

test('the audience does not get the right to publish; the anchor does, for the one stream', async () => {
  const { ask, call } = shop
  const { room } = await ask(OWNER, 'studio.create', { title: '秋冬新款' })
  const { roomID } = room
  const early = await call(OWNER, 'token.issue', { roomID, publish: true })
  assert.ok(!early.ok && early.code === 'ROOM_NOT_STARTED')
  const started = await ask(OWNER, 'studio.start', { roomID })
  const refused = await call(SHOPPER, 'token.issue', { roomID, publish: true })
  expect(refused).toStrictEqual({ ok: false, code: 'NOT_ANCHOR', message: '只有主播能做这个操作' })

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
  expect(() => checkPublish(byZego(started.grant), 'another-stream')).toThrow()
  const watching = await ask(SHOPPER, 'token.issue', { roomID })
  expect(() => checkPublish(byZego(watching), mine)).toThrow()
  expect(() => byZego({ ...watching, userID: started.grant.userID })).toThrow()

  // Two hours later it opens nothing any more; renewed, it does, for the same person, room and stream.
  shop.advance(started.grant.expiresAt - shop.now() + 1_000)
  expect(() => byZego(started.grant)).toThrow()
  const renewed = await ask(OWNER, 'token.renew', { roomID, publish: true })
  checkPublish(byZego(renewed), mine)
  expect(renewed.userID).toBe(started.grant.userID)
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
  expect((await ask(OWNER, 'room.list', {})).rooms[0]?.roomID).toBe(roomID)

  const second = await ask(OWNER, 'studio.start', { roomID })
  expect({ ...second.room, serverTime: 0 }).toStrictEqual({ ...first.room, serverTime: 0 })
  const tablet = await enter(second.grant)
  tablet.publish(streamID)
  await waitFor(() => zego.rooms()[0]?.streams.length === 1, { what: 'the stream of the second device' })
  expect(tablet.userID).toBe(phone.userID)
  expect(zego.rooms()[0]?.users.length).toStrictEqual(1)
  expect((await ask(OWNER, 'studio.beat', { roomID, uplink: UPLINK })).rev).toBe(first.room.rev)
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
  expect(zego.rooms()[0]?.users.length).toBe(2)
})

test('taps at once in two instances open one room, start one stream and end it once', async () => {
  const { ask } = shop
  const thrice = <T>(make: () => Promise<T>) => Promise.all([make(), make(), make()])
  const created = await thrice(() => ask(OWNER, 'studio.create', { title: '秋冬新款' }))
  const roomID = created[0]?.room.roomID ?? ''
  expect(new Set(created.map(({ room }) => room.roomID)).size).toBe(1)
  const { grant } = await ask(SHOPPER, 'room.enter', { roomID })
  assert.ok(grant)
  const shopper = await shop.enter(grant)
  const started = await thrice(() => ask(OWNER, 'studio.start', { roomID }))
  expect(new Set(started.map(({ room }) => room.streamID)).size).toBe(1)
  const ended = await thrice(() => ask(OWNER, 'studio.end', { roomID }))
  expect([...new Set(ended.map(({ room }) => room.rev))]).toStrictEqual([3])
  await waitFor(() => shopper.signals().length >= 2, { what: 'start and end at the shopper’s phone' })
  expect(shopper.signals()).toHaveLength(2)
})
