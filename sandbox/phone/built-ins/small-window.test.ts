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

/** The viewer watches a page that floats on these ways of leaving it; a page lies below it. */
async function watch(floats: string[]): Promise<void> {
  const { viewer, media } = live
  await callWx(viewer, 'reLaunch', SECOND)
  await callWx(viewer, 'navigateTo', { url: LIVE_PAGE })
  await setData(viewer, { pusher: false, floats, src: `rtmp://${media.rtmpHost}/live/s1` })
  await live.freshPicture()
  await life()
}

/** Lifecycles of the live page since last asked. */
const life = () => live.viewer.evaluate(() => underTest.getApp().life.splice(0))
const isFloating = async () => (await callWx(live.viewer, 'checkIsPictureInPictureActive')).answer
const box = () => live.viewer.locator('wx-live-player').boundingBox()

beforeEach(async () => {
  await operate(live.viewer, 'Player', 'exitPictureInPicture')
})

test('pushing a page over a playing one lets it go on in a small window', async () => {
  await watch(['push'])
  await callWx(live.viewer, 'navigateTo', SECOND)
  expect(await isFloating()).toBe(true)
  expect(await life()).toStrictEqual(['live.onHide'])
  await live.freshPicture()
  const window_ = await box()
  expect([window_?.x, window_?.y, window_?.width]).toStrictEqual([12, 162, 132]) // (left, 20%) of 812
  await callWx(live.viewer, 'navigateBack')
  expect(await isFloating()).toBe(false)
  expect(await life()).toStrictEqual(['live.onShow'])
  expect((await box())?.width).toBe(300)
  await hears(live.viewer, 'enterpictureinpicture', 'player')
  await hears(live.viewer, 'leavepictureinpicture', 'player')
})

test('a tap on the small window goes back to its page', async () => {
  await watch(['push'])
  await callWx(live.viewer, 'navigateTo', SECOND)
  await live.viewer.locator('.phone-float').click()
  await waitFor(async () => (await topPath(live.viewer)) === 'pages/live/live', { what: 'the live page' })
  expect(await isFloating()).toBe(false)
  await live.freshPicture()
})

test('going back from a playing page lets it go on without a place in the stack, and a tap opens it again', async () => {
  await watch(['pop'])
  await callWx(live.viewer, 'navigateBack')
  expect(await topPath(live.viewer)).toBe('pages/second/second')
  expect(await life()).toStrictEqual(['live.onHide'])
  await live.freshPicture()
  await live.viewer.locator('.phone-float').click()
  await waitFor(async () => (await topPath(live.viewer)) === 'pages/live/live', { what: 'the live page' })
  expect(await life()).toStrictEqual(['live.onShow'])
  await callWx(live.viewer, 'reLaunch', SECOND)
  expect(await life()).toStrictEqual(['live.onUnload'])
})

test('closing the window of a page that was popped ends the page', async () => {
  await watch(['pop'])
  await callWx(live.viewer, 'navigateBack')
  await live.viewer.getByLabel('关闭小窗').click()
  expect(await life()).toStrictEqual(['live.onHide', 'live.onUnload'])
  expect(await isFloating()).toBe(false)
  expect(await live.viewer.locator('wx-live-player').count()).toBe(0)
})

test('code closes the window from any page, and says so when there is none', async () => {
  await watch(['push', 'pop'])
  await callWx(live.viewer, 'navigateTo', SECOND)
  await callWx(live.viewer, 'navigateBack')
  expect(await operate(live.viewer, 'Player', 'exitPictureInPicture')).toStrictEqual({
    errMsg: 'operateLivePlayer:fail not in picture in picture',
    errno: 1107007,
  })
})

test('a new start of the app closes the window and ends its page', async () => {
  await watch(['pop'])
  await callWx(live.viewer, 'navigateBack')
  await callWx(live.viewer, 'reLaunch', SECOND)
  expect(await life()).toStrictEqual(['live.onHide', 'live.onUnload'])
  expect(await isFloating()).toBe(false)
})

test('without the mode, or without a picture, leaving is only leaving', async () => {
  await watch([])
  await callWx(live.viewer, 'navigateBack')
  expect(await life()).toStrictEqual(['live.onUnload'])
  await watch(['pop'])
  await operate(live.viewer, 'Player', 'stop')
  await callWx(live.viewer, 'navigateBack')
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
