import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { waitFor } from '../../../test/support/wait-for.ts'
import { inject } from '../../faults/testing/inject.ts'
import { answerDialog, at, callWx, heard, hears, setData } from '../wx/testing/fixture-phone.mts'
import { codesOf, LIVE_PAGE, type LivePhones, operate, startLivePhones } from './testing/live-phones.mts'

/** expose.ts in the page. */
declare const underTest: {
  readonly phone: {
    readonly pages: { current(): { instance: { setData(change: object): void } }[] }
  }
  readonly wx: Record<string, (...args: unknown[]) => Record<string, (options: object) => unknown>>
}

let live: LivePhones
let media: LivePhones['media']
let anchor: Page
let viewer: Page

beforeAll(async () => {
  live = await startLivePhones()
  ;({ media, anchor, viewer } = live)
})
afterAll(async () => {
  await live?.stop()
})

test('a refused camera is told by code 10001, and nothing is pushed', async () => {
  const started = operate(anchor, 'Pusher', 'start')
  await answerDialog(anchor, 'permission', 'cancel')
  expect((await started).errMsg).toBe('operateLivePusher:ok')
  expect((await hears(anchor, 'error', 'pusher')).detail.errCode).toBe(10001)
  expect(await codesOf(anchor, 'pusher')).toStrictEqual([10001])
  expect(media.streams()).toStrictEqual([])
})

test('the anchor’s picture arrives on the viewer’s player with fresh time marks', async () => {
  await anchor.evaluate(() => localStorage.removeItem('wx-permission/wxfixture/阿禾'))
  await setData(anchor, { url: `rtmp://${media.rtmpHost}/live/s1` })
  const started = operate(anchor, 'Pusher', 'start')
  await answerDialog(anchor, 'permission', 'confirm')
  await answerDialog(anchor, 'permission', 'confirm')
  expect((await started).errMsg).toBe('operateLivePusher:ok')
  await waitFor(async () => (await codesOf(anchor, 'pusher')).includes(1002), { what: 'code 1002' })
  const info = (await hears(anchor, 'netstatus', 'pusher')).detail.info as Record<string, number>
  expect([info.videoWidth, info.videoHeight]).toStrictEqual([360, 640])

  await setData(viewer, { src: `rtmp://${media.rtmpHost}/live/s1` })
  await waitFor(async () => (await codesOf(viewer, 'player')).includes(2004), { what: 'code 2004' })
  const mark = await waitFor(
    async () => (await live.marks(live.viewerID)).find(({ samples }) => samples.length > 5),
    {
      what: 'time marks of the player',
    },
  )
  expect(mark.id).toBe('player')
  assert.ok(
    Date.now() - Number(mark.markMs) < 3000,
    `the newest mark is ${Date.now() - Number(mark.markMs)} ms old`,
  )
})

test('a live-player is 300×225 by default, its object-fit reaches the picture', async () => {
  const box = await viewer.locator(at('player')).boundingBox()
  expect([box?.width, box?.height]).toStrictEqual([300, 225])
  const fit = await viewer
    .locator(`${at('player')} video`)
    .evaluate((video) => getComputedStyle(video).objectFit)
  expect(fit).toBe('cover')
})

test('a horizontal picture is turned and fills the player', async () => {
  await setData(viewer, { orientation: 'horizontal' })
  const box = await viewer.locator(`${at('player')} video`).boundingBox()
  expect([Math.round(box?.width ?? 0), Math.round(box?.height ?? 0)]).toStrictEqual([300, 225])
  await setData(viewer, { orientation: 'vertical' })
})

test('views inside the pusher lie over the picture', async () => {
  const top = await anchor.locator(at('over')).evaluate((over) => {
    const { x, y } = over.getBoundingClientRect()
    return document
      .elementFromPoint(x + 5, y + 5)
      ?.closest('[data-wx-id]')
      ?.getAttribute('data-wx-id')
  })
  expect(top).toBe('over')
})

test('a second pusher on the page is refused', async () => {
  await setData(anchor, { twin: true })
  expect(String((await hears(anchor, 'error', 'twin')).detail.errMsg)).toMatch(/^insertLivePusher:fail/)
  await setData(anchor, { twin: false })
  expect(media.streams()).toHaveLength(1)
})

test('a snapshot gives a path and its size as text', async () => {
  const shot = await operate(viewer, 'Player', 'snapshot')
  expect([shot.errMsg, shot.width, shot.height]).toStrictEqual(['operateLivePlayer:ok', '360', '640'])
  expect(String(shot.tempImagePath)).toMatch(/^blob:/)
})

test('mute turns the sound off and on again', async () => {
  const muted = () => viewer.locator(`${at('player')} video`).evaluate((v) => (v as HTMLVideoElement).muted)
  const before = await muted()
  await operate(viewer, 'Player', 'mute')
  expect(await muted()).toBe(!before)
  await operate(viewer, 'Player', 'mute')
  expect(await muted()).toBe(before)
})

test('full screen fills the window and says so', async () => {
  await operate(viewer, 'Player', 'requestFullScreen', { direction: 0 })
  const box = await viewer.locator(at('player')).boundingBox()
  expect(box?.width).toBe(375)
  await operate(viewer, 'Player', 'exitFullScreen')
  const events = (await heard(viewer)).filter(({ type }) => type === 'fullscreenchange')
  expect(events.map(({ detail }) => detail)).toStrictEqual([
    { direction: 'vertical', fullScreen: true },
    { direction: 'vertical', fullScreen: false },
  ])
})

test('what a live context cannot do here is refused with its row', async () => {
  for (const [kind, method] of [
    ['Pusher', 'playBGM'],
    ['Player', 'requestBackgroundPlayback'],
  ] as const) {
    expect((await operate(anchor, kind, method)).errMsg).toBe(
      `operateLive${kind}:fail not supported in the sandbox (D-WX-73)`,
    )
  }
})

test('in the background the pusher says 5000 and the player 6000, and both go on afterwards', async () => {
  const back = [
    await inject(live.fixture.phone, 'phone.background', { phone: live.anchorID }),
    await inject(live.fixture.phone, 'phone.background', { phone: live.viewerID }),
  ]
  await waitFor(async () => (await codesOf(anchor, 'pusher')).at(-1) === 5000, { what: 'code 5000' })
  await waitFor(async () => (await codesOf(viewer, 'player')).at(-1) === 6000, { what: 'code 6000' })
  for (const comeBack of back) await comeBack()
  await waitFor(async () => (await codesOf(viewer, 'player')).at(-1) === 2004, { what: 'the picture again' })
})

test('going to another page pauses the player, coming back lets it go on', async () => {
  await callWx(viewer, 'navigateTo', { url: '/pages/second/second' })
  const paused = () => viewer.locator('wx-live-player video').evaluate((v) => (v as HTMLVideoElement).paused)
  await waitFor(paused, { what: 'a paused player' })
  await callWx(viewer, 'navigateBack')
  await waitFor(async () => !(await paused()), { what: 'a playing player' })
})

test('a pusher that appears by setData can be started in the same task', async () => {
  await callWx(anchor, 'reLaunch', { url: LIVE_PAGE })
  await setData(anchor, { pusher: false })
  const started = await anchor.evaluate(
    (url) =>
      new Promise((resolve) => {
        const page = underTest.phone.pages.current().at(-1)
        page?.instance.setData({ pusher: true, url })
        underTest.wx.createLivePusherContext?.().start?.({ complete: resolve })
      }),
    `rtmp://${media.rtmpHost}/live/s2`,
  )
  expect(started).toStrictEqual({ errMsg: 'operateLivePusher:ok' })
  await waitFor(() => media.streams().some(({ streamID }) => streamID === 's2'), { what: 'stream s2' })
})

test('leaving the page ends the stream', async () => {
  await callWx(anchor, 'reLaunch', { url: '/pages/second/second' })
  await waitFor(() => media.streams().length === 0, { what: 'the end of the stream' })
})
