import assert from 'node:assert/strict'
import { aGoods } from '../../lib/testing/a-goods'
import { OWNER } from '../../lib/testing/a-shop'
import { aShow, NO_UPLINK } from '../../lib/testing/a-show'

test('a beat notes how the anchor sends, tells every phone the rev, and changes no truth', async () => {
  const { beat, truth, clock, signals } = await aShow()
  const before = await truth()
  clock.advance(10_000)
  expect(await beat()).toStrictEqual({ rev: before.rev, serverTime: clock.now() })
  const after = await truth()
  expect(after).toStrictEqual({ ...before, lastBeatAt: clock.now() })
  expect([after.uplink?.videoKbps, after.online]).toStrictEqual([1200, 7])
  expect(signals.beacons).toStrictEqual([{ _id: after._id, rev: before.rev }])
  expect(signals.sent).toStrictEqual([])
})

test('a beat costs one read and one write, asks nobody’s role, and does not ask ZEGO', async () => {
  const { beat, rooms, members, zego } = await aShow()
  const before = { ...rooms.calls, members: members.reads, asked: zego.asked.length }
  await beat()
  expect({ ...rooms.calls, members: members.reads, asked: zego.asked.length }).toStrictEqual({
    ...before,
    reads: before.reads + 1,
    writes: before.writes + 1,
  })
})

test('a anchor who was away is back with the first beat that sends, when ZEGO has the stream', async () => {
  const { beat, truth, signals, zego, anchor, roomID, tick } = await aShow()
  zego.stops(roomID, anchor.streamID)
  await tick()
  const away = await truth()
  expect(away.awaySince).not.toBe(null)
  signals.forget()

  await beat(NO_UPLINK)
  await beat() // the phone thinks that it sends, ZEGO has nothing
  expect((await truth()).rev).toBe(away.rev)
  expect(signals.beacons).toHaveLength(2)

  zego.publishes(roomID, anchor)
  const answer = await beat()
  const back = await truth()
  expect([back.awaySince, back.rev, answer.rev]).toStrictEqual([null, away.rev + 1, away.rev + 1])
  expect(signals.sent.map(({ rev, awaySince }) => [rev, awaySince])).toStrictEqual([[away.rev + 1, null]])
})

test('while ZEGO cannot be asked a beat goes on as usual', async () => {
  const { beat, truth, signals, zego, anchor, roomID, tick, log } = await aShow()
  zego.stops(roomID, anchor.streamID)
  await tick()
  const away = await truth()
  zego.down = true
  expect((await beat()).rev).toBe(away.rev)
  expect(signals.beacons.at(-1)?.rev).toBe(away.rev)
  expect(log.at(-1)?.event).toBe('room-not-reconciled')
})

test('a beat that meets the end of the show says so and announces nothing', async () => {
  const { call, ask, roomID, signals } = await aShow()
  await ask(OWNER, 'studio.end', { roomID })
  signals.forget()
  const reply = await call(OWNER, 'studio.beat', { roomID, uplink: NO_UPLINK })
  assert.ok(!reply.ok && reply.code === 'ROOM_ENDED')
  expect(signals.beacons).toStrictEqual([])
})

test('with a shelf the beacon says what is left of each number; goods off sale or gone have nothing left', async () => {
  const { ask, beat, signals, goods, roomID } = await aShow()
  for (const [_id, n] of [
    ['a', 3],
    ['b', 5],
    ['c', 7],
  ] as const) {
    await goods.add(aGoods({ _id, stock: { one: n } }))
  }
  const entries = ['c', 'b', 'a'].map((goodsID) => ({ goodsID }))
  await ask(OWNER, 'shelf.set', { roomID, shelfRev: 0, entries })
  await ask(OWNER, 'goods.setOnSale', { goodsID: 'b', onSale: false })
  goods.documents.delete('a')
  signals.forget()
  await beat()
  expect(signals.beacons.at(-1)?.shelf).toStrictEqual({ shelfRev: 1, stocks: [7, 0, 0] })
})
