/** @sandbox: base libraries that are too old or just new enough, and phones without the live tags. Nobody sees a broken page. */
import { MIN_BASE_LIBRARY } from '../../miniprogram/services/base-library.ts'
import { endShow, goLive, shareRoom } from './show-helpers.ts'
import { type PhoneDriver, useWorld } from './world.ts'

const world = useWorld()

const GATE = 'pages/gate/gate'
const ROOM = '/live/room/room?roomID=aaaaaaaaaaaaaaaaaaaaaa'

/** The newest version that is not supported. */
const JUST_BELOW = ((): string => {
  const [major = 0, minor = 0, patch = 0] = MIN_BASE_LIBRARY.split('.').map(Number)
  return patch > 0 ? `${major}.${minor}.${patch - 1}` : `${major}.${minor - 1}.9`
})()

/** The page that the phone starts with: a viewer opens a card, the owner comes from the list of Mini Programs. */
const TOO_OLD: readonly [sdkVersion: string, path: string | undefined][] = [
  ['2.2.9', ROOM],
  ['2.2.9', undefined],
  ['2.10.0', ROOM],
  ['2.10.0', '/studio/go-live/go-live'],
  [JUST_BELOW, ROOM],
]

for (const [sdkVersion, path] of TOO_OLD) {
  // Checked in the browser: miniprogram-automator itself needs 2.7.3.
  test(`base library ${sdkVersion} at ${path ?? 'home'}: the gate names the version that is needed, without an error`, async () => {
    const { phones } = world.sandbox.phone
    const exceptions: unknown[] = []
    const stop = phones.onLog((_phone, entry) => entry.type === 'exception' && exceptions.push(entry))
    const phone = await world.sandbox.devices.openPhone({
      person: '林间小鹿',
      sdkVersion,
      path,
      headless: true,
    })
    const page = world.browserPage(phone)
    const sees = (text: string) => page.getByText(text).waitFor({ timeout: 15_000 })

    await sees('微信该更新一下了')
    await sees(`现在 ${sdkVersion}`)
    await sees(`需要 ${MIN_BASE_LIBRARY} 以上`)
    await page.getByText('更新微信').click()
    await sees('打开微信「我 › 设置 › 关于微信 › 版本更新」')
    await page.getByText('更新好了，再试一次').click()
    // Still too old: the gate again, in its first state.
    await page.getByText('打开微信「我').waitFor({ state: 'detached' })
    await sees('微信该更新一下了')

    const last = world.sandbox.recorder.read({ phone: phone.id, kind: 'route' }).at(-1)
    expect((last?.detail as { path: string } | undefined)?.path).toBe(GATE)
    expect(exceptions).toStrictEqual([])
    stop()
    await world.sandbox.devices.closePhone(phone.id)
  })
}

test('a phone without the live tags is asked to use another device, and home still works', async () => {
  const phone = await world.phone('电脑微信', { role: 'viewer' })
  await phone.isAt('pages/home/home')
  await phone.app.mockWxMethod('canIUse', false)
  for (const path of [ROOM, '/studio/go-live/go-live']) {
    await phone.opens(path)
    await phone.isAt(GATE)
    await phone.sees('这台设备放不了直播')
    await phone.sees('换手机打开就行')
  }
  await phone.opens('/pages/home/home')
  await phone.isAt('pages/home/home')
  await closeWithoutErrors(phone)
})

test(`the app’s minimum, ${MIN_BASE_LIBRARY}: a whole show works, with fresh frames`, async () => {
  const anchor = await world.phone('阿禾', { sdkVersion: MIN_BASE_LIBRARY })
  const viewer = await world.phone('林间小鹿', { sdkVersion: MIN_BASE_LIBRARY })
  await viewer.isAt('pages/home/home')
  await goLive(anchor, { guideline: false })
  await shareRoom(anchor)
  const tappedAt = await world.tapNewestCard(viewer)
  const first = await world.freshFrame(viewer, tappedAt - 1_500)
  await world.freshFrame(viewer, first.presentedMs + 1)
  await endShow(anchor)
  await viewer.sees('直播已结束')
  await closeWithoutErrors(anchor)
  await closeWithoutErrors(viewer)
})

async function closeWithoutErrors(phone: PhoneDriver): Promise<void> {
  expect(phone.exceptions).toStrictEqual([])
  phone.disconnect()
  await world.sandbox.devices.closePhone(phone.id)
}
