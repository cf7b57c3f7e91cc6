/**
 * ZEGO and the minute timer against the deployed functions: real rooms and streams in the sandbox's ZEGO, its signed
 * callbacks over HTTP, its server API for the answers, and the truth as a shopper's phone hears it.
 */
import assert from 'node:assert/strict'
import { aCallback } from '../../cloudfunctions/lib/testing/a-callback.ts'
import { inject } from '../../sandbox/faults/testing/inject.ts'
import { waitFor } from '../support/wait-for.ts'
import {
  APP_ID,
  CALLBACK_SECRET,
  type CloudShop,
  OTHER,
  OWNER,
  SHOPPER,
  startCloudShop,
} from './support/cloud-shop.ts'

const UPLINK = { videoKbps: 1200, audioKbps: 48, fps: 15 }
const MINUTE = 60_000
/** A callback that meets a cold function comes again, 2, 4, 8 s later. */
const PATIENCE = { timeoutMs: 30_000 }

let shop: CloudShop
beforeAll(async () => {
  shop = await startCloudShop()
})
afterAll(() => shop?.stop())
beforeEach(() => shop.reset())

/** A show on air with one shopper watching. */
async function aShow() {
  const { ask, enter, zego, cloud } = shop
  const { room } = await ask(OWNER, 'studio.create', { title: '秋冬新款' })
  const { roomID } = room
  const started = await ask(OWNER, 'studio.start', { roomID })
  const streamID = started.room.streamID ?? ''
  const anchor = await enter(started.grant)
  const watching = await ask(SHOPPER, 'room.enter', { roomID })
  assert.ok(watching.grant)
  const shopper = await enter(watching.grant)
  const streams = () => zego.rooms()[0]?.streams ?? []
  anchor.publish(streamID)
  await waitFor(() => streams().length === 1, { what: 'the anchor’s stream' })
  await ask(OWNER, 'studio.beat', { roomID, uplink: UPLINK, online: 1 })
  const truth = async () => (await ask(SHOPPER, 'room.snapshot', { roomID })).room
  /** The state as the shopper's phone heard it last. */
  const lastHeard = () => shopper.signals().findLast((signal) => signal.kind === 'room')?.room
  const nextMinute = async () => {
    shop.advance(MINUTE)
    await cloud.tick()
  }
  return { roomID, streamID, anchor, shopper, streams, truth, lastHeard, nextMinute }
}

/** What `room_create` told. */
function notedSession(): Promise<{ id: string }> {
  const read = async () => (await shop.cloud.database.find('rooms'))[0]?.session as { id: string } | null
  return waitFor(read, { what: 'ZEGO’s session of the room', ...PATIENCE })
}

async function post(body: string) {
  const answer = await fetch(`${shop.cloud.httpUrl}/zego-callback`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  })
  return { status: answer.status, reply: (await answer.json()) as { data?: { did: string }; code?: string } }
}

/** As ZEGO would sign it. */
const signed = (event: string, fields: Record<string, unknown>, nonce?: string) =>
  aCallback({ event, at: shop.now(), nonce, secret: CALLBACK_SECRET, appid: String(APP_ID), fields })

test('the anchor’s stream stops and comes back: ZEGO’s callback makes it true, and the shopper hears it', async () => {
  const { anchor, streamID, lastHeard, truth } = await aShow()
  anchor.unpublish(streamID)
  await waitFor(() => lastHeard()?.awaySince, { what: '“away” at the shopper’s phone', ...PATIENCE })
  expect((await truth()).awaySince).toBe(lastHeard()?.awaySince)
  anchor.publish(streamID)
  await waitFor(() => lastHeard()?.awaySince === null, { what: '“back” at the shopper’s phone', ...PATIENCE })
  expect((await truth()).status).toBe('live')
})

test('the same when every callback comes twice', async () => {
  await inject(shop.zego, 'callback.double')
  const { anchor, streamID, lastHeard, shopper, roomID } = await aShow()
  anchor.unpublish(streamID)
  await waitFor(() => lastHeard()?.awaySince, { what: '“away” at the shopper’s phone', ...PATIENCE })
  anchor.publish(streamID)
  await waitFor(() => lastHeard()?.awaySince === null, { what: '“back” at the shopper’s phone', ...PATIENCE })
  await shop.ask(OWNER, 'studio.end', { roomID })
  await waitFor(() => lastHeard()?.status === 'ended', {
    what: 'the end at the shopper’s phone',
    ...PATIENCE,
  })
  const states = shopper.signals().filter(({ kind }) => kind === 'room')
  assert.equal(states.length, 3, 'away, back, ended')
})

test('when callbacks are lost, the next minute makes it true, both ways', async () => {
  await inject(shop.zego, 'callback.lose')
  const { anchor, streamID, lastHeard, nextMinute, truth, streams } = await aShow()
  anchor.unpublish(streamID)
  await waitFor(() => streams().length === 0, { what: 'ZEGO to see the stream end' })
  expect((await truth()).awaySince).toBeNull()
  await nextMinute()
  expect((await truth()).awaySince).not.toBe(null)
  await waitFor(() => lastHeard()?.awaySince, { what: '“away” at the shopper’s phone', ...PATIENCE })
  anchor.publish(streamID)
  await waitFor(() => streams().length === 1, { what: 'ZEGO to see the stream' })
  await nextMinute()
  expect((await truth()).awaySince).toBeNull()
})

test('a anchor who is away and sends again is back with the next beat, without any callback', async () => {
  await inject(shop.zego, 'callback.lose')
  const { anchor, streamID, roomID, nextMinute, truth, streams } = await aShow()
  anchor.unpublish(streamID)
  await waitFor(() => streams().length === 0, { what: 'ZEGO to see the stream end' })
  await nextMinute()
  anchor.publish(streamID)
  await waitFor(() => streams().length === 1, { what: 'ZEGO to see the stream' })
  const { rev } = await shop.ask(OWNER, 'studio.beat', { roomID, uplink: UPLINK })
  const { awaySince, rev: after } = await truth()
  expect([awaySince, rev]).toStrictEqual([null, after])
})

test('a show whose anchor and stream are gone ends after 15 minutes; until then the timer sends the beacon', async () => {
  await inject(shop.zego, 'callback.lose')
  const { anchor, streamID, shopper, lastHeard, nextMinute, truth, streams } = await aShow()
  anchor.unpublish(streamID)
  await waitFor(() => streams().length === 0, { what: 'ZEGO to see the stream end' })
  await nextMinute()
  const away = await truth()
  for (let minute = 1; minute < 15; minute++) await nextMinute()
  expect((await truth()).status).toBe('live')
  const beacons = () => shopper.signals().filter(({ kind }) => kind === 'beacon').length
  await waitFor(() => beacons() === 1 + 14, { what: 'the beacon of the beat and 14 of the timer' })
  await nextMinute()
  await waitFor(() => lastHeard()?.status === 'ended', {
    what: 'the end at the shopper’s phone',
    ...PATIENCE,
  })
  expect([(await truth()).status, (await truth()).rev]).toStrictEqual(['ended', away.rev + 1])
  expect((await shop.ask(SHOPPER, 'room.list', {})).rooms).toStrictEqual([])
  expect((await shop.ask(OWNER, 'studio.open', {})).room).toBeNull()
})

test('a stream that a viewer makes is deleted and the viewer put out, though ZEGO let it pass', async () => {
  shop.zego.setPublishPrivilege(false)
  const { roomID, streamID, streams, truth, shopper } = await aShow()
  const before = await truth()
  const { grant } = await shop.ask(OTHER, 'room.enter', { roomID })
  assert.ok(grant)
  const intruder = await shop.enter(grant)
  intruder.publish('a-stream-of-my-own')
  await waitFor(() => intruder.isKicked, { what: 'the intruder to be put out', ...PATIENCE })
  expect(streams().map((stream) => stream.streamID)).toStrictEqual([streamID])
  expect(shopper.isKicked).toBe(false)
  expect({ ...(await truth()), serverTime: 0 }).toStrictEqual({ ...before, serverTime: 0 })
})

test('the same at the next minute when its callback is lost', async () => {
  shop.zego.setPublishPrivilege(false)
  await inject(shop.zego, 'callback.lose')
  const { roomID, streams, nextMinute } = await aShow()
  const { grant } = await shop.ask(OTHER, 'room.enter', { roomID })
  assert.ok(grant)
  const intruder = await shop.enter(grant)
  intruder.publish('a-stream-of-my-own')
  await waitFor(() => streams().length === 2, { what: 'the foreign stream' })
  await nextMinute()
  await waitFor(() => intruder.isKicked && streams().length === 1, {
    what: 'the intruder to be put out',
    ...PATIENCE,
  })
})

test('a callback that lies, comes again with another body, or was not signed by ZEGO changes nothing', async () => {
  const { roomID, streamID, anchor, truth, shopper, streams } = await aShow()
  const session = await notedSession()
  const before = await truth()
  const fields = {
    room_id: roomID,
    room_session_id: session.id,
    user_id: anchor.userID,
    stream_id: streamID,
  }
  const lie = await post(signed('stream_close', fields, 'one'))
  expect([lie.status, lie.reply.data?.did]).toStrictEqual([200, 'nothing'])

  const kickOut = { ...fields, user_id: shopper.userID, stream_id: 'never-made' }
  const replayed = await post(signed('stream_create', kickOut, 'one'))
  expect([replayed.status, replayed.reply.data?.did]).toStrictEqual([200, 'repeated'])
  shop.advance(10_000) // ZEGO lists the streams of a room once in so long
  const made = await post(signed('stream_create', kickOut, 'two'))
  expect([made.status, made.reply.data?.did]).toStrictEqual([200, 'nothing'])

  const old = aCallback({
    event: 'stream_close',
    at: shop.now() - 6 * MINUTE,
    secret: CALLBACK_SECRET,
    appid: String(APP_ID),
    fields,
  })
  expect((await post(old)).status).toBe(403)
  const foreign = aCallback({
    event: 'stream_close',
    at: shop.now(),
    appid: String(APP_ID),
    secret: 'guessed',
  })
  expect((await post(foreign)).status).toBe(403)
  expect((await post('{"event":"stream_close"}')).status).toBe(400)

  expect({ ...(await truth()), serverTime: 0 }).toStrictEqual({ ...before, serverTime: 0 })
  expect(shopper.isKicked).toBe(false)
  expect(streams()).toHaveLength(1)
})

test('a callback of an earlier session of the room is not believed, one of the current session is', async () => {
  const { roomID, streamID, anchor, streams, truth } = await aShow()
  const session = await notedSession()
  await inject(shop.zego, 'callback.lose')
  anchor.unpublish(streamID)
  await waitFor(() => streams().length === 0, { what: 'ZEGO to see the stream end' })
  const fields = { room_id: roomID, user_id: anchor.userID, stream_id: streamID }
  const earlier = aCallback({
    event: 'stream_close',
    at: shop.now() - 2 * MINUTE,
    secret: CALLBACK_SECRET,
    appid: String(APP_ID),
    fields: { ...fields, room_session_id: '1152921504606846977' },
  })
  expect((await post(earlier)).reply.data?.did).toBe('nothing')
  expect((await truth()).awaySince).toBeNull()
  const current = signed('stream_close', { ...fields, room_session_id: session.id })
  expect((await post(current)).reply.data?.did).toBe('away')
})
