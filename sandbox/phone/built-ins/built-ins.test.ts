import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { waitFor } from '../../../test/support/wait-for.ts'
import {
  at,
  type FixturePhone,
  heard,
  hears,
  setData,
  startFixturePhone,
} from '../wx/testing/fixture-phone.mts'

let fixture: FixturePhone
let home: Page

beforeAll(async () => {
  fixture = await startFixturePhone()
  home = await fixture.open()
})
afterAll(() => fixture?.stop())

const size = async (id: string) => {
  const box = await home.locator(at(id)).boundingBox()
  return [box?.width, box?.height]
}

test('hidden takes an element away, aria attributes reach the document', async () => {
  expect(await home.locator(at('box')).getAttribute('aria-label')).toBe('a box')
  await setData(home, { hidden: true })
  await home.locator(at('box')).waitFor({ state: 'hidden' })
  await setData(home, { hidden: false })
  await home.locator(at('box')).waitFor({ state: 'visible' })
})

test('hover-class stands while the finger rests and goes afterwards', async () => {
  const opacity = () => home.locator(at('box')).evaluate((box) => getComputedStyle(box).opacity)
  await home.locator(at('box')).hover()
  await home.mouse.down()
  await waitFor(async () => (await opacity()) === '0.5', { what: 'pressed look' })
  await home.mouse.up()
  await waitFor(async () => (await opacity()) === '1', { what: 'ordinary look' })
})

test('a picture is loaded from the project, in its mode, with its real size told', async () => {
  expect((await hears(home, 'load', 'fit')).detail).toStrictEqual({ width: 4, height: 2 })
  expect(await size('fit')).toStrictEqual([320, 240])
  const fit = await home.locator(`${at('fit')} img`).evaluate((image) => getComputedStyle(image).objectFit)
  expect(fit).toBe('contain')
  await waitFor(async () => (await size('wide'))[1] === 50, { what: 'widthFix height' })
})

test('a picture that is missing says so', async () => {
  expect(String((await hears(home, 'error', 'broken')).detail.errMsg)).toMatch(/nowhere\.png/)
})

test('"style": "v2" makes ordinary buttons 184 px wide and leaves small ones alone', async () => {
  expect((await size('plain'))[0]).toBe(184)
  expect(Number((await size('small'))[0])).toBeLessThan(184)
})

test('a disabled button is not tapped', async () => {
  await home.locator(at('off')).click({ force: true })
  await home.locator(at('small')).click()
  await hears(home, 'tap', 'small')
  expect((await heard(home)).some(({ id }) => id === 'off')).toBe(false)
})

test('a tap on a label is a tap on its first control, and a control inside answers for itself', async () => {
  const tapped = async () =>
    (await heard(home)).flatMap(({ type, id }) => (type === 'tap' && /first|later/.test(id) ? [id] : []))
  await home.locator(at('beside')).click()
  expect(await tapped()).toStrictEqual(['first'])
  await home.locator(at('later')).click()
  expect(await tapped()).toStrictEqual(['first', 'later'])
})

test('a label leads to the field that it is for', async () => {
  const field = home.locator(`${at('name')} input`)
  await home.locator(at('far')).click()
  assert.ok(await field.evaluate((input) => input === document.activeElement))
})

test('an open-type that is not imitated is refused with its row', async () => {
  await home.locator(at('phone')).click()
  await waitFor(() => fixture.log.find((line) => line.includes('D-WX-65')), { what: 'refusal' })
})

test('a scroll-view scrolls to the element it is told, and tells when an end is reached', async () => {
  const scrollTop = () => home.locator(at('list')).evaluate((list) => list.scrollTop)
  // A style that the template binds leaves scrolling alone.
  await setData(home, { gap: 1 })
  await setData(home, { into: 'row5' })
  await waitFor(async () => (await scrollTop()) === 150, { what: 'row 5 at the top' })
  await home.locator(at('list')).evaluate((list) => list.scrollTo(0, 10_000))
  expect((await hears(home, 'scrolltolower', 'list')).detail).toStrictEqual({ direction: 'bottom' })
  await home.locator(at('list')).evaluate((list) => list.scrollTo(0, 0))
  expect((await hears(home, 'scrolltoupper', 'list')).detail).toStrictEqual({ direction: 'top' })
})

test('what is typed reaches handler and model, up to maxlength', async () => {
  const placeholder = home.locator(`${at('name')} .wxb-placeholder`)
  expect(await placeholder.textContent()).toBe('your name')
  expect(await placeholder.evaluate((element) => getComputedStyle(element).color)).toBe('rgb(1, 2, 3)')
  expect(await placeholder.evaluate((element) => getComputedStyle(element).paddingLeft)).toBe('12px')
  await home.locator(`${at('name')} input`).click()
  await home.keyboard.type('abcdefgh')
  await hears(home, 'focus', 'name')
  await waitFor(async () => (await home.locator(at('typed')).textContent()) === 'abcde', {
    what: 'five letters',
  })
  expect(await placeholder.isVisible()).toBe(false)
  await home.keyboard.press('Enter')
  expect((await hears(home, 'confirm', 'name')).detail).toStrictEqual({ value: 'abcde' })
  await hears(home, 'blur', 'name')
})

test('the app can put text and focus into an input', async () => {
  await setData(home, { name: 'x', focus: true })
  const field = home.locator(`${at('name')} input`)
  await waitFor(() => field.evaluate((input) => (input as HTMLInputElement).value === 'x'), { what: 'value' })
  await waitFor(() => field.evaluate((input) => input === document.activeElement), { what: 'focus' })
})

test('a swiper turns its page by a finger', async () => {
  const box = await home.locator(at('swiper')).boundingBox()
  assert.ok(box)
  await home.locator(at('swiper')).scrollIntoViewIfNeeded()
  const seen = await home.locator(at('swiper')).boundingBox()
  assert.ok(seen)
  await home.mouse.move(seen.x + 200, seen.y + 20)
  await home.mouse.down()
  await home.mouse.move(seen.x + 60, seen.y + 20)
  await home.mouse.up()
  expect((await hears(home, 'change', 'swiper')).detail).toStrictEqual({
    current: 1,
    currentItemId: '',
    source: 'touch',
  })
})

test('undeclared attributes do not drown the log', () => {
  expect(fixture.log.filter((line) => /not a valid property/.test(line))).toStrictEqual([])
})
