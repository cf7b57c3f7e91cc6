import assert from 'node:assert/strict'
import { test } from 'node:test'
import { waitFor } from '../../test/support/wait-for.ts'
import { startFixture } from './testing/start-fixture.ts'
import { tempProject } from './testing/temp-project.ts'
import { usePhones } from './testing/use-phones.ts'

const { openPhone } = usePhones()

test('styles reach what they should and nothing else', async () => {
  const { page, run } = await openPhone()
  const style = (selector: string, name: string) =>
    page.evaluate(`getComputedStyle(document.querySelector('${selector}')).getPropertyValue('${name}')`)
  assert.equal(await style('[data-wx-id=box]', 'width'), '50px') // 100rpx of 375
  assert.equal(await style('.from-app', 'padding-left'), '5px')
  assert.equal(await style('wx-page', 'background-color'), 'rgb(240, 240, 240)')
  assert.equal(await style('wx-page', 'color'), 'rgb(1, 2, 3)')
  assert.equal(await style('[data-wx-id=box]', 'color'), 'rgb(9, 8, 7)')
  assert.equal(await style('[data-wx-id=inner]', 'padding-left'), '10px')
  // .card-inner of app.wxss stops at the isolated component
  assert.equal(await style('[data-wx-id=inner]', 'color'), 'rgb(1, 2, 3)')
  await run(`(await wx.navigateTo({ url: '../second/second' }), 0)`)
  assert.equal(await style('[is="pages/second/second"] .first-box', 'color'), 'rgb(1, 2, 3)')
  assert.equal(await style('[data-wx-id=second]', 'padding-top'), '375px')
  assert.equal(await style('[data-wx-id=second]', '--from-first'), '')
})

test('fingers become events with plain data, and a tap is a tap for one task', async () => {
  const { page, run, record } = await openPhone()
  await record()
  await page.locator('.item').nth(1).click()
  await page.locator('[data-wx-id=inside]').click()
  assert.deepEqual(await record(), ['item 2 row 1 true', 'inner tap', 'outer tap'])
  const event = await run<Record<string, unknown>>('JSON.parse(JSON.stringify(top.lastItem))')
  assert.equal(event.type, 'tap')
  assert.deepEqual(event.mark, { row: 1 })
  assert.deepEqual(Object.keys(event.currentTarget as object), ['id', 'offsetLeft', 'offsetTop', 'dataset'])
  assert.deepEqual((event.currentTarget as { dataset: unknown }).dataset, { itemId: 2 })
  const { clientX } = (event.changedTouches as { clientX: number }[])[0] ?? {}
  assert.equal(clientX, (event.detail as { x: number }).x)
  assert.equal(await run('wx.inTap()'), false)
})

test('a finger that stays makes a long press, and no tap follows', async () => {
  const { page, record } = await openPhone()
  await record()
  await page.locator('[data-wx-id=press]').hover()
  await page.mouse.down()
  const seen: string[] = []
  await waitFor(async () => seen.push(...(await record())) && seen.includes('longpress'), {
    what: 'the long press',
  })
  await page.mouse.up()
  seen.push(...(await record()))
  assert.deepEqual(seen, ['longpress'])
})

test('real touches tap, too', async () => {
  const { page, record } = await openPhone({ context: { hasTouch: true } })
  await record()
  await page.locator('.item').first().tap()
  assert.deepEqual(await record(), ['item 1 row 0 true'])
})

test('behaviors are mixed in, and events of a component reach its page', async () => {
  const { page, run, record, text } = await openPhone()
  await record()
  await run(`(top.selectComponent('#card').grow(), 0)`)
  assert.equal(await text('[data-wx-id=inner]'), '卡片 ×2插槽')
  assert.deepEqual(await record(), ['grown 2'])
  assert.equal(await page.locator('.phone-error').count(), 0)
})

test('setData changes data at once, copies it, and calls back in a later task', async () => {
  const { page, run } = await openPhone()
  const order = await run(`(await (async () => {
    const order = []
    const given = { list: [1] }
    await new Promise((resolve) => {
      top.setData({ n: 5, given, 'items[0].name': '改' }, () => { order.push('callback'); resolve() })
      order.push(top.data.n)
      given.list.push(2)
      Promise.resolve().then(() => order.push('microtask'))
    })
    return [order, top.data.given.list]
  })())`)
  assert.deepEqual(order, [[5, 'microtask', 'callback'], [1]])
  assert.equal((await page.locator('.item').allInnerTexts())[0], '0:改=2')
  const refusals = await run<string[]>(`[
    { f() {} }, (() => { const a = {}; a.a = a; return { a } })(), { big: 'x'.repeat(1024 * 1024) },
  ].map((data) => { try { top.setData(data); return 'taken' } catch (error) { return error.message } })`)
  assert.match(refusals[0] ?? '', /"f" is a function/)
  assert.match(refusals[1] ?? '', /"a\.a" contains itself/)
  assert.match(refusals[2] ?? '', /more than the 1048576/)
})

test('queries and observers answer in a later task', async () => {
  const { run } = await openPhone()
  const [before, [box, all, viewport, missing]] = await run<
    [number, Record<string, unknown>[]]
  >(`(await (async () => {
    let answered = 0
    const query = top.createSelectorQuery()
    query.select('#box').fields({ id: true, rect: true, size: true, computedStyle: ['color'] })
    query.selectAll('.item').boundingClientRect()
    query.selectViewport().scrollOffset()
    query.select('#gone').boundingClientRect()
    const results = new Promise((resolve) => query.exec((all) => { answered += 1; resolve(all) }))
    const before = answered
    return [before, await results]
  })())`)
  assert.equal(before, 0)
  assert.deepEqual([box?.id, box?.left, box?.top, box?.width, box?.color], ['box', 0, 0, 55, 'rgb(9, 8, 7)'])
  assert.equal((all as unknown as unknown[]).length, 2)
  assert.equal(viewport?.scrollTop, 0)
  assert.equal(missing, null)
  const ratio = await run(`(await new Promise((resolve) => {
    const observer = top.createIntersectionObserver()
    observer.relativeToViewport({ bottom: 0 }).observe('#box', ({ intersectionRatio }) => resolve(intersectionRatio))
  }))`)
  assert.equal(ratio, 1)
})

test('what the engine adds to a template works: generics, relations of styles, WXS events, late components', async (t) => {
  const project = tempProject({
    'app.json': {
      pages: ['a'],
      subPackages: [{ root: 'far', pages: [] }],
      preloadRule: { a: { network: 'all', packages: ['near'] } },
    },
    'app.js': 'App({ record: [] })',
    'app.wxss': '.red { color: rgb(255, 0, 0) }',
    'a.json': {
      usingComponents: { far: '/far/far', open: '/open', list: '/list', row: '/row' },
      componentPlaceholder: { far: 'view' },
    },
    'a.js': `Component({
      properties: { q: String },
      data: { n: 1 },
      methods: {
        onLoad(query) { this.loaded = query },
        fromWxs(n) { this.heard = n },
        onWarning() {},
      },
    })`,
    'a.wxml': `<wxs module="m">
        module.exports.tap = function (event, owner) {
          event.instance.addClass('tapped').setStyle({ top: '4rpx' })
          owner.callMethod('fromWxs', event.instance.getDataset().n)
          return false
        }
        module.exports.changed = function (now, old, owner, instance) { instance.addClass('changed-' + now) }
      </wxs>
      <far id="far" word="远">在里面</far>
      <open id="open" />
      <list id="list" generic:row="row" />
      <view catchtap="onWarning"><view id="wxs" data-n="{{7}}" bindtap="{{m.tap}}" prop="{{n}}" change:prop="{{m.changed}}">点</view></view>`,
    'far/far.json': { component: true },
    'far/far.js': 'Component({ properties: { word: String } })',
    'far/far.wxml': '<view id="came">{{word}}来了：<slot/></view>',
    'open.json': { component: true },
    'open.js': 'Component({ options: { addGlobalClass: true } })',
    'open.wxml': '<view id="red" class="red">红</view>',
    'row.json': { component: true },
    'row.js': 'Component({})',
    'row.wxml': '<view id="row">行</view>',
    'list.json': { component: true, componentGenerics: { row: true } },
    'list.js': 'Component({})',
    'list.wxml': '<row wx:for="{{2}}" wx:key="*this" />',
  })
  const own = await startFixture(project.root)
  t.after(async () => {
    await own.stop()
    project.remove()
  })
  const { page, run } = await openPhone({ on: own, path: 'a?q=%E9%97%AE' })
  assert.deepEqual(await run('[top.loaded, top.data.q, top.is]'), [{ q: '问' }, '问', 'a'])
  await page.getByText('远来了：在里面').waitFor()
  assert.equal(await page.locator('[data-wx-id=row]').count(), 2)
  const color = `getComputedStyle(document.querySelector('[data-wx-id=red]')).color`
  assert.equal(await page.evaluate(color), 'rgb(255, 0, 0)')
  const wxs = page.locator('[data-wx-id=wxs]')
  assert.match((await wxs.getAttribute('class')) ?? '', /changed-1/)
  await wxs.click()
  assert.match((await wxs.getAttribute('class')) ?? '', /tapped/)
  assert.match((await wxs.getAttribute('style')) ?? '', /top: ?calc\(4 \* var\(--rpx\)\)/)
  assert.equal(await run('top.heard'), 7)
  assert.equal(await page.locator('.phone-error').count(), 0)
})
