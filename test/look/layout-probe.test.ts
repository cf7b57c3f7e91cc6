/** Each rule on a real page that breaks it in one place: proves that every rule can fail. */
import assert from 'node:assert/strict'
import type { Browser } from 'playwright-core'
import { launchBrowser } from '../../sandbox/browser/launch-browser.ts'
import type { LayoutFacts } from './layout-facts.ts'
import { type LayoutProbe, openLayoutProbe, SCREEN_SIZES, type ScreenSize } from './layout-probe.ts'
import { checkLayout } from './rules.ts'

const [SMALL, USUAL] = SCREEN_SIZES as [ScreenSize, ScreenSize, ScreenSize]
// The machine's own fonts draw the fixtures: none of them depends on how wide a letter is.
let browser: Browser
let probe: LayoutProbe

beforeAll(async () => {
  browser = await launchBrowser()
  probe = await openLayoutProbe(browser)
})
afterAll(() => browser.close())

const CSS = `
body { margin: 0; font: 14px/20px sans-serif }
.phone-page { position: absolute; inset: 0; overflow: hidden; background: #f4f3ec; color: #11160e }
.phone-capsule { position: absolute; z-index: 9; top: 51px; right: 7px; width: 87px; height: 32px }
.phone-time { position: absolute; top: 16px; left: 28px; pointer-events: none }
.title, .button, .icon, .chip { position: absolute; left: 20px }
.title { top: 120px; white-space: nowrap }
.button { top: 200px; width: 120px; height: 44px; line-height: 44px; background: #11160e; color: #fff }
.icon { top: 300px; width: 20px; height: 20px; background-image: url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 20 20'%3E%3Crect width='20' height='20' fill='%2311160e'/%3E%3C/svg%3E") }
`
const BODY = '<b class="title">现在没人开播</b><div class="button" data-tap>刷新</div><i class="icon"></i>'

/** Draws a phone with this page, as the sandbox does, takes a snapshot of it and measures it. */
async function measurePage(
  change: { css?: string; body?: string; screen?: ScreenSize } = {},
): Promise<readonly LayoutFacts[]> {
  const { css = '', body = BODY, screen = SMALL } = change
  const page = await browser.newPage({ viewport: { width: 360, height: 640 } })
  await page.route('http://p1.localhost/', (route) =>
    route.fulfill({
      contentType: 'text/html; charset=utf-8',
      body: `<!doctype html><style>${CSS}${css}</style>
        <div class="phone-page" hidden>一页在下面</div><div class="phone-page">${body}</div><div class="phone-capsule"></div><b class="phone-time">9:41</b>
        <script>for (const one of document.querySelectorAll('[data-tap]')) {
          one.__wxElement = { _$eventTarget: { listeners: { tap: {} } } }
        }</script>`,
    }),
  )
  await page.goto('http://p1.localhost/')
  const snapshot = await probe.capture(page)
  await page.close()
  assert.ok(snapshot)
  return probe.measure(snapshot, screen)
}

const rulesBrokenBy = async (change: Parameters<typeof measurePage>[0]) =>
  (await measurePage(change)).flatMap((facts) => checkLayout(facts)).map(({ rule }) => rule)

test('a sound page: everything on it is seen, and nothing is wrong', async () => {
  const [facts] = await measurePage()
  assert.ok(facts)
  expect(facts.lines.map(({ text, where }) => [text, where])).toStrictEqual([
    ['现在没人开播', '.title'],
    ['刷新', '.button'],
  ])
  const [button] = facts.targets
  assert.ok(button && !button.covered)
  assert.ok(Math.abs(button.width - 120) <= 0.5 && Math.abs(button.height - 44) <= 0.5, 'the button’s size')
  expect(Math.abs((facts.lines[0]?.contrast ?? 0) - 16.49)).toBeLessThan(0.05)
  expect(Math.abs((facts.icons[0]?.contrast ?? 0) - 16.49)).toBeLessThan(0.05)
  expect(checkLayout(facts)).toStrictEqual([])
})

const frame = (css: string) =>
  `${BODY}<div class="frame" style="position: absolute; top: 400px; left: 20px; ${css}">`
const overlay = (css: string) => `${BODY}<div style="position: absolute; background: #cbf24a; ${css}"></div>`

const sound: ReadonlyArray<[name: string, change: Parameters<typeof measurePage>[0]]> = [
  [
    '32 px to see, 44 px to touch',
    {
      css: '.button { height: 32px; line-height: 32px } .button::before { position: absolute; inset: -6px; content: "" }',
    },
  ],
  [
    'a list that scrolls hides nothing for good',
    { body: `${frame('height: 60px; overflow-y: auto')}${'一行<br>'.repeat(9)}</div>` },
  ],
  [
    'a row that scrolls brings its last target into view',
    {
      body: `${frame('display: flex; width: 200px; overflow-x: auto')}${'<div data-tap style="flex: none; width: 60px; height: 44px">今晚</div>'.repeat(6)}</div>`,
    },
  ],
  [
    'what is under a mask is out of reach, and so is what is wrong with it',
    {
      css: '.title { color: #eee }',
      body: `${BODY}<div style="position: absolute; inset: 0; background: rgba(14, 18, 11, .4)"></div><b class="title" style="top: 190px; height: 60px; color: #fff; background: #11160e">结束直播？</b>`,
    },
  ],
  ['what nobody can see is not judged', { body: `${BODY}<b class="title" style="opacity: 0">看不见</b>` }],
  [
    'an input shows what was typed into it',
    {
      body: `${BODY}<input class="field" style="position: absolute; top: 400px; left: 20px" value="梅子青开窑夜">`,
    },
  ],
]
for (const [name, change] of sound) {
  test(`sound: ${name}`, async () => expect(await rulesBrokenBy(change)).toStrictEqual([]))
}

const broken: ReadonlyArray<[rules: string, name: string, change: Parameters<typeof measurePage>[0]]> = [
  ['blank', 'not one word', { body: '<div data-tap style="width: 60px; height: 60px"></div>' }],
  ['clipped', 'a sentence runs out of the screen', { css: '.title { left: 330px }' }],
  [
    'clipped',
    'a sentence is too long for its frame',
    { body: `${frame('width: 24px; overflow: hidden; white-space: nowrap')}看看谁在播</div>` },
  ],
  [
    'clipped',
    'a frame is too low for its second line',
    { body: `${frame('width: 30px; height: 24px; overflow: hidden')}看看谁在播</div>` },
  ],
  ['clipped', 'the last button is below the screen', { css: '.button { top: 618px }' }],
  [
    'truncated',
    'our own words end in an ellipsis',
    {
      body: `${frame('width: 24px; overflow: hidden; white-space: nowrap; text-overflow: ellipsis')}看看谁在播</div>`,
    },
  ],
  [
    'truncated',
    'a second line is clamped away',
    {
      body: `${frame('display: -webkit-box; width: 30px; overflow: hidden; -webkit-box-orient: vertical; -webkit-line-clamp: 1')}看看谁在播</div>`,
    },
  ],
  [
    'covered',
    'a chip lies over the end of a sentence',
    { body: overlay('top: 110px; left: 50px; width: 80px; height: 40px') },
  ],
  [
    'covered',
    'a sheet lies over a button',
    { body: overlay('top: 190px; left: 0; width: 100px; height: 80px') },
  ],
  [
    'overlap',
    'two sentences in one place',
    { body: `${BODY}<b class="title" style="top: 128px; left: 60px">谢谢你来</b>` },
  ],
  ['covered, overlap', 'an icon in a word', { css: '.icon { top: 120px; left: 40px }' }],
  ['chrome', 'a title under the capsule', { css: '.title { top: 56px; left: 240px }' }],
  ['clock', 'a white clock on paper', { css: '.phone-time { color: #fff }' }],
  ['target', 'a button of 40 px', { css: '.button { height: 40px; line-height: 40px }' }],
  [
    'target',
    'another thing takes a part of the button’s place',
    { body: overlay('top: 190px; left: 20px; width: 160px; height: 24px') },
  ],
  ['type', 'type of 8 px', { css: '.title { font-size: 8px }' }],
  ['text contrast', 'sprout on paper', { css: '.title { color: #a8d321 }' }],
  ['text contrast', 'a colour that is thinned by what is around it', { css: '.title { opacity: .4 }' }],
  [
    'text contrast',
    'white on a video that turned white',
    {
      body: `${BODY}<wx-live-player style="position: absolute; inset: 400px 0 0; display: block; background: #000"><div class="wxb-live" style="position: absolute; inset: 0; z-index: -1"><canvas style="background: #000"></canvas></div><b style="color: #fff">看得见</b></wx-live-player>`,
    },
  ],
  [
    'text contrast',
    'white on frosted glass that only its blur made dark',
    {
      body: `${frame('padding: 8px; background: rgba(14, 18, 11, .3); backdrop-filter: brightness(.2); color: #fff')}看得见</div>`,
    },
  ],
  ['icon contrast', 'an icon in the colour of its ground', { css: '.icon { background-color: #11160e }' }],
]
for (const [rules, name, change] of broken) {
  test(`${rules}: ${name}`, async () => {
    expect([...new Set(await rulesBrokenBy(change))].join(', ')).toBe(rules)
  })
}

test('a page longer than the screen is measured to its end', async () => {
  const body = `<div style="position: absolute; inset: 100px 0 0; overflow-y: auto">
    <p>第一屏</p><p style="margin-top: 700px; color: #ddd">最后一屏</p></div>`
  const screenfuls = await measurePage({ body })
  expect(screenfuls.length).toBeGreaterThan(1)
  expect(screenfuls.flatMap((facts) => checkLayout(facts)).map(({ rule }) => rule)).toStrictEqual([
    'text contrast',
  ])
})

test('a page in another state is not captured', async () => {
  const page = await browser.newPage()
  await page.setContent(
    '<div class="phone-page" hidden>直播已结束</div><div class="phone-page">还没开播</div>',
  )
  expect(await probe.capture(page, { says: '直播已结束' })).toBeNull()
  expect(await probe.capture(page, { says: '还没开播', shows: '.ghost' })).toBeNull()
  assert.ok(await probe.capture(page, { says: '还没开播' }))
  await page.close()
})

test('nothing is written where the home bar is', async () => {
  const css = '.title { top: auto; bottom: 4px; left: 150px }'
  expect(await rulesBrokenBy({ css, screen: USUAL })).toStrictEqual(['chrome'])
})

test('the bottom inset of the screen reaches the page', async () => {
  const css = '.title { top: auto; bottom: env(safe-area-inset-bottom); left: 150px }'
  expect(await rulesBrokenBy({ css, screen: USUAL })).toStrictEqual([])
})
