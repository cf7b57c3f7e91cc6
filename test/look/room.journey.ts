/** @sandbox: the live room keeps the layout rules in every state, from the card to the end of the show. */

import { withFault } from '../journeys/fault-helpers.ts'
import { goLive, shareRoom } from '../journeys/show-helpers.ts'
import { type PhoneDriver, useFixture, useWorld } from '../journeys/world.ts'
import { createRoom } from './room-helpers.ts'
import { useLook } from './use-look.ts'

const world = useWorld()
const look = useLook(world)

const TITLE = '梅子青开窑夜，对杯第一次上架，满一百五减二十'
const mayTruncate = [TITLE]

async function goHome(phone: PhoneDriver): Promise<void> {
  await phone.opens('/pages/home/home')
  await phone.sees('我要开播')
}

describe('before the video', () => {
  const viewer = useFixture(() => world.phone('林间小鹿'))

  test('a room that does not exist', async () => {
    await viewer.opens('/live/room/room?roomID=aaaaaaaaaaaaaaaaaaaaaa')
    await look.expectNoFindings(viewer, { name: 'room-not-found', says: '没有找到这个直播间' })
  })

  test('a show that has not begun', async () => {
    const startsAt = Date.now() + 26 * 3_600_000
    const { roomID } = await createRoom(world, { title: TITLE, startsAt })
    await viewer.opens(`/live/room/room?roomID=${roomID}`)
    await look.expectNoFindings(viewer, { name: 'room-not-started', says: '还没开播', mayTruncate })
  })

  test('no network', () =>
    withFault(world, { target: 'network', kind: 'off', phone: viewer.id }, async () => {
      await viewer.opens('/live/room/room?roomID=aaaaaaaaaaaaaaaaaaaaaa')
      await look.expectNoFindings(viewer, { name: 'room-offline', says: '没连上网' })
    }))
})

describe('a show', () => {
  const anchor = useFixture(() => world.phone('阿禾'))
  const viewer = useFixture(() => world.phone('林间小鹿'))
  beforeAll(async () => {
    await goLive(anchor)
    await viewer.isAt('pages/home/home')
    await shareRoom(anchor)
  })

  test('the card opens the room without a blank screen, and says that it is loading', () =>
    withFault(world, { target: 'cloud', kind: 'slow', function: 'room', ms: 2_000 }, async () => {
      await look.opensWithoutBlank(
        viewer,
        () => goHome(viewer),
        async () => {
          await world.tapNewestCard(viewer)
          await viewer.isAt('live/room/room')
          await viewer.sees('正在进直播间')
        },
      )
      await look.expectNoFindings(viewer, { name: 'room-entering', says: '正在进直播间', mayTruncate })
    }))

  test('playing', async () => {
    await world.freshFrame(viewer, Date.now(), 60_000)
    await look.expectNoFindings(viewer, { name: 'room-playing', says: '静音', mayTruncate })
  })

  test('muted, and full screen', async () => {
    await viewer.tap('#mute')
    await look.expectNoFindings(viewer, { name: 'room-muted', says: '开声音', mayTruncate })
    await viewer.tap('#full')
    await look.expectNoFindings(viewer, { name: 'room-full', says: '退出全屏', mayTruncate })
    // Full screen ends by itself when the video stops.
    if (await viewer.has('#full-exit')) await viewer.tap('#full-exit')
  })

  test('the video freezes, and the anchor stays away', () =>
    withFault(world, { target: 'media', kind: 'freeze' }, async () => {
      await look.expectNoFindings(viewer, { name: 'room-recovering', says: '正在恢复画面', mayTruncate })
      await look.expectNoFindings(viewer, { name: 'room-away', says: '主播离开一下', mayTruncate })
    }))

  test('the phone itself is offline', async () => {
    await world.freshFrame(viewer, Date.now(), 60_000)
    await withFault(world, { target: 'network', kind: 'off', phone: viewer.id }, () =>
      look.expectNoFindings(viewer, { name: 'room-no-network', says: '手机断网了', mayTruncate }),
    )
    await world.freshFrame(viewer, Date.now(), 60_000)
  })

  test('the same person on another phone', async () => {
    const other = await world.phone('林间小鹿')
    await other.isAt('pages/home/home')
    await shareRoom(anchor)
    await world.tapNewestCard(other)
    await look.expectNoFindings(viewer, { name: 'room-other-device', says: '在这里继续看', mayTruncate })
  })

  test('kicked out of the room', async () => {
    const guest = await world.phone('路人甲', { role: 'viewer' })
    await guest.isAt('pages/home/home')
    await shareRoom(anchor)
    await world.tapNewestCard(guest)
    await world.freshFrame(guest, Date.now())
    await world.control('POST', '/faults', { target: 'zego', kind: 'kick', phone: guest.id })
    await look.expectNoFindings(guest, { name: 'room-kicked', says: '你被请出了这个直播间', mayTruncate })
  })

  test('the video fails: the error state with a retry', async () => {
    const unlucky = await world.phone('电梯里的人', { role: 'viewer' })
    await unlucky.isAt('pages/home/home')
    await shareRoom(anchor)
    await withFault(world, { target: 'zego', kind: 'refuseLogin', phone: unlucky.id }, async () => {
      await world.tapNewestCard(unlucky)
      await look.expectNoFindings(unlucky, { name: 'room-failed', says: '再试一次', mayTruncate })
    })
  })

  test('the show has ended', async () => {
    const late = await world.phone('来晚的人', { role: 'viewer' })
    await late.isAt('pages/home/home')
    await shareRoom(anchor)
    await anchor.tap('#end')
    await anchor.tap('#end-sure')
    await anchor.sees('播完了')
    await world.tapNewestCard(late)
    await look.expectNoFindings(late, { name: 'room-ended', says: '直播已结束', mayTruncate })
  })
})
