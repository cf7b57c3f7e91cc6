import assert from 'node:assert/strict'
import type { Reply } from '../../miniprogram/domain/api/reply'
import { ABANDONED_MS } from '../lib/rooms/anchor-presence'
import { OWNER, SHOPPER } from '../lib/testing/a-shop'
import { aShow } from '../lib/testing/a-show'
import type { MinuteReport } from './every-minute'

const MINUTE = 60_000
const roomsOf = (reply: Reply<MinuteReport>) => reply.ok && reply.data.rooms

test('a anchor whose stream is gone is away at the next minute, however well the phone beats', async () => {
  const { tick, beat, zego, roomID, anchor, truth, signals, clock } = await aShow()
  zego.stops(roomID, anchor.streamID)
  await beat()
  signals.forget()
  const reply = await tick()
  expect(roomsOf(reply)).toStrictEqual({ away: 1, back: 0, over: 0, same: 0, unknown: 0 })
  const { awaySince, rev, status } = await truth()
  expect([awaySince, status]).toStrictEqual([clock.now(), 'live'])
  expect(signals.sent.map((room) => [room.rev, room.awaySince])).toStrictEqual([[rev, clock.now()]])

  zego.publishes(roomID, anchor)
  await tick()
  expect((await truth()).awaySince).toBeNull()
})

test('beats keep the beacon; when they stop, the timer sends it', async () => {
  const { tick, signals, clock, truth } = await aShow()
  await tick()
  expect(signals.beacons).toStrictEqual([])
  clock.advance(MINUTE)
  await tick()
  const { _id, rev } = await truth()
  expect(signals.beacons).toStrictEqual([{ _id, rev }])
})

test('a show that anchor and stream left ends after 15 minutes, and its owner may open the next', async () => {
  const { tick, zego, roomID, anchor, truth, clock, ask, signals } = await aShow()
  zego.stops(roomID, anchor.streamID)
  await tick()
  const goneAt = clock.now()
  while (clock.now() - goneAt < ABANDONED_MS - MINUTE) {
    clock.advance(MINUTE)
    await tick()
  }
  expect((await truth()).status).toBe('live')
  clock.advance(MINUTE)
  await tick()
  const over = await truth()
  expect([over.status, over.streamID, over.endedAt, over.awaySince]).toStrictEqual([
    'ended',
    null,
    clock.now(),
    null,
  ])
  expect(signals.sent.at(-1)?.status).toBe('ended')
  expect((await ask(SHOPPER, 'room.enter', { roomID })).grant).toBeNull()
  expect((await ask(OWNER, 'studio.create', { title: '下一场' })).room.roomID).not.toBe(roomID)

  const { rev } = over
  clock.advance(MINUTE)
  await tick()
  expect((await truth()).rev).toBe(rev)
})

test('nothing ends while ZEGO cannot be asked, however long', async () => {
  const { tick, zego, roomID, anchor, truth, clock, log } = await aShow()
  zego.stops(roomID, anchor.streamID)
  await tick()
  zego.down = true
  for (let minute = 0; minute < 30; minute++) {
    clock.advance(MINUTE)
    expect(roomsOf(await tick())).toStrictEqual({ away: 0, back: 0, over: 0, same: 0, unknown: 1 })
  }
  expect((await truth()).status).toBe('live')
  expect(log.filter(({ event }) => event === 'room-not-reconciled')).toHaveLength(30)
})

test('a stream that somebody else made is gone and its maker out at the next minute; the show goes on', async () => {
  const { tick, zego, roomID, anchor, truth } = await aShow()
  const { rev } = await truth()
  const copycat = { streamID: 'stream-of-a-stranger', userID: 'stranger' }
  zego.publishes(roomID, copycat)
  await tick()
  expect(zego.rooms.get(roomID)).toStrictEqual([anchor])
  expect(zego.kicked).toStrictEqual([{ roomID, userID: 'stranger' }])
  expect((await truth()).rev).toBe(rev)
})

test('whoever calls the timer’s function as anybody but the timer is refused', async () => {
  const { tick, truth, zego, roomID, anchor } = await aShow()
  zego.stops(roomID, anchor.streamID)
  const { rev } = await truth()
  const identities: Record<string, string>[] = [
    { WX_OPENID: OWNER, TCB_SOURCE: 'wx_client' },
    { WX_OPENID: OWNER, TCB_SOURCE: 'wx_trigger' },
    { WX_OPENID: SHOPPER, TCB_SOURCE: 'wx_client,scf' },
    { TCB_SOURCE: 'wx_http' },
    {},
  ]
  for (const identity of identities) {
    const reply = await tick(identity)
    assert.ok(!reply.ok && reply.code === 'FORBIDDEN', JSON.stringify(identity))
  }
  expect((await truth()).rev).toBe(rev)
})

test('every ten minutes what is stale is repaired out', async () => {
  const { tick, clock, nonces, claimTries } = await aShow()
  const start = Math.ceil(clock.now() / (10 * MINUTE)) * 10 * MINUTE
  clock.advance(start - clock.now())
  await nonces.use('old', start - 60 * MINUTE)
  await nonces.use('young', start - MINUTE)
  await claimTries.count('long ago', 5, start - 61 * MINUTE)
  await claimTries.count('just now', 5, start - MINUTE)
  await tick()
  expect([...nonces.used.keys()]).toStrictEqual(['young'])
  expect([...claimTries.counters.keys()]).toStrictEqual(['just now'])

  await nonces.use('old', start - 60 * MINUTE)
  clock.advance(MINUTE)
  await tick()
  assert.ok(nonces.used.has('old'), 'not every minute')
})
