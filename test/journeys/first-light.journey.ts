/** @sandbox: video, share cards and two phones at once. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { endShow, goLive, shareRoom } from './show.ts'
import { useWorld, waitFor } from './world.ts'

const world = useWorld()

test('the merchant goes live, a shopper taps the card and sees the moving picture, until the show ends', async (t) => {
  const anchor = await world.phone('阿禾')
  const shopper = await world.phone('林间小鹿')

  await t.test('two taps and the merchant is on air', () => goLive(anchor))

  await t.test('the share card opens the room on the shopper’s phone, with fresh frames', async () => {
    await shareRoom(anchor)
    const tappedAt = await world.tapNewestCard(shopper)
    await shopper.isAt('live/room/room')
    await shopper.sees('阿禾')
    const first = await world.freshFrame(shopper, tappedAt - 1_500)
    assert.ok(first.presentedMs >= tappedAt)
    // Not one picture but a moving one: a frame captured later than the first was shown.
    await world.freshFrame(shopper, first.presentedMs + 1)
  })

  await t.test('both phones are in the room, one stream is on the air', async () => {
    const { rooms, streams } = await world.control<{
      rooms: { users: unknown[]; streams: unknown[] }[]
      streams: { publishing: boolean; readers: number }[]
    }>('GET', '/state')
    assert.equal(rooms[0]?.users.length, 2)
    assert.equal(rooms[0]?.streams.length, 1)
    assert.deepEqual(
      streams.map(({ publishing, readers }) => ({ publishing, readers })),
      [{ publishing: true, readers: 1 }],
    )
  })

  await t.test('a second card tap while the room is open leads to the same picture', async () => {
    const tappedAt = await world.tapNewestCard(shopper)
    await world.freshFrame(shopper, tappedAt)
  })

  await t.test('the end reaches the shopper by the signal', async () => {
    await endShow(anchor)
    await shopper.sees('直播已结束', 5_000)
    await waitFor(() => world.sandbox.media.streams().length === 0, { what: 'no stream left on the air' })
    await waitFor(() => world.sandbox.zego?.rooms().every(({ users }) => users.length === 0), {
      what: 'nobody left in the room',
    })
  })

  await t.test('nothing broke on either phone', async () => {
    assert.deepEqual(anchor.exceptions, [])
    assert.deepEqual(shopper.exceptions, [])
  })
})

test('a second show works as the first', async () => {
  const anchor = await world.phone('阿禾')
  const shopper = await world.phone('路人甲', { role: 'shopper' })
  await goLive(anchor)
  await shareRoom(anchor)
  const tappedAt = await world.tapNewestCard(shopper)
  await world.freshFrame(shopper, tappedAt - 1_500)
  await endShow(anchor)
  await shopper.sees('直播已结束', 5_000)
})
