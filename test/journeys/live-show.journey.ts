/** @sandbox: a show with video on two phones, from the share card to its end. */
import { endShow, goLive, shareRoom } from './show-helpers.ts'
import { useFixture, useWorld, waitFor } from './world.ts'

const world = useWorld()

describe('the anchor goes live, a viewer opens the card and watches until the show ends', () => {
  const anchor = useFixture(() => world.phone('阿禾'))
  const viewer = useFixture(() => world.phone('林间小鹿'))

  test('the anchor is on air after two taps', () => goLive(anchor))

  test('the share card opens the room on the viewer’s phone, with fresh frames', async () => {
    await shareRoom(anchor)
    const tappedAt = await world.tapNewestCard(viewer)
    await viewer.isAt('live/room/room')
    await viewer.sees('阿禾')
    const first = await world.freshFrame(viewer, tappedAt - 1_500)
    expect(first.presentedMs).toBeGreaterThanOrEqual(tappedAt)
    // Moving video: a frame captured after the first one.
    await world.freshFrame(viewer, first.presentedMs + 1)
  })

  test('both phones are in the room, one stream is on air', async () => {
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

  test('tapping the card again while the room is open shows the same video', async () => {
    const tappedAt = await world.tapNewestCard(viewer)
    await world.freshFrame(viewer, tappedAt)
  })

  test('the signal of the end reaches the viewer', async () => {
    await endShow(anchor)
    await viewer.sees('直播已结束', 5_000)
    await waitFor(() => world.sandbox.media.streams().length === 0, { what: 'no stream left on the air' })
    await waitFor(() => world.sandbox.zego?.rooms().every(({ users }) => users.length === 0), {
      what: 'nobody left in the room',
    })
  })

  test('no uncaught errors on either phone', async () => {
    expect(anchor.exceptions).toStrictEqual([])
    expect(viewer.exceptions).toStrictEqual([])
  })
})

test('a second show works like the first', async () => {
  const anchor = await world.phone('阿禾')
  const viewer = await world.phone('路人甲', { role: 'viewer' })
  await goLive(anchor)
  await shareRoom(anchor)
  const tappedAt = await world.tapNewestCard(viewer)
  await world.freshFrame(viewer, tappedAt - 1_500)
  await endShow(anchor)
  await viewer.sees('直播已结束', 5_000)
})
