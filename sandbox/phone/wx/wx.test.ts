import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { waitFor } from '../../../test/support/wait-for.ts'
import {
  answerDialog,
  at,
  callWx,
  type FixturePhone,
  heard,
  startFixturePhone,
  topPath,
} from './testing/fixture-phone.mts'

/** expose.ts in the page. */
declare const underTest: {
  readonly wx: Record<string, (options: unknown) => Promise<Record<string, unknown>>> & {
    readonly cloud: Record<string, (options: object) => Promise<unknown>>
  }
}

interface SocketTask {
  readonly readyState: number
  onOpen(listener: () => void): void
  onMessage(listener: (event: { data: string | ArrayBuffer }) => void): void
  onClose(listener: (event: { code: number }) => void): void
  send(options: { data: string | ArrayBuffer }): void
  close(): void
}

let fixture: FixturePhone
let api: { url: string; stop(): void }
let page: Page

/** A backend of the app, which lets the phone's origin in. */
async function startApi(): Promise<{ url: string; stop(): void }> {
  const server = createServer(async (request, response) => {
    const headers = { 'access-control-allow-origin': '*', 'access-control-allow-headers': 'content-type' }
    const body = (await request.toArray()).join('')
    response.writeHead(request.method === 'OPTIONS' ? 204 : 201, headers)
    response.end(request.method === 'OPTIONS' ? '' : JSON.stringify({ got: body }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, stop: () => void server.close() }
}

before(async () => {
  api = await startApi()
  fixture = await startFixturePhone({
    hosts: ({ url }) => [
      { from: 'wss://socket.example.com', to: `${url.replace('http', 'ws')}/echo` },
      { from: 'https://api.example.com', to: api.url },
    ],
    callFunction: async (person, name, data) => ({ result: { person, name, data }, requestID: 'r1' }),
  })
  fixture.web.onSocket('/echo', (socket) => {
    socket.on('message', (data, binary) => socket.send(data, { binary }))
  })
  page = await fixture.open()
})
after(async () => {
  api?.stop()
  await fixture?.stop()
})

test('a phone tells its window, capsule and base library', async () => {
  const window_ = (await callWx(page, 'getWindowInfo')).answer as Record<string, number>
  assert.equal(window_.screenWidth, 375)
  assert.equal(window_.screenHeight, 812)
  assert.equal(
    window_.windowHeight,
    await page.locator('.phone-window:visible').evaluate((w) => w.clientHeight),
  )
  const capsule = (await callWx(page, 'getMenuButtonBoundingClientRect')).answer as Record<string, number>
  const drawn = await page.locator('.phone-capsule').boundingBox()
  assert.deepEqual(
    [capsule.left, capsule.top, capsule.width, capsule.height],
    [drawn?.x, drawn?.y, drawn?.width, drawn?.height],
  )
  assert.equal(((await callWx(page, 'getAppBaseInfo')).answer as { SDKVersion: string }).SDKVersion, '3.8.0')
})

test('storage survives a reload, and what was never stored is an empty text', async () => {
  await callWx(page, 'setStorageSync', 'k', { a: [1] })
  await page.reload()
  await page.waitForSelector('wx-page')
  assert.deepEqual((await callWx(page, 'getStorageSync', 'k')).answer, { a: [1] })
  assert.equal((await callWx(page, 'getStorageSync', 'never')).answer, '')
  assert.deepEqual((await callWx(page, 'getStorage', { key: 'never' })).error, {
    errMsg: 'getStorage:fail data not found',
    errno: undefined,
  })
})

test('another phone of another person has its own storage', async () => {
  const other = await fixture.open(undefined, '林间小鹿')
  assert.equal((await callWx(other, 'getStorageSync', 'k')).answer, '')
})

test('a route to a page that is not in app.json fails with its name', async () => {
  const { error } = await callWx(page, 'navigateTo', { url: '/pages/nowhere/nowhere' })
  assert.match(
    (error as { errMsg: string }).errMsg,
    /^navigateTo:fail page "pages\/nowhere\/nowhere" is not found/,
  )
})

test('navigateTo opens a page with its query, navigateBack comes back', async () => {
  const answer = await page.evaluate(async () => {
    const opened = (await underTest.wx.navigateTo?.({ url: '../second/second?a=1&b=%E4%B8%AD' })) as Record<
      string,
      unknown
    >
    return { errMsg: opened.errMsg, emits: typeof (opened.eventChannel as { emit?: unknown })?.emit }
  })
  assert.deepEqual(answer, { errMsg: 'navigateTo:ok', emits: 'function' })
  assert.equal(await topPath(page), 'pages/second/second')
  await page.locator(at('query'), { hasText: '{"a":"1","b":"中"}' }).waitFor()
  await callWx(page, 'navigateBack')
  assert.equal(await topPath(page), 'pages/home/home')
})

test('a page that asks before it is left stays when the person says no, and goes when they say yes', async () => {
  await callWx(page, 'navigateTo', { url: '../second/second' })
  await callWx(page, 'enableAlertBeforeUnload', { message: '还没存' })
  for (const [answer, path] of [
    ['.wxs-cancel', 'pages/second/second'],
    ['.wxs-confirm', 'pages/home/home'],
  ] as const) {
    const back = callWx(page, 'navigateBack')
    await page.locator('.wxs-modal', { hasText: '还没存' }).waitFor()
    await page.locator(answer).click()
    await back
    assert.equal(await topPath(page), path)
  }
})

test('the question is taken back, and is never asked where there is no way back', async () => {
  await callWx(page, 'enableAlertBeforeUnload', { message: '还没存' })
  assert.match(String((await callWx(page, 'navigateBack')).error), /./)
  await callWx(page, 'disableAlertBeforeUnload')
  await callWx(page, 'navigateTo', { url: '../second/second' })
  await callWx(page, 'enableAlertBeforeUnload', { message: '还没存' })
  await callWx(page, 'disableAlertBeforeUnload')
  await callWx(page, 'navigateBack')
  assert.equal(await topPath(page), 'pages/home/home')
})

test('the title of the navigation bar changes', async () => {
  await callWx(page, 'setNavigationBarTitle', { title: '直播间' })
  await page.locator('.phone-title:visible', { hasText: '直播间' }).waitFor()
})

test('a modal answers confirm or cancel, by finger or by code', async () => {
  const confirmed = callWx(page, 'showModal', { title: '标题', content: '内容' })
  await page.locator('.wxs-modal .wxs-confirm').click()
  assert.deepEqual((await confirmed).answer, { confirm: true, cancel: false, errMsg: 'showModal:ok' })
  const cancelled = callWx(page, 'showModal', { content: '内容' })
  await answerDialog(page, 'modal', 'cancel')
  assert.deepEqual((await cancelled).answer, { confirm: false, cancel: true, errMsg: 'showModal:ok' })
  assert.equal(await page.locator('.wxs-modal').count(), 0)
})

test('an action sheet gives the index, backing out fails with cancel', async () => {
  const chosen = callWx(page, 'showActionSheet', { itemList: ['甲', '乙'] })
  await page.getByText('乙', { exact: true }).click()
  assert.deepEqual((await chosen).answer, { tapIndex: 1, errMsg: 'showActionSheet:ok' })
  const backed = callWx(page, 'showActionSheet', { itemList: ['甲'] })
  await answerDialog(page, 'actionSheet', 'cancel')
  assert.equal(((await backed).error as { errMsg: string }).errMsg, 'showActionSheet:fail cancel')
})

test('a toast goes by itself, a loading stays until it is hidden', async () => {
  await callWx(page, 'showToast', { title: '好了', duration: 50 })
  await page.locator('.wxs-toast').waitFor({ state: 'detached' })
  await callWx(page, 'showLoading', { title: '加载中' })
  await page.locator('.wxs-toast', { hasText: '加载中' }).waitFor()
  await callWx(page, 'hideLoading')
  assert.equal(await page.locator('.wxs-toast').count(), 0)
})

test('a permission is asked once, remembered, and changed only on the settings page', async () => {
  assert.deepEqual(((await callWx(page, 'getSetting')).answer as { authSetting: object }).authSetting, {})
  const refused = callWx(page, 'authorize', { scope: 'scope.camera' })
  await page.locator('.wxs-ask', { hasText: '使用你的摄像头' }).getByText('to show the goods').waitFor()
  await answerDialog(page, 'permission', 'cancel')
  assert.deepEqual((await refused).error, { errMsg: 'authorize:fail auth deny', errno: 103 })
  assert.deepEqual((await callWx(page, 'authorize', { scope: 'scope.camera' })).error, {
    errMsg: 'authorize:fail auth deny',
    errno: 103,
  })
  assert.match(
    ((await callWx(page, 'openSetting')).error as { errMsg: string }).errMsg,
    /can only be invoked by user TAP gesture\.$/,
  )
  await page.locator(at('ask')).click()
  await page.locator('.wxs-row input').check()
  await answerDialog(page, 'setting', 'confirm')
  await waitFor(async () => JSON.stringify(await heard(page)).includes('"scope.camera":true'), {
    what: 'the new setting',
  })
  assert.equal((await callWx(page, 'authorize', { scope: 'scope.camera' })).error, undefined)
})

test('a socket of the domain list carries text and bytes; others are refused', async () => {
  const talk = await page.evaluate(
    () =>
      new Promise<unknown[]>((resolve) => {
        const said: unknown[] = []
        const task = underTest.wx.connectSocket?.({
          url: 'wss://socket.example.com/room',
        }) as unknown as SocketTask
        said.push(task.readyState)
        task.onOpen(() => {
          said.push(task.readyState)
          task.onMessage(({ data }) => {
            said.push(typeof data === 'string' ? data : [...new Uint8Array(data)])
            if (typeof data === 'string') task.send({ data: new Uint8Array([1, 255]).buffer })
            else task.close()
          })
          task.onClose(({ code }) => resolve([...said, code, task.readyState]))
          task.send({ data: '你好' })
        })
      }),
  )
  assert.deepEqual(talk, [0, 1, '你好', [1, 255], 1000, 3])
  const refusal = await page.evaluate(
    () =>
      new Promise<unknown>((resolve) => {
        underTest.wx.connectSocket?.({ url: 'wss://elsewhere.example.com', fail: resolve })
      }),
  )
  assert.deepEqual(refusal, { errMsg: 'connectSocket:fail url not in domain list', errno: 600002 })
})

test('a sixth socket is refused, and losing the network closes the five', async () => {
  const sixth = page.evaluate(
    () =>
      new Promise<unknown>((resolve) => {
        const url = 'wss://socket.example.com'
        const tasks = [1, 2, 3, 4, 5].map(
          () => underTest.wx.connectSocket?.({ url }) as unknown as SocketTask,
        )
        const sockets = { open: 0, codes: [] as number[] }
        Object.assign(globalThis, { sockets })
        for (const task of tasks) {
          task.onOpen(() => {
            sockets.open++
          })
          task.onClose(({ code }) => sockets.codes.push(code))
        }
        underTest.wx.connectSocket?.({ url, fail: resolve })
      }),
  )
  assert.deepEqual(await sixth, {
    errMsg: 'connectSocket:fail createSocketTask:fail exceed max cocurrent count',
    errno: 600007,
  })
  const sockets = () =>
    page.evaluate(() => (globalThis as never as { sockets: { open: number; codes: number[] } }).sockets)
  await waitFor(async () => (await sockets()).open === 5, { what: 'five open sockets' })
  const [phone] = fixture.phone.phones.list()
  assert.ok(phone)
  const undo = await fixture.phone.faults.networkOff(phone.id)
  assert.deepEqual((await sockets()).codes, [1006, 1006, 1006, 1006, 1006])
  await undo()
})

test('a request of the domain list is answered, others are refused', async () => {
  const ask = (url: string) =>
    page.evaluate(
      (target) =>
        new Promise<Record<string, unknown>>((resolve) => {
          underTest.wx.request?.({ url: target, method: 'POST', data: { a: 1 }, complete: resolve })
        }),
      url,
    )
  const answer = await ask('https://api.example.com/echo')
  assert.equal(answer.statusCode, 201)
  assert.deepEqual(answer.data, { got: '{"a":1}' })
  assert.deepEqual(await ask('https://elsewhere.example.com/'), {
    errMsg: 'request:fail url not in domain list',
    errno: 600002,
  })
})

test('a cloud function is called as this phone’s person', async () => {
  const result = await page.evaluate(async () => {
    underTest.wx.cloud.init?.({ env: 'any' })
    return underTest.wx.cloud.callFunction?.({ name: 'token', data: { action: 'issue' } })
  })
  assert.deepEqual(result, {
    result: { person: '阿禾', name: 'token', data: { action: 'issue' } },
    requestID: 'r1',
    errMsg: 'cloud.callFunction:ok',
  })
})

test('a shared card shows on the other phone and opens there with scene 1007', async () => {
  const friend = await fixture.open(undefined, '小满')
  await page.locator(at('share')).click()
  await page.locator('.wxs-card-title', { hasText: 'from the promise' }).waitFor()
  await answerDialog(page, 'share', 'confirm')
  const banner = friend.locator('.wxs-chat', { hasText: 'from the promise' })
  await banner.waitFor()
  assert.ok((await banner.textContent())?.includes('阿禾'))
  assert.match((await banner.locator('img').getAttribute('src')) ?? '', /^data:image\/png/)
  await answerDialog(friend, 'card', 'confirm')
  await waitFor(async () => (await topPath(friend)) === 'pages/second/second', { what: 'the shared page' })
  await friend.locator(at('query'), { hasText: '{"late":"1"}' }).waitFor()
  const enter = (await callWx(friend, 'getEnterOptionsSync')).answer as { scene: number; path: string }
  assert.deepEqual([enter.scene, enter.path], [1007, 'pages/second/second'])
})

test('the capsule’s menu shares only a page that can be shared', async () => {
  await page.locator('.phone-capsule button').first().click()
  await page.getByText('发送给朋友', { exact: true }).click()
  await answerDialog(page, 'share', 'cancel')
  await callWx(page, 'hideShareMenu')
  await page.locator('.phone-capsule button').first().click()
  await page.getByText('当前页面不可转发').waitFor()
  await answerDialog(page, 'menu', 'cancel')
})

test('the app hears when its network changes', async () => {
  await page.evaluate(() => {
    underTest.wx.onNetworkStatusChange?.((event: unknown) => Object.assign(globalThis, { newNetwork: event }))
  })
  const [phone] = fixture.phone.phones.list()
  assert.ok(phone)
  const undo = await fixture.phone.faults.networkOff(phone.id)
  assert.deepEqual(await page.evaluate(() => (globalThis as never as { newNetwork: unknown }).newNetwork), {
    isConnected: false,
    networkType: 'none',
  })
  assert.equal(((await callWx(page, 'getNetworkType')).answer as { networkType: string }).networkType, 'none')
  await undo()
})
