import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
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

before(async () => {
  fixture = await startFixturePhone()
  home = await fixture.open()
})
after(() => fixture?.stop())

const size = async (id: string) => {
  const box = await home.locator(at(id)).boundingBox()
  return [box?.width, box?.height]
}

test('hidden takes an element away, aria attributes reach the document', async () => {
  assert.equal(await home.locator(at('box')).getAttribute('aria-label'), 'a box')
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
  assert.deepEqual((await hears(home, 'load', 'fit')).detail, { width: 4, height: 2 })
  assert.deepEqual(await size('fit'), [320, 240])
  const fit = await home.locator(`${at('fit')} img`).evaluate((image) => getComputedStyle(image).objectFit)
  assert.equal(fit, 'contain')
  await waitFor(async () => (await size('wide'))[1] === 50, { what: 'widthFix height' })
})

test('a picture that is missing says so', async () => {
  assert.match(String((await hears(home, 'error', 'broken')).detail.errMsg), /nowhere\.png/)
})

test('"style": "v2" makes ordinary buttons 184 px wide and leaves small ones alone', async () => {
  assert.equal((await size('plain'))[0], 184)
  assert.ok(Number((await size('small'))[0]) < 184)
})

test('a disabled button is not tapped', async () => {
  await home.locator(at('off')).click({ force: true })
  await home.locator(at('small')).click()
  await hears(home, 'tap', 'small')
  assert.ok(!(await heard(home)).some(({ id }) => id === 'off'))
})

test('a tap on a label is a tap on its first control, and a control inside answers for itself', async () => {
  const tapped = async () =>
    (await heard(home)).flatMap(({ type, id }) => (type === 'tap' && /first|later/.test(id) ? [id] : []))
  await home.locator(at('beside')).click()
  assert.deepEqual(await tapped(), ['first'])
  await home.locator(at('later')).click()
  assert.deepEqual(await tapped(), ['first', 'later'])
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
  assert.deepEqual((await hears(home, 'scrolltolower', 'list')).detail, { direction: 'bottom' })
  await home.locator(at('list')).evaluate((list) => list.scrollTo(0, 0))
  assert.deepEqual((await hears(home, 'scrolltoupper', 'list')).detail, { direction: 'top' })
})

test('what is typed reaches handler and model, up to maxlength', async () => {
  const placeholder = home.locator(`${at('name')} .wxb-placeholder`)
  assert.equal(await placeholder.textContent(), 'your name')
  assert.equal(await placeholder.evaluate((element) => getComputedStyle(element).color), 'rgb(1, 2, 3)')
  assert.equal(await placeholder.evaluate((element) => getComputedStyle(element).paddingLeft), '12px')
  await home.locator(`${at('name')} input`).click()
  await home.keyboard.type('abcdefgh')
  await hears(home, 'focus', 'name')
  await waitFor(async () => (await home.locator(at('typed')).textContent()) === 'abcde', {
    what: 'five letters',
  })
  assert.equal(await placeholder.isVisible(), false)
  await home.keyboard.press('Enter')
  assert.deepEqual((await hears(home, 'confirm', 'name')).detail, { value: 'abcde' })
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
  assert.deepEqual((await hears(home, 'change', 'swiper')).detail, {
    current: 1,
    currentItemId: '',
    source: 'touch',
  })
})

test('undeclared attributes do not drown the log', () => {
  assert.deepEqual(
    fixture.log.filter((line) => /not a valid property/.test(line)),
    [],
  )
})
