import assert from 'node:assert/strict'
import { join } from 'node:path'
import { useCleanUp } from '../../test/support/clean-up.ts'
import { startFixture } from './testing/start-fixture.ts'
import { tempProject } from './testing/temp-project.ts'
import { usePhones } from './testing/use-phones.ts'

const cleanUp = useCleanUp()

const { openPhone } = usePhones()

const PLUGIN = {
  'plugin/plugin.json': { publicComponents: { box: 'box/box' }, main: 'main.js' },
  'plugin/main.js': `module.exports = {
    sees: () => ({ App: typeof App, getApp: typeof getApp(), pages: getCurrentPages().length, wx: typeof wx.assetUrl }),
  }`,
  'plugin/box/box.json': { component: true },
  'plugin/box/box.wxml': '<view id="box">{{word}}<inner /></view>',
  'plugin/box/box.js': `Component({
    behaviors: ['wx://component-export'],
    properties: { word: String },
    export() { return { shout: () => this.triggerEvent('shout', this.data.word) } },
  })`,
}

const APP = {
  'app/app.json': {
    pages: ['a'],
    usingComponents: { inner: '/inner' },
    plugins: { lent: { version: '1.0.0', provider: 'wxlender' } },
  },
  'app/app.js': 'App({})',
  'app/inner.json': { component: true },
  'app/inner.js': 'Component({})',
  'app/inner.wxml': '<view id="inner">应用自己的</view>',
  'app/a.json': { usingComponents: { box: 'plugin://lent/box' } },
  'app/a.wxml': '<box id="lent" word="借来的" bindshout="onShout" />',
  'app/a.js': `Page({
    onShout({ detail }) { this.heard = detail },
    ask() { return requirePlugin('lent').sees() },
    shout() { const box = this.selectComponent('#lent'); box.shout(); return Object.keys(box) },
  })`,
}

test('a plugin’s component shows in a page; app and plugin see of each other only what is exported', async () => {
  const project = tempProject({ ...PLUGIN, ...APP })
  const own = await startFixture(join(project.root, 'app'), {
    plugins: { wxlender: join(project.root, 'plugin') },
  })
  cleanUp(async () => {
    await own.stop()
    project.remove()
  })
  const { page, run } = await openPhone({ on: own })
  await page.getByText('借来的').waitFor()
  assert.equal(await page.getByText('应用自己的').count(), 0, 'components of app.json stop at the plugin')
  expect(await run('top.shout()')).toStrictEqual(['shout'])
  expect(await run('top.heard')).toBe('借来的')
  expect(await run('top.ask()')).toStrictEqual({
    App: 'undefined',
    getApp: 'undefined',
    pages: 0,
    wx: 'function',
  })
})

test('the double of ZEGO’s plugin has the components that its samples use', async () => {
  const project = tempProject({
    'app.json': {
      pages: ['a'],
      plugins: { 'zego-e-commerce': { version: '1.2.0', provider: 'wx2b8909dae7727f25' } },
    },
    'app.js': 'App({})',
    'a.json': {
      usingComponents: {
        'zego-pusher': 'plugin://zego-e-commerce/zego-pusher',
        'zego-player': 'plugin://zego-e-commerce/zego-player',
      },
    },
    'a.wxml': '<zego-pusher id="pusher" url="" /><zego-player id="player" sid="s1" url="" />',
    'a.js': `Page({
      methodsOf(id) { return Object.keys(this.selectComponent(id)) },
    })`,
  })
  const own = await startFixture(project.root, { runtimeModules: {} })
  cleanUp(async () => {
    await own.stop()
    project.remove()
  })
  const { page, run } = await openPhone({ on: own })
  expect(await run('[top.methodsOf("#pusher"), top.methodsOf("#player")]')).toStrictEqual([
    ['start', 'stop', 'startPreview', 'switchCamera', 'snapshot'],
    ['play', 'stop'],
  ])
  expect(await page.locator('wx-live-pusher, wx-live-player').count()).toBe(2)
})
