import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { waitFor } from '../../test/support/wait-for.ts'
import { startFixture } from './testing/start-fixture.ts'
import { tempProject } from './testing/temp-project.ts'
import { usePhones } from './testing/use-phones.ts'

const { openPhone, fixture } = usePhones()

test('an app starts as on a phone: lifecycle in order, data, lists, branches, WXS and slots on the screen', async () => {
  const { page, text, record } = await openPhone({ path: 'pages/first/first?a=%E4%BD%A0&b', scene: 1007 })
  assert.deepEqual(await record(), [
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
  assert.equal(await text('[data-wx-id=shown]'), '看得见')
  assert.equal(await page.locator('[data-wx-id=hidden-branch]').count(), 0)
  assert.deepEqual(await page.locator('.item').allInnerTexts(), ['0:一=2', '1:二=4'])
  assert.equal(await text('[data-wx-id=arrays]'), '数组')
  assert.equal(await text('[data-wx-id=inner]'), '卡片 ×1插槽')
  assert.equal(await text('.phone-title'), '第一页')
})

test('pages are pushed, talked to and popped in order', async () => {
  const { run, record } = await openPhone()
  await record()
  const before = `const heard = []; const { eventChannel } = await wx.navigateTo({
    url: '../second/second?id=1', events: { opened: (who) => heard.push(who) } }); eventChannel.emit('hello', '你好')`
  assert.deepEqual(await run(`(await (async () => { ${before}; return heard })())`), ['second'])
  assert.deepEqual(await record(), [
    'first.onHide',
    'card.page hide',
    'second.onLoad {"id":"1"}',
    'second.onShow',
    'second heard 你好',
    'second.onReady',
  ])
  assert.deepEqual(await run('pages.map((page) => [page.route, page.options, page.is])'), [
    ['pages/first/first', {}, 'pages/first/first'],
    ['pages/second/second', { id: '1' }, 'pages/second/second'],
  ])
  await run('wx.navigateBack({ delta: 9 })')
  assert.deepEqual(await record(), ['second.onUnload', 'first.onShow', 'card.page show'])
  await run(`(await wx.redirectTo({ url: '/pages/second/second' }), 0)`)
  assert.deepEqual(await record(), [
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
  assert.equal(
    await failure(`wx.navigateTo({ url: '/pages/gone/gone?a=1' })`),
    'navigateTo:fail page "pages/gone/gone" is not found',
  )
  assert.equal(await failure('wx.navigateBack()'), 'navigateBack:fail cannot navigate back at first page.')
  for (let depth = 2; depth <= 10; depth += 1) {
    assert.equal(await failure(`wx.navigateTo({ url: '/pages/second/second' })`), 'no error')
  }
  assert.equal(
    await failure(`wx.navigateTo({ url: '/pages/second/second' })`),
    'navigateTo:fail webview count limit exceed',
  )
  assert.equal(await run('pages.length'), 10)
  await run(`(await wx.reLaunch({ url: '/pages/first/first' }), 0)`)
  assert.equal(await run('pages.length'), 1)
})

test('app code sees no browser', async () => {
  const { run } = await openPhone()
  assert.deepEqual(await run('top.seenNames()'), {
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
  assert.equal(
    await run(`(() => { try { top.requirePackAtOnce() } catch (error) { return error.message } })()`),
    "module 'pack/tool.js' is not defined, require args is '../../pack/tool'",
  )
  await page.route('**/_phone/package/pack.js', (route) => route.abort())
  const failed = await run(`(await top.loadPack().catch((error) => error))`)
  assert.deepEqual(failed, {
    mod: '../../pack/tool',
    errMsg: 'loadSubpackage:fail package pack could not be downloaded',
  })
  assert.deepEqual(await record(), [
    '{"type":"subpackage","subpackage":["pack"],"errMsg":"loadSubpackage:fail package pack could not be downloaded"}',
  ])
  await page.unroute('**/_phone/package/pack.js')
  assert.equal(await run('(await Promise.all([top.loadPack(), top.loadPack()]))[1].name'), 'pack tool')
  assert.deepEqual(await record(), ['pack.tool ran'])
  await run(`(await wx.navigateTo({ url: '/packed/page/page' }), 0)`)
  assert.equal(await text('[data-wx-id=packed]'), '分包')
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
  assert.deepEqual(await run('(await test.failure)'), {
    mod: '../../pack/tool',
    errMsg: 'loadSubpackage: fail',
  })
  assert.deepEqual(await record(), ['loadSubpackage: timeout', 'loadSubpackage: fail'])
  await page.unroute('**/_phone/package/pack.js')
  assert.equal(await run('(await new Promise((resolve) => top.loadPackWithCallbacks(resolve)))'), 'pack tool')
})

test('a page of a package that cannot be loaded is not opened', async () => {
  const { page, run } = await openPhone()
  await page.route('**/_phone/package/packed.js', (route) => route.abort())
  assert.match(
    await run(`(await wx.navigateTo({ url: '/packed/page/page' }).catch((error) => error.message))`),
    /^navigateTo:fail loadSubpackage:fail/,
  )
  assert.equal(await run('pages.length'), 1)
})

test('an uncaught error reaches the app, the terminal and the red bar', async () => {
  const { page, run, record, phone, text } = await openPhone()
  await record()
  await run(`(setTimeout(() => { throw new Error('in a timer') }, 0), 0)`)
  await page.locator('.phone-error').waitFor()
  assert.match(await text('.phone-error'), /in a timer/)
  assert.deepEqual(await record(), ['app.onError Error: in a timer'])
  const entry = await waitFor(
    () => fixture().logs.find((log) => log.phoneID === phone.id && log.entry.type === 'exception')?.entry,
    { what: 'the error in the terminal' },
  )
  assert.deepEqual([entry.args, entry.page], [['uncaught: in a timer'], 'pages/first/first'])
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
  assert.deepEqual([card?.path, card?.from], ['/pages/second/second?from=card', '阿禾'])
  assert.equal(await one.run('received.length'), 0)
  assert.equal(
    fixture()
      .phone.phones.list()
      .find(({ id }) => id === late.id)?.cards.length,
    1,
  )

  await two.record()
  await fixture().phone.phones.request(two.phone.id, 'app.open', { url: card?.path ?? '', scene: 1007 })
  assert.deepEqual(await two.record(), [
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
  assert.deepEqual(await record(), ['first.onHide', 'card.page hide', 'app.onHide'])
  await page.locator('.phone-home button').click()
  assert.deepEqual(await record(), ['app.onShow', 'first.onShow', 'card.page show'])
})

test('the desk changes the network and asks the players for their marks', async () => {
  const { phone, run } = await openPhone()
  const { phones } = fixture().phone
  await run(
    `(test.heard = [], test.phone.events.on('networkStatusChange', (event) => test.heard.push(event)), 0)`,
  )
  await fixture().phone.faults.networkOff(phone.id)
  assert.deepEqual(await run('[test.heard, test.phone.network.type()]'), [
    [{ isConnected: false, networkType: 'none' }],
    'none',
  ])
  const mark = { id: 'a', markMs: 1, presentedMs: 2, frames: 3, unreadable: 0, samples: [] }
  await run(`(test.phone.playerMarks.set('a', () => (${JSON.stringify(mark)})), 0)`)
  assert.deepEqual(await phones.request(phone.id, 'media.marks', {}), { players: [mark] })
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
  assert.equal(await page.evaluate(`localStorage.getItem('kept')`), 'yes')
  const emptied = nextStart()
  await fixture().phone.reset()
  await emptied
  assert.equal(await page.evaluate(`localStorage.getItem('kept')`), null)
})

test("an address that does not exist is the app's to answer, else WeChat says so", async () => {
  const { record, text } = await openPhone({ path: 'pages/gone/gone' })
  assert.match((await record()).join(), /app\.onPageNotFound pages\/gone\/gone/)
  assert.equal(await text('.phone-screen h1'), '页面不存在')
})

test('a second window takes the phone over, and the first one says so', async () => {
  const { page, phone } = await openPhone()
  const second = await page.context().newPage()
  await second.goto(phone.url)
  await page.getByText('这部手机已在另一个窗口打开').waitFor()
  await second.getByText('你好，小程序').waitFor()
})

test('a reload takes the changed project, and a broken one is shown with file and line', async (t) => {
  const files = {
    'app.json': { pages: ['a'] },
    'app.js': 'App({ record: [] })',
    'a.js': 'Page({})',
    'a.wxml': '<view id="a">旧</view><map id="map" />',
  }
  const project = tempProject(files)
  const own = await startFixture(project.root)
  t.after(async () => {
    await own.stop()
    project.remove()
  })
  const { page, phone, text } = await openPhone({ on: own })
  assert.equal(await text('[data-wx-id=a]'), '旧')
  assert.match(await text('.phone-error'), /<map> is not supported in the sandbox .*D-WX-10/)

  writeFileSync(`${project.root}/a.wxml`, '<view id="a">新</view>')
  await own.phone.phones.request(phone.id, 'app.reload', {})
  await page.getByText('新').waitFor()

  writeFileSync(`${project.root}/a.wxml`, '<view>\n{{ a b }}</view>')
  await own.phone.phones.request(phone.id, 'app.reload', {})
  await page.getByText('小程序无法启动').waitFor()
  assert.equal(await text('.phone-screen code'), 'a.wxml:2:6')
  assert.match(own.terminal.at(-1) ?? '', /^the app cannot run: a\.wxml:2:6: /)

  writeFileSync(`${project.root}/a.wxml`, '<view id="a">又好了</view>')
  await own.phone.phones.request(phone.id, 'app.reload', {})
  await page.getByText('又好了').waitFor()
})
