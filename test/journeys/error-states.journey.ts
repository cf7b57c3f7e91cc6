/** @sandbox: what a person meets when something is wrong. Each ends in one clear sentence and a way on. */
import { agreeToPrivacy, endShow, goLive, shareRoom } from './show-helpers.ts'
import { useWorld } from './world.ts'

const world = useWorld()

test('a card of a show that is over says how long it was', async () => {
  const late = await world.phone('来晚的人', { role: 'shopper' })
  await late.isAt('pages/home/home')
  const anchor = await world.phone('阿禾')
  await goLive(anchor)
  await shareRoom(anchor)
  await endShow(anchor)
  await world.tapNewestCard(late)
  await late.sees(/直播已结束.*谢谢你来/s)
  await late.tap('.ended-btn')
  await late.isAt('pages/home/home')
})

test('camera refused: the merchant is told what viewers would miss and where to allow it', async () => {
  const anchor = await world.phone('阿禾')
  await anchor.isAt('pages/home/home')
  await anchor.tap('.studio')
  await agreeToPrivacy(anchor)
  await anchor.answers('authorizeCancel')
  await anchor.sees('没有相机权限')
  await anchor.sees('去打开')
})

test('a person who is not the owner is turned away by the server, with a way back', async () => {
  const shopper = await world.phone('林间小鹿')
  await shopper.isAt('pages/home/home')
  await shopper.tap('.studio')
  await shopper.sees('你的微信不是这家店的店主')
  await shopper.tap('#solve')
  await shopper.isAt('pages/home/home')
})

test('the rtc package fails to download: a state with a retry that works', async () => {
  // At home before anybody is live: a home page with a live room downloads the package ahead of the tap.
  const shopper = await world.phone('电梯里的人', { role: 'shopper' })
  await shopper.isAt('pages/home/home')
  const anchor = await world.phone('阿禾')
  await goLive(anchor)
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
