/** @sandbox: what people see when something fails: one clear sentence and a way on. */
import { agreeToPrivacy, endShow, goLive, shareRoom } from './show-helpers.ts'
import { useWorld } from './world.ts'

const world = useWorld()

test('the card of a show that has ended opens its closing page', async () => {
  const late = await world.phone('来晚的人', { role: 'viewer' })
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

test('camera refused: the anchor is told what it is needed for and where to allow it', async () => {
  const anchor = await world.phone('阿禾')
  await anchor.isAt('pages/home/home')
  await anchor.tap('.studio')
  await agreeToPrivacy(anchor)
  await anchor.answers('authorizeCancel')
  await anchor.sees('没有相机权限')
  await anchor.sees('去打开')
})

test('a person who is not a member is refused by the server, with a way back', async () => {
  const viewer = await world.phone('林间小鹿')
  await viewer.isAt('pages/home/home')
  await viewer.tap('.studio')
  await viewer.sees('你的微信不是这家店的店主')
  await viewer.tap('#solve')
  await viewer.isAt('pages/home/home')
})

test('the rtc package fails to download: the retry works', async () => {
  // Home is opened before anybody is live: with a live room it would preload the package.
  const viewer = await world.phone('电梯里的人', { role: 'viewer' })
  await viewer.isAt('pages/home/home')
  const anchor = await world.phone('阿禾')
  await goLive(anchor)
  const page = world.browserPage(viewer)
  await page.route('**/_phone/package/rtc*', (route) => route.abort())
  await shareRoom(anchor)
  await world.tapNewestCard(viewer)
  await viewer.sees('播放组件没下载完')
  await page.unroute('**/_phone/package/rtc*')
  const retriedAt = Date.now()
  await viewer.tap('.state-btn')
  await world.freshFrame(viewer, retriedAt - 1_500)
  await endShow(anchor)
})
