/** @sandbox: a viewer's controls during a show: small window, full screen, sound, sharing the card. */
import assert from 'node:assert/strict'
import { endShow, goLive, shareRoom } from './show-helpers.ts'
import { type PhoneDriver, useFixture, useWorld, waitFor } from './world.ts'

const world = useWorld()

const HOME = 'pages/home/home'
const ROOM = 'live/room/room'
/** WeChat's picture-in-picture window over the app. */
const WINDOW = '.phone-float'

describe('a viewer mutes, goes full screen, browses with the small window and shares the card', () => {
  const anchor = useFixture(() => world.phone('阿禾'))
  const viewer = useFixture(() => world.phone('林间小鹿'))
  const friend = useFixture(() => world.phone('小鹿的朋友', { role: 'viewer' }))
  const screen = () => world.browserPage(viewer)
  const windows = () => screen().locator(WINDOW).count()
  /** The video moves from now on. */
  const moves = (phone: PhoneDriver) => world.freshFrame(phone, Date.now())
  const watching = () => world.sandbox.media.streams()[0]?.readers
  const inRoom = () => world.sandbox.zego?.rooms()[0]?.users.length

  beforeAll(async () => {
    await goLive(anchor)
    await viewer.opens(`/${HOME}`)
  })

  test('home lists the live show, a tap opens it with moving video', async () => {
    await viewer.tap('.card')
    await viewer.isAt(ROOM)
    await moves(viewer)
  })

  test('the sound can be muted and unmuted', async () => {
    const isMuted = () =>
      screen()
        .locator('wx-live-player video')
        .evaluate((video: HTMLVideoElement) => video.muted)
    await viewer.tap('#mute')
    await viewer.sees('开声音')
    await waitFor(isMuted, { what: 'the muted player' })
    await viewer.tap('#mute')
    await viewer.sees('静音')
    await waitFor(async () => !(await isMuted()), { what: 'the sound' })
  })

  test('full screen shows the video and one button to leave it', async () => {
    await viewer.tap('#full')
    await viewer.sees('退出全屏')
    for (const gone of ['#back', '#mute', '#window', 'button'])
      assert.equal(await viewer.has(gone), false, gone)
    await moves(viewer)
    await viewer.tap('#full-exit')
    await waitFor(() => viewer.has('#mute'), { what: 'the tools' })
  })

  test('the small window keeps playing over the shop’s pages', async () => {
    await viewer.tap('#window')
    await viewer.isAt(HOME)
    expect(await windows()).toBe(1)
    await moves(viewer)
    expect([watching(), inRoom()]).toStrictEqual([1, 2])
  })

  test('a tap on the small window returns to the room', async () => {
    await screen()
      .locator(WINDOW)
      .click({ position: { x: 40, y: 120 } })
    await viewer.isAt(ROOM)
    expect(await windows()).toBe(0)
    await moves(viewer)
  })

  test('closing the small window leaves stream and room', async () => {
    await viewer.tap('#window')
    await viewer.isAt(HOME)
    await screen().locator(`${WINDOW} button`).click()
    await waitFor(async () => (await windows()) === 0, { what: 'no window' })
    await waitFor(() => watching() === 0 && inRoom() === 1, { what: 'the viewer gone from stream and room' })
  })

  test('opening the same show while its window is open returns to the room', async () => {
    await viewer.tap('.card')
    await viewer.isAt(ROOM)
    await moves(viewer)
    await viewer.tap('#window')
    await viewer.isAt(HOME)
    await viewer.tap('.card')
    await viewer.isAt(ROOM)
    await moves(viewer)
    await waitFor(() => watching() === 1 && inRoom() === 2, { what: 'one viewer, not two' })
  })

  test('after entering by a card there is no page behind the room: the window opens over home', async () => {
    await viewer.opens(`/${HOME}`)
    await shareRoom(anchor)
    const tappedAt = await world.tapNewestCard(viewer)
    await world.freshFrame(viewer, tappedAt - 1_500)
    await viewer.tap('#window')
    await viewer.isAt(HOME)
    expect(await windows()).toBe(1)
    await moves(viewer)
    await screen()
      .locator(WINDOW)
      .click({ position: { x: 40, y: 120 } })
    await viewer.isAt(ROOM)
    await moves(viewer)
  })

  test('the viewer shares the card, and a friend sees moving video', async () => {
    await shareRoom(viewer)
    const tappedAt = await world.tapNewestCard(friend)
    await friend.isAt(ROOM)
    await friend.sees('阿禾')
    await world.freshFrame(friend, tappedAt - 1_500)
  })

  test('viewers are asked for neither consent nor permissions', async () => {
    for (const phone of [viewer, friend]) {
      const { needAuthorization } = (await phone.app.callWxMethod('getPrivacySetting')) as {
        needAuthorization: boolean
      }
      assert.equal(needAuthorization, true, 'there is a privacy guideline, and nobody has agreed to it')
      const { authSetting } = (await phone.app.callWxMethod('getSetting')) as { authSetting: object }
      expect(authSetting).toStrictEqual({})
    }
  })

  test('the end of the show reaches the small window too', async () => {
    await viewer.tap('#window')
    await viewer.isAt(HOME)
    await endShow(anchor)
    await friend.sees('直播已结束')
    await screen()
      .locator(WINDOW)
      .click({ position: { x: 40, y: 120 } })
    await viewer.isAt(ROOM)
    await viewer.sees('直播已结束')
    await waitFor(() => world.sandbox.zego?.rooms().every(({ users }) => users.length === 0), {
      what: 'nobody left in the room',
    })
    for (const phone of [anchor, viewer, friend]) expect(phone.exceptions).toStrictEqual([])
  })
})
