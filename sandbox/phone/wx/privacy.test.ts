import type { Page } from 'playwright-core'
import {
  answerDialog,
  at,
  callWx,
  type FixturePhone,
  hears,
  startFixturePhone,
} from './testing/fixture-phone.mts'

/** expose.ts in the page. */
declare const underTest: { readonly wx: Record<string, (listener: unknown) => void> }
/** What onNeedPrivacyAuthorization got last. */
declare const need: { resolve(answer: object): void; referrer: string }

let fixture: FixturePhone
beforeAll(async () => {
  fixture = await startFixturePhone({ privacy: { contractName: '《小店隐私保护指引》', uses: ['camera'] } })
})
afterAll(async () => {
  await fixture?.stop()
})

const REFUSED = { errMsg: 'requirePrivacyAuthorize:fail privacy permission is not authorized', errno: 104 }

const setting = async (page: Page) =>
  (await callWx(page, 'getPrivacySetting')).answer as { needAuthorization: boolean }

/** The app asks the person itself from now on. */
const listen = (page: Page) =>
  page.evaluate(() => {
    underTest.wx.onNeedPrivacyAuthorization?.((resolve: unknown, { referrer }: { referrer: string }) => {
      Object.assign(globalThis, { need: { resolve, referrer } })
    })
  })

const needed = (page: Page) => page.waitForFunction(() => typeof need === 'object')

const resolve = (page: Page, answer: object) => page.evaluate((given) => need.resolve(given), answer)

test('a new person has not agreed yet, and the guideline has a name', async () => {
  const page = await fixture.open()
  expect((await callWx(page, 'getPrivacySetting')).answer).toStrictEqual({
    needAuthorization: true,
    privacyContractName: '《小店隐私保护指引》',
    errMsg: 'getPrivacySetting:ok',
  })
  await callWx(page, 'openPrivacyContract')
  await page.locator('.wxs-ask', { hasText: '《小店隐私保护指引》' }).waitFor()
  await answerDialog(page, 'contract', 'confirm')
})

test('without a listener WeChat asks itself, and after a refusal it is silent for ten seconds', async () => {
  const page = await fixture.open()
  await page.clock.install()
  const asked = callWx(page, 'requirePrivacyAuthorize')
  await page.getByText('用户隐私保护提示').waitFor()
  await answerDialog(page, 'permission', 'cancel')
  await page.clock.runFor(10)
  expect((await asked).error).toStrictEqual(REFUSED)
  const again = callWx(page, 'requirePrivacyAuthorize')
  await page.clock.runFor(10)
  expect((await again).error).toStrictEqual(REFUSED)
  await page.clock.fastForward(10_000)
  const later = callWx(page, 'requirePrivacyAuthorize')
  await answerDialog(page, 'permission', 'confirm')
  await page.clock.runFor(10)
  expect((await later).error).toBeUndefined()
})

test('with a listener the call waits until the app says that its button was tapped', async () => {
  const page = await fixture.open()
  await listen(page)
  const camera = callWx(page, 'authorize', { scope: 'scope.camera' })
  await needed(page)
  expect(await page.evaluate(() => need.referrer)).toBe('scope.camera')
  await resolve(page, { event: 'exposureAuthorization' })
  await page.locator(at('agree')).click()
  expect((await hears(page, 'agreeprivacyauthorization', 'agree')).detail.errMsg).toBe(
    'agreePrivacyAuthorization:ok',
  )
  expect((await setting(page)).needAuthorization).toBe(false)
  await resolve(page, { event: 'agree', buttonId: 'agree' })
  await answerDialog(page, 'permission', 'confirm') // the camera itself
  expect((await camera).error).toBeUndefined()
})

test('an app that claims an agreement nobody gave is refused, and a refusal fails the call', async () => {
  const page = await fixture.open()
  await listen(page)
  for (const answer of [{ event: 'agree', buttonId: 'agree' }, { event: 'disagree' }]) {
    const asked = callWx(page, 'requirePrivacyAuthorize')
    await needed(page)
    await resolve(page, answer)
    expect((await asked).error).toStrictEqual(REFUSED)
    await page.evaluate(() => Reflect.deleteProperty(globalThis, 'need'))
  }
  expect((await setting(page)).needAuthorization).toBe(true)
})

test('what the guideline does not declare cannot be used at all', async () => {
  const page = await fixture.open()
  expect((await callWx(page, 'authorize', { scope: 'scope.record' })).error).toStrictEqual({
    errMsg: 'authorize:fail api scope is not declared in the privacy agreement',
    errno: 112,
  })
})

test('a base library before 2.32.3 asks nobody and knows none of this', async () => {
  const page = await fixture.open(undefined, '阿禾', { sdkVersion: '2.32.2' })
  const names = ['getPrivacySetting', 'onNeedPrivacyAuthorization', 'requirePrivacyAuthorize'] as const
  expect(await page.evaluate((known) => known.map((name) => typeof underTest.wx[name]), names)).toStrictEqual(
    names.map(() => 'undefined'),
  )
  const asked = callWx(page, 'authorize', { scope: 'scope.camera' })
  await page.locator('.wxs-ask', { hasText: '使用你的摄像头' }).waitFor()
  await answerDialog(page, 'permission', 'confirm')
  expect((await asked).error).toBeUndefined()
})
