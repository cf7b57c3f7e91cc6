/** @sandbox: privacy consent, camera and microphone: asked for where they are used, and every refusal can be undone. */
import { agreeToPrivacy } from './show-helpers.ts'
import { useFixture, useWorld, waitFor } from './world.ts'

const world = useWorld()

describe('the anchor refuses everything once and still gets to the preview', () => {
  const anchor = useFixture(() => world.phone('阿禾'))
  const screen = () => world.browserPage(anchor)
  const needsConsent = async () =>
    ((await anchor.app.callWxMethod('getPrivacySetting')) as { needAuthorization: boolean }).needAuthorization
  const toStudio = async () => {
    await anchor.isAt('pages/home/home')
    await anchor.tap('.studio')
    await anchor.isAt('studio/go-live/go-live')
  }

  test('the privacy guideline is shown before the camera, not at home', async () => {
    await anchor.isAt('pages/home/home')
    expect(await needsConsent()).toBe(true)
    await toStudio()
    await anchor.sees('镜头和麦克风只用来直播')
    expect(await screen().locator('wx-live-pusher').count()).toBe(0)
  })

  test('the text of the guideline can be read', async () => {
    await anchor.tap('privacy-gate >>> .contract-link')
    await screen().getByText('关闭').click()
  })

  test('refusing it leads home, and it is asked again', async () => {
    await anchor.tap('privacy-gate >>> #privacy-refuse')
    await anchor.isAt('pages/home/home')
    expect(await needsConsent()).toBe(true)
    await toStudio()
    await agreeToPrivacy(anchor)
    await waitFor(async () => !(await needsConsent()), { what: 'the consent' })
  })

  for (const [device, row, sentence] of [
    ['camera', 0, '没有相机权限'],
    ['microphone', 1, '没有麦克风权限'],
  ] as const) {
    test(`${device} refused: the reason it is needed, and the way to WeChat’s settings`, async () => {
      await anchor.answers('authorizeCancel')
      await anchor.sees(sentence)
      await anchor.tap('#settings')
      await screen().locator('.wxs-row input').nth(row).check()
      await screen().getByText('返回小程序').click()
    })
  }

  test('the preview runs', async () => {
    await anchor.sees('开始直播')
    await waitFor(
      () => world.sandbox.recorder.read({ phone: anchor.id, name: 'live-pusher.startPreview' }).length > 0,
      { what: 'the preview' },
    )
    expect(anchor.exceptions).toStrictEqual([])
  })
})
