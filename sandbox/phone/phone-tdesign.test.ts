import assert from 'node:assert/strict'
import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Locator, Page } from 'playwright-core'
import { waitFor } from '../../test/support/wait-for.ts'
import { launchBrowser } from '../browser/launch-browser.ts'
import { type Fixture, startFixture } from './testing/start-fixture.ts'
import { tempProject } from './testing/temp-project.ts'

/** What "build npm" of DevTools copies to `miniprogram_npm/`; a link shows the same files sooner. */
const TDESIGN = fileURLToPath(
  new URL('../../node_modules/tdesign-miniprogram/miniprogram_dist', import.meta.url),
)

/** An event of a component as the page hears it: its type and `detail.value`. */
type Heard = readonly [type: string, value: unknown]

interface Hands {
  readonly page: Page
  /** The part of the page that shows this component. */
  readonly row: Locator
  /** Waits until the page has heard as many events from this component, and compares. */
  hears(...expected: Heard[]): Promise<void>
}

interface Case {
  readonly component: string
  /** The first tag is the component; it gets the component's name as its id. */
  readonly wxml: string
  /** What a person sees. */
  readonly seen: string
  /** Shown after a button was tapped that sets data of the component's name to true. */
  readonly opened?: true
  readonly uses?: readonly string[]
  /** What a person does and sees then. */
  answers?(hands: Hands): Promise<void>
}

const CASES: readonly Case[] = [
  {
    component: 'button',
    wxml: '<t-button theme="primary" icon="video" bind:tap="hear">开播</t-button>',
    seen: '.t-button',
    async answers({ row, hears }) {
      await row.getByText('开播').click()
      await hears(['tap', null])
    },
  },
  {
    component: 'cell',
    wxml: '<t-cell title="店铺" note="已认领" arrow bind:click="hear" />',
    seen: '.t-cell',
    async answers({ row, hears }) {
      await row.getByText('已认领').click()
      await hears(['click', null])
    },
  },
  {
    component: 'icon',
    wxml: '<t-icon name="gift" size="48rpx" bind:click="hear" />',
    seen: '.t-icon-gift',
    async answers({ row, hears }) {
      await row.locator('.t-icon-gift').click()
      await hears(['click', null])
    },
  },
  {
    component: 'image',
    wxml: '<t-image src="/cup.svg" width="72" height="72" bind:load="hear" />',
    seen: '.t-image img',
    async answers({ hears }) {
      await hears(['load', null])
    },
  },
  {
    component: 'input',
    wxml: '<t-input label="标题" placeholder="给直播起个名字" clearable bind:change="hear" bind:clear="hear" />',
    seen: '.t-input',
    async answers({ row, hears }) {
      await row.locator('input').pressSequentially('茶会')
      await hears(['change', '茶'], ['change', '茶会'])
      await row.locator('.t-input__wrap--clearable-icon').click()
      await hears(['change', '茶'], ['change', '茶会'], ['clear', null])
      expect(await row.locator('input').inputValue()).toBe('')
    },
  },
  {
    component: 'search',
    wxml: '<t-search placeholder="搜商品" bind:change="hear" bind:submit="hear" />',
    seen: '.t-search',
    async answers({ page, row, hears }) {
      await row.locator('input').pressSequentially('杯')
      await page.keyboard.press('Enter')
      await hears(['change', '杯'], ['submit', '杯'])
    },
  },
  {
    component: 'stepper',
    wxml: '<t-stepper value="{{3}}" max="{{4}}" bind:change="hear" bind:overlimit="hear" />',
    seen: '.t-stepper',
    async answers({ row, hears }) {
      await row.locator('.t-stepper__plus').click()
      await row.locator('.t-stepper__plus').click()
      await row.locator('.t-stepper__minus').click()
      await hears(['change', 4], ['overlimit', null], ['change', 3])
      expect(await row.locator('input').inputValue()).toBe('3')
    },
  },
  {
    component: 'switch',
    wxml: '<t-switch bind:change="hear" />',
    seen: '.t-switch',
    async answers({ row, hears }) {
      await row.locator('.t-switch').click()
      await row.locator('.t-switch__body--checked').waitFor()
      await hears(['change', true])
    },
  },
  {
    component: 'checkbox',
    wxml: '<t-checkbox label="同意开播规则" bind:change="hear" />',
    seen: '.t-checkbox',
    async answers({ row, hears }) {
      await row.getByText('同意开播规则').click()
      await row.locator('.t-checkbox--checked').waitFor()
      await hears(['change', null])
    },
  },
  {
    component: 'tag',
    wxml: '<t-tag theme="danger" closable bind:close="hear">秒杀</t-tag>',
    seen: '.t-tag',
    async answers({ row, hears }) {
      await row.locator('.t-tag__icon-close').click()
      await hears(['close', null])
    },
  },
  {
    component: 'tabs',
    wxml: `<t-tabs default-value="live" bind:change="hear">
      <t-tab-panel value="live" label="直播">正在直播</t-tab-panel>
      <t-tab-panel value="goods" label="商品">三件商品</t-tab-panel>
    </t-tabs>`,
    seen: '.t-tabs',
    uses: ['tab-panel'],
    async answers({ row, hears }) {
      await row.getByText('正在直播').waitFor()
      await row.getByText('商品', { exact: true }).click()
      await hears(['change', 'goods'])
      await row.getByText('三件商品').waitFor()
      await row.getByText('正在直播').waitFor({ state: 'hidden' })
    },
  },
  {
    component: 'skeleton',
    wxml: '<t-skeleton theme="paragraph" loading />',
    seen: '.t-skeleton__row',
  },
  {
    component: 'dialog',
    opened: true,
    wxml: `<t-dialog visible="{{dialog}}" title="下播？" content="观众会离开直播间"
      confirm-btn="下播" cancel-btn="再播一会" bind:confirm="hearAndClose" bind:cancel="hearAndClose" />`,
    seen: '.t-dialog',
    async answers({ row, hears }) {
      await row.locator('.t-dialog__button--confirm').click()
      await hears(['confirm', null])
    },
  },
  {
    component: 'popup',
    opened: true,
    wxml: `<t-popup visible="{{popup}}" placement="bottom" bind:visible-change="hearAndClose">
      <view class="sheet">礼物</view>
    </t-popup>`,
    seen: '.sheet',
    async answers({ row, hears }) {
      await row.locator('.t-overlay').click({ position: { x: 180, y: 100 } })
      await hears(['visible-change', null])
    },
  },
  {
    component: 'picker',
    opened: true,
    wxml: `<t-picker visible="{{picker}}" title="预计时长" confirm-btn="好" bind:confirm="hearAndClose">
      <t-picker-item options="{{hours}}" />
    </t-picker>`,
    seen: '.t-picker',
    uses: ['picker-item'],
    async answers({ row, hears }) {
      await row.getByText('三小时').dragTo(row.getByText('一小时'))
      await row.locator('.t-picker-item__item--active', { hasText: '三小时' }).waitFor()
      await row.getByText('好', { exact: true }).click()
      await hears(['confirm', [3]])
    },
  },
  {
    component: 'toast',
    opened: true,
    wxml: '<t-toast bind:close="hear" />',
    seen: '.t-toast',
    async answers({ row, hears }) {
      expect(await row.locator('.t-toast__text').textContent()).toBe('已保存')
      await hears(['close', null])
    },
  },
]

const rowOf = ({ component, wxml, opened }: Case): string =>
  `<view id="row-${component}">
    ${opened ? `<button data-name="${component}" bindtap="open">打开</button>` : ''}
    ${wxml.replace(`<t-${component}`, `$& id="${component}"`)}
  </view>`

const PROJECT = {
  'app.json': { pages: ['index'] },
  'app.js': 'App({})',
  'miniprogram_npm/.packed': '',
  'cup.svg':
    '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8" /></svg>',
  'index.json': {
    usingComponents: Object.fromEntries(
      CASES.flatMap(({ component, uses = [] }) => [component, ...uses]).map((name) => [
        `t-${name}`,
        `tdesign-miniprogram/${name}/${name}`,
      ]),
    ),
  },
  'index.wxml': CASES.map(rowOf).join('\n'),
  'index.js': `
    import Toast from 'tdesign-miniprogram/toast/index'
    Page({
      data: { hours: [{ label: '一小时', value: 1 }, { label: '两小时', value: 2 }, { label: '三小时', value: 3 }] },
      heard: [],
      hear({ type, currentTarget, detail }) {
        this.heard.push({ id: currentTarget.id, event: [type, detail.value ?? null] })
      },
      hearAndClose(event) {
        this.hear(event)
        this.setData({ [event.currentTarget.id]: false })
      },
      open({ currentTarget: { dataset: { name } } }) {
        if (name !== 'toast') this.setData({ [name]: true })
        else Toast({ context: this, selector: '#toast', message: '已保存', theme: 'success', duration: 500 })
      },
    })`,
}

let project: ReturnType<typeof tempProject>
let fixture: Fixture
let browser: Browser
let page: Page

beforeAll(async () => {
  project = tempProject(PROJECT)
  symlinkSync(TDESIGN, join(project.root, 'miniprogram_npm/tdesign-miniprogram'))
  ;[fixture, browser] = await Promise.all([
    startFixture(project.root, { runtimeModules: {} }),
    launchBrowser(),
  ])
  page = await (await browser.newContext({ viewport: { width: 375, height: 812 } })).newPage()
  page.setDefaultTimeout(5000)
  // Its icon font comes from there (D-WX-50): with or without the internet, the boxes have the same size.
  await page.route('https://tdesign.gtimg.com/**', (route) => route.abort())
  await page.goto(fixture.phone.phones.open({ person: '阿禾' }).url)
  await page.locator('wx-page').waitFor()
})
afterAll(async () => {
  await browser?.close()
  await fixture?.stop()
  project.remove()
})

function handsOn(component: string): Hands {
  const heard = () =>
    page.evaluate<Heard[]>(
      `test.internals.getCurrentPages()[0].heard.filter(({ id }) => id === '${component}').map(({ event }) => event)`,
    )
  return {
    page,
    row: page.locator(`[data-wx-id="row-${component}"]`),
    hears: async (...expected) => {
      await waitFor(async () => (await heard()).length >= expected.length, { what: `events of ${component}` })
      expect(await heard()).toStrictEqual(expected)
    },
  }
}

for (const { component, seen, opened, answers } of CASES) {
  test(`t-${component}`, async () => {
    const hands = handsOn(component)
    const shown = hands.row.locator(seen).first()
    if (opened) await hands.row.getByText('打开').click()
    await shown.waitFor()
    const box = await shown.boundingBox()
    assert.ok(box && box.width > 0 && box.height > 0, JSON.stringify(box))
    await answers?.(hands)
    if (opened) await shown.waitFor({ state: 'hidden' })
  })
}

test('all that the phone has to say of them is a word of WeChat about the toast', () => {
  expect(fixture.logs.map(({ entry: { type, args } }) => [type, ...args])).toStrictEqual([
    ['warn', 'Setting data field "icon" to undefined is invalid.'],
  ])
})
