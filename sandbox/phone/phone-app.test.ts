import { writeFileSync } from 'node:fs'
import { useCleanUp } from '../../test/support/clean-up.ts'
import { waitFor } from '../../test/support/wait-for.ts'
import { inject } from '../faults/testing/inject.ts'
import { startFixture } from './testing/start-fixture.ts'
import { tempProject } from './testing/temp-project.ts'
import { usePhones } from './testing/use-phones.ts'

const cleanUp = useCleanUp()

const { openPhone, fixture } = usePhones()

test('an app starts as on a phone: lifecycle in order, data, lists, branches, WXS and slots on the screen', async () => {
  const { page, text, record } = await openPhone({ path: 'pages/first/first?a=%E4%BD%A0&b', scene: 1007 })
  expect(await record()).toStrictEqual([
    'app.onLaunch pages/first/first 1007',
    'app.onShow',
    'card.created',
    'card.attached 卡片',
    'first.onLoad {"a":"你","b":""}',
    'first.onShow',
    'card.page show',
    'card.ready',
    'first.onReady',
  ])
  expect(await text('[data-wx-id=shown]')).toBe('看得见')
  expect(await page.locator('[data-wx-id=hidden-branch]').count()).toBe(0)
  expect(await page.locator('.item').allInnerTexts()).toStrictEqual(['0:一=2', '1:二=4'])
  expect(await text('[data-wx-id=arrays]')).toBe('数组')
  expect(await text('[data-wx-id=inner]')).toBe('卡片 ×1插槽')
  expect(await text('.phone-title')).toBe('第一页')
})

test('pages are pushed, talked to and popped in order', async () => {
  const { run, record } = await openPhone()
  await record()
  const before = `const heard = []; const { eventChannel } = await wx.navigateTo({
    url: '../second/second?id=1', events: { opened: (who) => heard.push(who) } }); eventChannel.emit('hello', '你好')`
  expect(await run(`(await (async () => { ${before}; return heard })())`)).toStrictEqual(['second'])
  expect(await record()).toStrictEqual([
    'first.onHide',
    'card.page hide',
    'second.onLoad {"id":"1"}',
    'second.onShow',
    'second heard 你好',
    'second.onReady',
  ])
  expect(await run('pages.map((page) => [page.route, page.options, page.is])')).toStrictEqual([
    ['pages/first/first', {}, 'pages/first/first'],
    ['pages/second/second', { id: '1' }, 'pages/second/second'],
  ])
  await run('wx.navigateBack({ delta: 9 })')
  expect(await record()).toStrictEqual(['second.onUnload', 'first.onShow', 'card.page show'])
  await run(`(await wx.redirectTo({ url: '/pages/second/second' }), 0)`)
  expect(await record()).toStrictEqual([
    'first.onUnload',
    'card.detached',
    'second.onLoad {}',
    'second.onShow',
    'second.onReady',
  ])
})

test('what WeChat refuses to route is refused in its words', async () => {
  const { run } = await openPhone()
  const failure = (call: string) =>
    run<string>(`(await ${call}.then(() => 'no error', (error) => error.message))`)
  expect(await failure(`wx.navigateTo({ url: '/pages/gone/gone?a=1' })`)).toBe(
    'navigateTo:fail page "pages/gone/gone" is not found',
  )
  expect(await failure('wx.navigateBack()')).toBe('navigateBack:fail cannot navigate back at first page.')
  for (let depth = 2; depth <= 10; depth += 1) {
    expect(await failure(`wx.navigateTo({ url: '/pages/second/second' })`)).toBe('no error')
  }
  expect(await failure(`wx.navigateTo({ url: '/pages/second/second' })`)).toBe(
    'navigateTo:fail webview count limit exceed',
  )
  expect(await run('pages.length')).toBe(10)
  await run(`(await wx.reLaunch({ url: '/pages/first/first' }), 0)`)
  expect(await run('pages.length')).toBe(1)
})

test('app code sees no browser', async () => {
  const { run } = await openPhone()
  expect(await run('top.seenNames()')).toStrictEqual({
    window: 'undefined',
    document: 'undefined',
    localStorage: 'undefined',
    fetch: 'undefined',
    WebSocket: 'undefined',
    navigator: 'undefined',
    globals: [],
    thisOfFunction: 'undefined',
    found: true,
    setTimeout: 'function',
  })
})

test('a sub-package comes over the network when it is asked for, and can fail and be asked for again', async () => {
  const { page, run, record, text } = await openPhone()
  await record()
  await run('(wx.onLazyLoadError((event) => app.record.push(JSON.stringify(event))), 0)')
  expect(
    await run(`(() => { try { top.requirePackAtOnce() } catch (error) { return error.message } })()`),
  ).toBe("module 'pack/tool.js' is not defined, require args is '../../pack/tool'")
  await page.route('**/_phone/package/pack.js', (route) => route.abort())
  const failed = await run(`(await top.loadPack().catch((error) => error))`)
  expect(failed).toStrictEqual({
    mod: '../../pack/tool',
    errMsg: 'loadSubpackage:fail package pack could not be downloaded',
  })
  expect(await record()).toStrictEqual([
    '{"type":"subpackage","subpackage":["pack"],"errMsg":"loadSubpackage:fail package pack could not be downloaded"}',
  ])
  await page.unroute('**/_phone/package/pack.js')
  expect(await run('(await Promise.all([top.loadPack(), top.loadPack()]))[1].name')).toBe('pack tool')
  expect(await record()).toStrictEqual(['pack.tool ran'])
  await run(`(await wx.navigateTo({ url: '/packed/page/page' }), 0)`)
  expect(await text('[data-wx-id=packed]')).toBe('分包')
})

test('a sub-package that does not come within ten seconds is given up', async () => {
  const { page, run, record } = await openPhone()
  await record()
  await run('(wx.onLazyLoadError((event) => app.record.push(event.errMsg)), 0)')
  const asked = page.waitForRequest('**/_phone/package/pack.js')
  await page.route('**/_phone/package/pack.js', () => undefined)
  await page.clock.install()
  await run('(test.failure = new Promise((resolve) => top.loadPackWithCallbacks(resolve)), 0)')
  await asked
  await page.clock.fastForward(10_000)
  expect(await run('(await test.failure)')).toStrictEqual({
    mod: '../../pack/tool',
    errMsg: 'loadSubpackage: fail',
  })
  expect(await record()).toStrictEqual(['loadSubpackage: timeout', 'loadSubpackage: fail'])
  await page.unroute('**/_phone/package/pack.js')
  expect(await run('(await new Promise((resolve) => top.loadPackWithCallbacks(resolve)))')).toBe('pack tool')
})

test('a page of a package that cannot be loaded is not opened', async () => {
  const { page, run } = await openPhone()
  await page.route('**/_phone/package/packed.js', (route) => route.abort())
  expect(
    await run(`(await wx.navigateTo({ url: '/packed/page/page' }).catch((error) => error.message))`),
  ).toMatch(/^navigateTo:fail loadSubpackage:fail/)
  expect(await run('pages.length')).toBe(1)
})

test('an uncaught error reaches the app, the terminal and the red bar', async () => {
  const { page, run, record, phone, text } = await openPhone()
  await record()
  await run(`(setTimeout(() => { throw new Error('in a timer') }, 0), 0)`)
  await page.locator('.phone-error').waitFor()
  expect(await text('.phone-error')).toMatch(/in a timer/)
  expect(await record()).toStrictEqual(['app.onError Error: in a timer'])
  const entry = await waitFor(
    () => fixture().logs.find((log) => log.phoneID === phone.id && log.entry.type === 'exception')?.entry,
    { what: 'the error in the terminal' },
  )
  expect([entry.args, entry.page]).toStrictEqual([['uncaught: in a timer'], 'pages/first/first'])
})

test('a share card reaches every other phone, now or when it starts, and opens the app there', async () => {
  const one = await openPhone()
  const two = await openPhone()
  const late = fixture().phone.phones.open({ person: '后来的人' })
  await one.run(`wx.share('/pages/second/second?from=card')`)
  const [card] = await waitFor(
    async () => {
      const received = await two.run<{ path: string; from: string }[]>('received')
      return received.length > 0 && received
    },
    { what: 'the card on the second phone' },
  )
  expect([card?.path, card?.from]).toStrictEqual(['/pages/second/second?from=card', '阿禾'])
  expect(await one.run('received.length')).toBe(0)
  expect(
    fixture()
      .phone.phones.list()
      .find(({ id }) => id === late.id)?.cards.length,
  ).toBe(1)

  await two.record()
  await fixture().phone.phones.request(two.phone.id, 'app.open', { url: card?.path ?? '', scene: 1007 })
  expect(await two.record()).toStrictEqual([
    'first.onHide',
    'card.page hide',
    'app.onHide',
    'app.onShow',
    'first.onUnload',
    'card.detached',
    'second.onLoad {"from":"card"}',
    'second.onShow',
    'second.onReady',
  ])
})

test('the app goes to the background by its capsule and comes back by its icon', async () => {
  const { page, record } = await openPhone()
  await record()
  await page.getByLabel('关闭').click()
  expect(await record()).toStrictEqual(['first.onHide', 'card.page hide', 'app.onHide'])
  await page.locator('.phone-home button').click()
  expect(await record()).toStrictEqual(['app.onShow', 'first.onShow', 'card.page show'])
})

test('the control API changes the network and asks the players for their marks', async () => {
  const { phone, run } = await openPhone()
  const { phones } = fixture().phone
  await run(
    `(test.heard = [], test.phone.events.on('networkStatusChange', (event) => test.heard.push(event)), 0)`,
  )
  await inject(fixture().phone, 'network.off', { phone: phone.id })
  expect(await run('[test.heard, test.phone.network.type()]')).toStrictEqual([
    [{ isConnected: false, networkType: 'none' }],
    'none',
  ])
  const mark = { id: 'a', markMs: 1, presentedMs: 2, frames: 3, unreadable: 0, samples: [] }
  await run(`(test.phone.playerMarks.set('a', () => (${JSON.stringify(mark)})), 0)`)
  expect(await phones.request(phone.id, 'media.marks', {})).toStrictEqual({ players: [mark] })
})

test('a phone keeps its storage over a reload and loses it by a reset', async () => {
  const { page, phone, run } = await openPhone()
  const { phones } = fixture().phone
  const nextStart = () =>
    new Promise<void>((resolve) => {
      const stop = phones.onConnect((id) => {
        if (id !== phone.id) return
        stop()
        resolve()
      })
    })
  await run(`(localStorage.setItem('kept', 'yes'), 0)`)
  const reloaded = nextStart()
  await phones.request(phone.id, 'app.reload', {})
  await reloaded
  expect(await page.evaluate(`localStorage.getItem('kept')`)).toBe('yes')
  const emptied = nextStart()
  await fixture().phone.reset()
  await emptied
  expect(await page.evaluate(`localStorage.getItem('kept')`)).toBeNull()
})

test("an address that does not exist is the app's to answer, else WeChat says so", async () => {
  const { record, text } = await openPhone({ path: 'pages/gone/gone' })
  expect((await record()).join()).toMatch(/app\.onPageNotFound pages\/gone\/gone/)
  expect(await text('.phone-screen h1')).toBe('页面不存在')
})

test('a second window takes the phone over, and the first one says so', async () => {
  const { page, phone } = await openPhone()
  const second = await page.context().newPage()
  await second.goto(phone.url)
  await page.getByText('这部手机已在另一个窗口打开').waitFor()
  await second.getByText('你好，小程序').waitFor()
})

test('a reload takes the changed project, and a broken one is shown with file and line', async () => {
  const files = {
    'app.json': { pages: ['a'] },
    'app.js': 'App({ record: [] })',
    'a.js': 'Page({})',
    'a.wxml': '<view id="a">旧</view><map id="map" />',
  }
  const project = tempProject(files)
  const own = await startFixture(project.root)
  cleanUp(async () => {
    await own.stop()
    project.remove()
  })
  const { page, phone, text } = await openPhone({ on: own })
  expect(await text('[data-wx-id=a]')).toBe('旧')
  expect(await text('.phone-error')).toMatch(/<map> is not supported in the sandbox .*D-WX-10/)

  writeFileSync(`${project.root}/a.wxml`, '<view id="a">新</view>')
  await own.phone.phones.request(phone.id, 'app.reload', {})
  await page.getByText('新').waitFor()

  writeFileSync(`${project.root}/a.wxml`, '<view>\n{{ a b }}</view>')
  await own.phone.phones.request(phone.id, 'app.reload', {})
  await page.getByText('小程序无法启动').waitFor()
  expect(await text('.phone-screen code')).toBe('a.wxml:2:6')
  expect(own.terminal.at(-1) ?? '').toMatch(/^the app cannot run: a\.wxml:2:6: /)

  writeFileSync(`${project.root}/a.wxml`, '<view id="a">又好了</view>')
  await own.phone.phones.request(phone.id, 'app.reload', {})
  await page.getByText('又好了').waitFor()
})
