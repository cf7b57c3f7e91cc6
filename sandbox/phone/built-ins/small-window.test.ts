import { waitFor } from '../../../test/support/wait-for.ts'
import { callWx, hears, setData, topPath } from '../wx/testing/fixture-phone.mts'
import { LIVE_PAGE, type LivePhones, operate, startLivePhones } from './testing/live-phones.mts'

/** expose.ts in the page. */
declare const underTest: { readonly getApp: () => { life: string[] } }

const SECOND = { url: '/pages/second/second' }

let live: LivePhones
beforeAll(async () => {
  live = await startLivePhones()
  await live.goOnAir('s1')
})
afterAll(async () => {
  await live?.stop()
})

/** The shopper watches a page that floats on these ways of leaving it; a page lies below it. */
async function watch(floats: string[]): Promise<void> {
  const { shopper, media } = live
  await callWx(shopper, 'reLaunch', SECOND)
  await callWx(shopper, 'navigateTo', { url: LIVE_PAGE })
  await setData(shopper, { pusher: false, floats, src: `rtmp://${media.rtmpHost}/live/s1` })
  await live.freshPicture()
  await life()
}

/** Lifecycles of the live page since last asked. */
const life = () => live.shopper.evaluate(() => underTest.getApp().life.splice(0))
const isFloating = async () => (await callWx(live.shopper, 'checkIsPictureInPictureActive')).answer
const box = () => live.shopper.locator('wx-live-player').boundingBox()

beforeEach(async () => {
  await operate(live.shopper, 'Player', 'exitPictureInPicture')
})

test('pushing a page over a playing one lets it go on in a small window', async () => {
  await watch(['push'])
  await callWx(live.shopper, 'navigateTo', SECOND)
  expect(await isFloating()).toBe(true)
  expect(await life()).toStrictEqual(['live.onHide'])
  await live.freshPicture()
  const window_ = await box()
  expect([window_?.x, window_?.y, window_?.width]).toStrictEqual([12, 162, 132]) // (left, 20%) of 812
  await callWx(live.shopper, 'navigateBack')
  expect(await isFloating()).toBe(false)
  expect(await life()).toStrictEqual(['live.onShow'])
  expect((await box())?.width).toBe(300)
  await hears(live.shopper, 'enterpictureinpicture', 'player')
  await hears(live.shopper, 'leavepictureinpicture', 'player')
})

test('a tap on the small window goes back to its page', async () => {
  await watch(['push'])
  await callWx(live.shopper, 'navigateTo', SECOND)
  await live.shopper.locator('.phone-float').click()
  await waitFor(async () => (await topPath(live.shopper)) === 'pages/live/live', { what: 'the live page' })
  expect(await isFloating()).toBe(false)
  await live.freshPicture()
})

test('going back from a playing page lets it go on without a place in the stack, and a tap opens it again', async () => {
  await watch(['pop'])
  await callWx(live.shopper, 'navigateBack')
  expect(await topPath(live.shopper)).toBe('pages/second/second')
  expect(await life()).toStrictEqual(['live.onHide'])
  await live.freshPicture()
  await live.shopper.locator('.phone-float').click()
  await waitFor(async () => (await topPath(live.shopper)) === 'pages/live/live', { what: 'the live page' })
  expect(await life()).toStrictEqual(['live.onShow'])
  await callWx(live.shopper, 'reLaunch', SECOND)
  expect(await life()).toStrictEqual(['live.onUnload'])
})

test('closing the window of a page that was popped ends the page', async () => {
  await watch(['pop'])
  await callWx(live.shopper, 'navigateBack')
  await live.shopper.getByLabel('关闭小窗').click()
  expect(await life()).toStrictEqual(['live.onHide', 'live.onUnload'])
  expect(await isFloating()).toBe(false)
  expect(await live.shopper.locator('wx-live-player').count()).toBe(0)
})

test('code closes the window from any page, and says so when there is none', async () => {
  await watch(['push', 'pop'])
  await callWx(live.shopper, 'navigateTo', SECOND)
  await callWx(live.shopper, 'navigateBack')
  expect(await operate(live.shopper, 'Player', 'exitPictureInPicture')).toStrictEqual({
    errMsg: 'operateLivePlayer:fail not in picture in picture',
    errno: 1107007,
  })
})

test('a new start of the app closes the window and ends its page', async () => {
  await watch(['pop'])
  await callWx(live.shopper, 'navigateBack')
  await callWx(live.shopper, 'reLaunch', SECOND)
  expect(await life()).toStrictEqual(['live.onHide', 'live.onUnload'])
  expect(await isFloating()).toBe(false)
})

test('without the mode, or without a picture, leaving is only leaving', async () => {
  await watch([])
  await callWx(live.shopper, 'navigateBack')
  expect(await life()).toStrictEqual(['live.onUnload'])
  await watch(['pop'])
  await operate(live.shopper, 'Player', 'stop')
  await callWx(live.shopper, 'navigateBack')
  expect(await life()).toStrictEqual(['live.onUnload'])
})

test('the anchor’s own picture floats, too', async () => {
  await setData(live.anchor, { pusherFloats: 'push' })
  await callWx(live.anchor, 'navigateTo', SECOND)
  expect((await callWx(live.anchor, 'checkIsPictureInPictureActive')).answer).toBe(true)
  await live.anchor.locator('.phone-float').waitFor()
  expect(live.media.streams()).toHaveLength(1)
  await callWx(live.anchor, 'navigateBack')
  await hears(live.anchor, 'leavepictureinpicture', 'pusher')
})
