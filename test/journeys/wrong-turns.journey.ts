/** @sandbox: what a person meets when something is wrong. Each ends in one clear sentence and a way on. */
import { test } from 'node:test'
import { endShow, goLive, openStudio, shareRoom } from './show.ts'
import { useWorld } from './world.ts'

const world = useWorld()
const ROOM = '/live/room/room'

const links: ReadonlyArray<[name: string, url: string]> = [
  ['a card of a room that does not exist', `${ROOM}?roomID=aaaaaaaaaaaaaaaaaaaaaa`],
  ['a card whose link lost its end', ROOM],
  ['a room number that is none', `${ROOM}?roomID=${encodeURIComponent('<script>')}`],
]
for (const [name, url] of links) {
  test(`${name}: says so and leads home`, async () => {
    const shopper = await world.phone('林间小鹿')
    await shopper.isAt('pages/home/home')
    await world.control('POST', `/phones/${shopper.id}/open`, { url })
    await shopper.sees('没有找到这个直播间')
    await shopper.tap('.state-btn')
    await shopper.isAt('pages/home/home')
  })
}

test('a card of a show that is over says how long it was', async () => {
  const anchor = await world.phone('阿禾')
  await goLive(anchor)
  await shareRoom(anchor)
  await endShow(anchor)
  const late = await world.phone('来晚的人', { role: 'shopper' })
  await late.isAt('pages/home/home')
  await shareRoomAgain(late.id)
  await late.sees(/直播已结束.*谢谢你来/s)
  await late.tap('.ended-btn')
  await late.isAt('pages/home/home')

  async function shareRoomAgain(phoneID: string) {
    const { result } = await world.control<{ result: { data: { rooms: { roomID: string }[] } } }>(
      'POST',
      '/call',
      {
        person: '来晚的人',
        function: 'room',
        data: { action: 'room.list' },
      },
    )
    // Ended shows are not listed, so the number comes from the card that other phones got.
    if (result.data.rooms.length > 0) throw new Error('an ended room is listed')
    const card = world.sandbox.desk
      .phones()
      .flatMap(({ cards }) => cards)
      .at(-1)
    if (!card) throw new Error('no card was sent')
    await world.control('POST', `/phones/${phoneID}/open`, { url: card.path })
  }
})

test('camera refused: the merchant is told what viewers would miss and where to allow it', async () => {
  const anchor = await world.phone('阿禾')
  await anchor.isAt('pages/home/home')
  await anchor.tap('.studio')
  await anchor.answers('authorizeCancel')
  await anchor.sees('没有相机权限')
  await anchor.sees('去打开')
})

test('a person who is not the owner is turned away by the server, with a way back', async () => {
  const shopper = await world.phone('林间小鹿')
  await openStudio(shopper)
  await shopper.tap('#start')
  await shopper.sees('你的微信还不是这家店的主播')
  await shopper.tap('#solve')
  await shopper.isAt('pages/home/home')
})

test('the rtc package fails to download: a state with a retry that works', async () => {
  const anchor = await world.phone('阿禾')
  await goLive(anchor)
  const shopper = await world.phone('电梯里的人', { role: 'shopper' })
  await shopper.isAt('pages/home/home')
  const page = world.browserPage(shopper)
  await page.route('**/_phone/package/rtc*', (route) => route.abort())
  await shareRoom(anchor)
  await world.tapNewestCard(shopper)
  await shopper.sees('播放组件没下载完')
  await page.unroute('**/_phone/package/rtc*')
  const retriedAt = Date.now()
  await shopper.tap('.state-btn')
  await world.freshFrame(shopper, retriedAt - 1_500)
  await endShow(anchor)
})
