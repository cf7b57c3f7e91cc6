import assert from 'node:assert/strict'
import { useCleanUp } from '../../test/support/clean-up.ts'
import { type Fixture, startFixture } from './testing/start-fixture.ts'
import { tempProject } from './testing/temp-project.ts'
import { usePhones } from './testing/use-phones.ts'

const cleanUp = useCleanUp()

const { openPhone } = usePhones()

/** A project on WeChat's whole `wx`, not the runtime's minimal one. */
async function startProject(files: Record<string, unknown>): Promise<Fixture> {
  const project = tempProject(files)
  const own = await startFixture(project.root, { runtimeModules: {} })
  cleanUp(async () => {
    await own.stop()
    project.remove()
  })
  return own
}

const PLAIN = {
  'app.json': { pages: ['a'] },
  'app.js': 'App({})',
  'a.wxml': '<live-pusher id="pusher" url="" /><live-player id="player" />',
  'a.js': 'Page({})',
}

/** Name → the first base library of this list that has it. */
const VERSIONS = ['2.2.9', '2.10.0', '2.20.1', '2.32.3', '3.8.0'] as const
const SINCE: readonly [name: string, since: (typeof VERSIONS)[number]][] = [
  ['wx.request', '2.2.9'],
  ['wx.createLivePusherContext', '2.2.9'],
  ['wx.createLivePusherContext().start', '2.2.9'],
  ['wx.createLivePusherContext().startPreview', '2.10.0'],
  ['wx.createLivePusherContext().exitPictureInPicture', '2.32.3'],
  ['wx.createLivePlayerContext("player").snapshot', '2.10.0'],
  ['wx.cloud', '2.10.0'],
  ['wx.onUnhandledRejection', '2.10.0'],
  ['wx.getWindowInfo', '2.20.1'],
  ['wx.onLazyLoadError', '2.32.3'],
  ['wx.checkIsPictureInPictureActive', '2.32.3'],
  ['wx.getPrivacySetting', '2.32.3'],
  ['wx.getDeviceBenchmarkInfo', '3.8.0'],
]

test('a phone lacks what is newer than its base library', async () => {
  const own = await startProject(PLAIN)
  for (const sdkVersion of VERSIONS) {
    const { run } = await openPhone({ on: own, sdkVersion })
    for (const [name, since] of SINCE) {
      const there = VERSIONS.indexOf(sdkVersion) >= VERSIONS.indexOf(since)
      // 2.2.9 is newer than 2.2.3, which brought the cloud.
      const expected = there || name === 'wx.cloud'
      assert.equal((await run(`typeof ${name}`)) !== 'undefined', expected, `${name} in ${sdkVersion}`)
    }
  }
})

test('a call without a gate crashes on an old phone, on its screen and in the terminal, with the line', async () => {
  const own = await startProject({
    ...PLAIN,
    'a.js': 'Page({\n  onLoad() {\n    wx.getWindowInfo()\n  },\n})',
  })
  const fine = await openPhone({ on: own })
  expect(await fine.page.locator('.phone-error').count()).toBe(0)
  const { page } = await openPhone({ on: own, sdkVersion: '2.10.0' })
  await page.locator('.phone-error', { hasText: 'wx.getWindowInfo is not a function' }).waitFor()
  await page.locator('.phone-error', { hasText: 'a.js:3:8' }).waitFor()
  const exception = own.logs.find(({ entry }) => entry.type === 'exception')
  expect(String(exception?.entry.args)).toMatch(/wx\.getWindowInfo is not a function/)
  expect(exception?.entry.stack ?? '').toMatch(/a\.js:3:8/)
})

test('a promise that nobody waited for reaches the phone, the terminal, and the app from 2.10.0 on', async () => {
  const own = await startProject({
    ...PLAIN,
    'app.js': 'App({ onUnhandledRejection({ reason }) { this.told = reason.message } })',
    'a.js': 'Page({ async onLoad() { throw new Error("nobody waited") } })',
  })
  for (const [sdkVersion, told] of [
    ['2.9.0', undefined],
    ['2.10.0', 'nobody waited'],
  ] as const) {
    const { page, run } = await openPhone({ on: own, sdkVersion })
    await page.locator('.phone-error', { hasText: 'unhandled rejection: nobody waited' }).waitFor()
    assert.equal(await run('app.told'), told, sdkVersion)
  }
  const exceptions = own.logs.filter(({ entry }) => entry.type === 'exception')
  expect(exceptions).toHaveLength(2)
})

test('asynchronous sub-packages are really missing before 2.11.2: code and components', async () => {
  const own = await startProject({
    'app.json': { pages: ['a'], subPackages: [{ root: 'rtc', pages: [] }] },
    'app.js': 'App({})',
    'a.json': { usingComponents: { far: '/rtc/far' }, componentPlaceholder: { far: 'view' } },
    'a.wxml': '<far />',
    'a.js': 'Page({ load() { return require.async("./rtc/tool.js") } })',
    'rtc/tool.js': 'module.exports = 7',
    'rtc/far.json': { component: true },
    'rtc/far.js': 'Component({})',
    'rtc/far.wxml': '<view>来了</view>',
  })
  const fine = await openPhone({ on: own, sdkVersion: '2.17.3' })
  expect(await fine.run('(await top.load())')).toBe(7)
  await fine.page.getByText('来了').waitFor()
  const old = await openPhone({ on: own, sdkVersion: '2.10.0' })
  expect(await old.run('(() => { try { top.load() } catch (error) { return error.message } })()')).toBe(
    'require.async is not a function',
  )
  await old.page.locator('.phone-error', { hasText: 'Component is not found in path "rtc/far"' }).waitFor()
  expect(await old.page.getByText('来了').count()).toBe(0)
})

test('an old framework overlooks what it does not know in a definition', async () => {
  const own = await startProject({
    'app.json': { pages: ['a'] },
    'app.js': 'App({})',
    'a.wxml': '<view />',
    'a.js': `Component({
      data: { n: 0, seen: [] },
      observers: { n() { this.seen = (this.seen || []).concat('observer') } },
      lifetimes: { attached() { this.seen = (this.seen || []).concat('lifetimes') } },
      methods: { count() { this.setData({ n: 1 }) } },
    })`,
  })
  const table: [sdkVersion: string, seen: string[] | undefined][] = [
    ['2.2.2', undefined],
    ['2.6.0', ['lifetimes']],
    ['2.6.1', ['lifetimes', 'observer']],
  ]
  for (const [sdkVersion, seen] of table) {
    const { run } = await openPhone({ on: own, sdkVersion })
    assert.deepEqual(await run('(top.count(), top.seen)'), seen, sdkVersion)
  }
})

test('attributes of live-pusher that came later have no effect on an old phone', async () => {
  const own = await startProject({
    ...PLAIN,
    'a.wxml': '<live-pusher id="pusher" url="" video-width="{{720}}" enable-mic="{{false}}" />',
  })
  const canUse = `['live-pusher.muted', 'live-pusher.enable-mic', 'live-pusher.fps'].map((name) => wx.canIUse(name))`
  const { run } = await openPhone({ on: own, sdkVersion: '2.9.0' })
  expect(await run(canUse)).toStrictEqual([true, false, false])
  const newer = await openPhone({ on: own })
  expect(await newer.run(canUse)).toStrictEqual([true, true, true])
  expect(await newer.page.locator('.phone-error').count()).toBe(0)
})
