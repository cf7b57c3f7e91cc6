import { useCleanUp } from '../../test/support/clean-up.ts'
import { waitFor } from '../../test/support/wait-for.ts'
import { startFixture } from './testing/start-fixture.ts'
import { tempProject } from './testing/temp-project.ts'
import { usePhones } from './testing/use-phones.ts'

const cleanUp = useCleanUp()

const { openPhone } = usePhones()

test('styles reach what they should and nothing else', async () => {
  const { page, run } = await openPhone()
  const style = (selector: string, name: string) =>
    page.evaluate(`getComputedStyle(document.querySelector('${selector}')).getPropertyValue('${name}')`)
  expect(await style('[data-wx-id=box]', 'width')).toBe('50px') // 100rpx of 375
  expect(await style('.from-app', 'padding-left')).toBe('5px')
  expect(await style('wx-page', 'background-color')).toBe('rgb(240, 240, 240)')
  expect(await style('wx-page', 'color')).toBe('rgb(1, 2, 3)')
  expect(await style('[data-wx-id=box]', 'color')).toBe('rgb(9, 8, 7)')
  expect(await style('[data-wx-id=inner]', 'padding-left')).toBe('10px')
  // .card-inner of app.wxss stops at the isolated component
  expect(await style('[data-wx-id=inner]', 'color')).toBe('rgb(1, 2, 3)')
  await run(`(await wx.navigateTo({ url: '../second/second' }), 0)`)
  expect(await style('[is="pages/second/second"] .first-box', 'color')).toBe('rgb(1, 2, 3)')
  expect(await style('[data-wx-id=second]', 'padding-top')).toBe('375px')
  expect(await style('[data-wx-id=second]', '--from-first')).toBe('')
})

test('fingers become events with plain data, and a tap is a tap for one task', async () => {
  const { page, run, record } = await openPhone()
  await record()
  await page.locator('.item').nth(1).click()
  await page.locator('[data-wx-id=inside]').click()
  expect(await record()).toStrictEqual(['item 2 row 1 true', 'inner tap', 'outer tap'])
  const event = await run<Record<string, unknown>>('JSON.parse(JSON.stringify(top.lastItem))')
  expect(event.type).toBe('tap')
  expect(event.mark).toStrictEqual({ row: 1 })
  expect(Object.keys(event.currentTarget as object)).toStrictEqual([
    'id',
    'offsetLeft',
    'offsetTop',
    'dataset',
  ])
  expect((event.currentTarget as { dataset: unknown }).dataset).toStrictEqual({ itemId: 2 })
  const { clientX } = (event.changedTouches as { clientX: number }[])[0] ?? {}
  expect(clientX).toBe((event.detail as { x: number }).x)
  expect(await run('wx.inTap()')).toBe(false)
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
  expect(seen).toStrictEqual(['longpress'])
})

test('real touches tap, too', async () => {
  const { page, record } = await openPhone({ context: { hasTouch: true } })
  await record()
  await page.locator('.item').first().tap()
  expect(await record()).toStrictEqual(['item 1 row 0 true'])
})

test('behaviors are mixed in, and events of a component reach its page', async () => {
  const { page, run, record, text } = await openPhone()
  await record()
  await run(`(top.selectComponent('#card').grow(), 0)`)
  expect(await text('[data-wx-id=inner]')).toBe('卡片 ×2插槽')
  expect(await record()).toStrictEqual(['grown 2'])
  expect(await page.locator('.phone-error').count()).toBe(0)
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
  expect(order).toStrictEqual([[5, 'microtask', 'callback'], [1]])
  expect((await page.locator('.item').allInnerTexts())[0]).toBe('0:改=2')
  const refusals = await run<string[]>(`[
    { f() {} }, (() => { const a = {}; a.a = a; return { a } })(), { big: 'x'.repeat(1024 * 1024) },
  ].map((data) => { try { top.setData(data); return 'taken' } catch (error) { return error.message } })`)
  expect(refusals[0] ?? '').toMatch(/"f" is a function/)
  expect(refusals[1] ?? '').toMatch(/"a\.a" contains itself/)
  expect(refusals[2] ?? '').toMatch(/more than the 1048576/)
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
  expect(before).toBe(0)
  expect([box?.id, box?.left, box?.top, box?.width, box?.color]).toStrictEqual([
    'box',
    0,
    0,
    55,
    'rgb(9, 8, 7)',
  ])
  expect(all as unknown as unknown[]).toHaveLength(2)
  expect(viewport?.scrollTop).toBe(0)
  expect(missing).toBeNull()
  const ratio = await run(`(await new Promise((resolve) => {
    const observer = top.createIntersectionObserver()
    observer.relativeToViewport({ bottom: 0 }).observe('#box', ({ intersectionRatio }) => resolve(intersectionRatio))
  }))`)
  expect(ratio).toBe(1)
})

test('what the engine adds to a template works: generics, relations of styles, WXS events, late components', async () => {
  const project = tempProject({
    'app.json': {
      pages: ['a'],
      subPackages: [
        { root: 'far', pages: [] },
        { root: 'near', pages: ['b'] },
      ],
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
    'near/b.js': 'Page({})',
    'near/b.wxml': '<view/>',
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
  cleanUp(async () => {
    await own.stop()
    project.remove()
  })
  const { page, run } = await openPhone({ on: own, path: 'a?q=%E9%97%AE' })
  expect(await run('[top.loaded, top.data.q, top.is]')).toStrictEqual([{ q: '问' }, '问', 'a'])
  await page.getByText('远来了：在里面').waitFor()
  expect(await page.locator('[data-wx-id=row]').count()).toBe(2)
  const color = `getComputedStyle(document.querySelector('[data-wx-id=red]')).color`
  expect(await page.evaluate(color)).toBe('rgb(255, 0, 0)')
  const wxs = page.locator('[data-wx-id=wxs]')
  expect((await wxs.getAttribute('class')) ?? '').toMatch(/changed-1/)
  await wxs.click()
  expect((await wxs.getAttribute('class')) ?? '').toMatch(/tapped/)
  expect((await wxs.getAttribute('style')) ?? '').toMatch(/top: ?calc\(4 \* var\(--rpx\)\)/)
  expect(await run('top.heard')).toBe(7)
  expect(await page.locator('.phone-error').count()).toBe(0)
})
