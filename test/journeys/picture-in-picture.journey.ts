/** @sandbox: a shopper's ways around a show that goes on: small window, full screen, sound, passing the card on. */
import assert from 'node:assert/strict'
import { endShow, goLive, shareRoom } from './show-helpers.ts'
import { type PhoneDriver, useFixture, useWorld, waitFor } from './world.ts'

const world = useWorld()

const HOME = 'pages/home/home'
const ROOM = 'live/room/room'
/** WeChat's own window over the app. */
const WINDOW = '.phone-float'

describe('a shopper looks around, listens, watches in full, passes the card on, and the show goes on', () => {
  const anchor = useFixture(() => world.phone('阿禾'))
  const shopper = useFixture(() => world.phone('林间小鹿'))
  const friend = useFixture(() => world.phone('小鹿的朋友', { role: 'shopper' }))
  const screen = () => world.browserPage(shopper)
  const windows = () => screen().locator(WINDOW).count()
  /** The picture moves from now on. */
  const moves = (phone: PhoneDriver) => world.freshFrame(phone, Date.now())
  const watching = () => world.sandbox.media.streams()[0]?.readers
  const inRoom = () => world.sandbox.zego?.rooms()[0]?.users.length

  beforeAll(async () => {
    await goLive(anchor)
    await shopper.opens(`/${HOME}`)
  })

  test('home shows who is live, a tap leads to the moving picture', async () => {
    await shopper.tap('.card')
    await shopper.isAt(ROOM)
    await moves(shopper)
  })

  test('sound off and on again', async () => {
    const isMuted = () =>
      screen()
        .locator('wx-live-player video')
        .evaluate((video: HTMLVideoElement) => video.muted)
    await shopper.tap('#mute')
    await shopper.sees('开声音')
    await waitFor(isMuted, { what: 'silence' })
    await shopper.tap('#mute')
    await shopper.sees('静音')
    await waitFor(async () => !(await isMuted()), { what: 'the sound' })
  })

  test('full screen leaves the picture and one way back', async () => {
    await shopper.tap('#full')
    await shopper.sees('退出全屏')
    for (const gone of ['#back', '#mute', '#window', 'button'])
      assert.equal(await shopper.has(gone), false, gone)
    await moves(shopper)
    await shopper.tap('#full-exit')
    await waitFor(() => shopper.has('#mute'), { what: 'the tools' })
  })

  test('the small window: the picture moves on beside the shop’s pages', async () => {
    await shopper.tap('#window')
    await shopper.isAt(HOME)
    expect(await windows()).toBe(1)
    await moves(shopper)
    expect([watching(), inRoom()]).toStrictEqual([1, 2])
  })

  test('a tap on it returns to the room', async () => {
    await screen()
      .locator(WINDOW)
      .click({ position: { x: 40, y: 120 } })
    await shopper.isAt(ROOM)
    expect(await windows()).toBe(0)
    await moves(shopper)
  })

  test('its cross closes it, and with it the visit: nothing is left behind', async () => {
    await shopper.tap('#window')
    await shopper.isAt(HOME)
    await screen().locator(`${WINDOW} button`).click()
    await waitFor(async () => (await windows()) === 0, { what: 'no window' })
    await waitFor(() => watching() === 0 && inRoom() === 1, { what: 'the shopper gone from stream and room' })
  })

  test('the same card again, while the window is open, is the same show in full', async () => {
    await shopper.tap('.card')
    await shopper.isAt(ROOM)
    await moves(shopper)
    await shopper.tap('#window')
    await shopper.isAt(HOME)
    await shopper.tap('.card')
    await shopper.isAt(ROOM)
    await moves(shopper)
    await waitFor(() => watching() === 1 && inRoom() === 2, { what: 'one shopper, not two' })
  })

  test('whoever came by a card has no page behind the room: the window stands over home', async () => {
    await shopper.opens(`/${HOME}`)
    await shareRoom(anchor)
    const tappedAt = await world.tapNewestCard(shopper)
    await world.freshFrame(shopper, tappedAt - 1_500)
    await shopper.tap('#window')
    await shopper.isAt(HOME)
    expect(await windows()).toBe(1)
    await moves(shopper)
    await screen()
      .locator(WINDOW)
      .click({ position: { x: 40, y: 120 } })
    await shopper.isAt(ROOM)
    await moves(shopper)
  })

  test('the shopper passes the card on, and the friend sees the moving picture', async () => {
    await shareRoom(shopper)
    const tappedAt = await world.tapNewestCard(friend)
    await friend.isAt(ROOM)
    await friend.sees('阿禾')
    await world.freshFrame(friend, tappedAt - 1_500)
  })

  test('nobody who only watches was asked for consent or a permission', async () => {
    for (const phone of [shopper, friend]) {
      const { needAuthorization } = (await phone.app.callWxMethod('getPrivacySetting')) as {
        needAuthorization: boolean
      }
      assert.equal(needAuthorization, true, 'there is a guideline, and nobody has agreed to it')
      const { authSetting } = (await phone.app.callWxMethod('getSetting')) as { authSetting: object }
      expect(authSetting).toStrictEqual({})
    }
  })

  test('the end of the show reaches the small window, too', async () => {
    await shopper.tap('#window')
    await shopper.isAt(HOME)
    await endShow(anchor)
    await friend.sees('直播已结束')
    await screen()
      .locator(WINDOW)
      .click({ position: { x: 40, y: 120 } })
    await shopper.isAt(ROOM)
    await shopper.sees('直播已结束')
    await waitFor(() => world.sandbox.zego?.rooms().every(({ users }) => users.length === 0), {
      what: 'nobody left in the room',
    })
    for (const phone of [anchor, shopper, friend]) expect(phone.exceptions).toStrictEqual([])
  })
})
