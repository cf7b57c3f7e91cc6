/** @sandbox: video, share cards and two phones at once. */
import { endShow, goLive, shareRoom } from './show-helpers.ts'
import { useFixture, useWorld, waitFor } from './world.ts'

const world = useWorld()

describe('the merchant goes live, a shopper taps the card and sees the moving picture, until the show ends', () => {
  const anchor = useFixture(() => world.phone('阿禾'))
  const shopper = useFixture(() => world.phone('林间小鹿'))

  test('two taps and the merchant is on air', () => goLive(anchor))

  test('the share card opens the room on the shopper’s phone, with fresh frames', async () => {
    await shareRoom(anchor)
    const tappedAt = await world.tapNewestCard(shopper)
    await shopper.isAt('live/room/room')
    await shopper.sees('阿禾')
    const first = await world.freshFrame(shopper, tappedAt - 1_500)
    expect(first.presentedMs).toBeGreaterThanOrEqual(tappedAt)
    // Not one picture but a moving one: a frame captured later than the first was shown.
    await world.freshFrame(shopper, first.presentedMs + 1)
  })

  test('both phones are in the room, one stream is on the air', async () => {
    const { rooms, streams } = await world.control<{
      rooms: { users: unknown[]; streams: unknown[] }[]
      streams: { publishing: boolean; readers: number }[]
    }>('GET', '/state')
    expect(rooms[0]?.users.length).toBe(2)
    expect(rooms[0]?.streams.length).toBe(1)
    expect(streams.map(({ publishing, readers }) => ({ publishing, readers }))).toStrictEqual([
      { publishing: true, readers: 1 },
    ])
  })

  test('a second card tap while the room is open leads to the same picture', async () => {
    const tappedAt = await world.tapNewestCard(shopper)
    await world.freshFrame(shopper, tappedAt)
  })

  test('the end reaches the shopper by the signal', async () => {
    await endShow(anchor)
    await shopper.sees('直播已结束', 5_000)
    await waitFor(() => world.sandbox.media.streams().length === 0, { what: 'no stream left on the air' })
    await waitFor(() => world.sandbox.zego?.rooms().every(({ users }) => users.length === 0), {
      what: 'nobody left in the room',
    })
  })

  test('nothing broke on either phone', async () => {
    expect(anchor.exceptions).toStrictEqual([])
    expect(shopper.exceptions).toStrictEqual([])
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
