import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { waitFor } from '../../../test/support/wait-for.ts'
import { inject } from '../../faults/testing/inject.ts'
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

beforeAll(async () => {
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
afterAll(async () => {
  api?.stop()
  await fixture?.stop()
})

test('a phone tells its window, capsule and base library', async () => {
  const window_ = (await callWx(page, 'getWindowInfo')).answer as Record<string, number>
  expect(window_.screenWidth).toBe(375)
  expect(window_.screenHeight).toBe(812)
  expect(window_.windowHeight).toBe(
    await page.locator('.phone-window:visible').evaluate((w) => w.clientHeight),
  )
  const capsule = (await callWx(page, 'getMenuButtonBoundingClientRect')).answer as Record<string, number>
  const drawn = await page.locator('.phone-capsule').boundingBox()
  expect([capsule.left, capsule.top, capsule.width, capsule.height]).toStrictEqual([
    drawn?.x,
    drawn?.y,
    drawn?.width,
    drawn?.height,
  ])
  expect(((await callWx(page, 'getAppBaseInfo')).answer as { SDKVersion: string }).SDKVersion).toBe('3.8.0')
})

test('storage survives a reload, and what was never stored is an empty text', async () => {
  await callWx(page, 'setStorageSync', 'k', { a: [1] })
  await page.reload()
  await page.waitForSelector('wx-page')
  expect((await callWx(page, 'getStorageSync', 'k')).answer).toStrictEqual({ a: [1] })
  expect((await callWx(page, 'getStorageSync', 'never')).answer).toBe('')
  expect((await callWx(page, 'getStorage', { key: 'never' })).error).toStrictEqual({
    errMsg: 'getStorage:fail data not found',
    errno: undefined,
  })
})

test('another phone of another person has its own storage', async () => {
  const other = await fixture.open(undefined, '林间小鹿')
  expect((await callWx(other, 'getStorageSync', 'k')).answer).toBe('')
})

test('a route to a page that is not in app.json fails with its name', async () => {
  const { error } = await callWx(page, 'navigateTo', { url: '/pages/nowhere/nowhere' })
  expect((error as { errMsg: string }).errMsg).toMatch(
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
  expect(answer).toStrictEqual({ errMsg: 'navigateTo:ok', emits: 'function' })
  expect(await topPath(page)).toBe('pages/second/second')
  await page.locator(at('query'), { hasText: '{"a":"1","b":"中"}' }).waitFor()
  await callWx(page, 'navigateBack')
  expect(await topPath(page)).toBe('pages/home/home')
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
    expect(await topPath(page)).toBe(path)
  }
})

test('the question is taken back, and is never asked where there is no way back', async () => {
  await callWx(page, 'enableAlertBeforeUnload', { message: '还没存' })
  expect(String((await callWx(page, 'navigateBack')).error)).toMatch(/./)
  await callWx(page, 'disableAlertBeforeUnload')
  await callWx(page, 'navigateTo', { url: '../second/second' })
  await callWx(page, 'enableAlertBeforeUnload', { message: '还没存' })
  await callWx(page, 'disableAlertBeforeUnload')
  await callWx(page, 'navigateBack')
  expect(await topPath(page)).toBe('pages/home/home')
})

test('the title of the navigation bar changes', async () => {
  await callWx(page, 'setNavigationBarTitle', { title: '直播间' })
  await page.locator('.phone-title:visible', { hasText: '直播间' }).waitFor()
})

test('a modal answers confirm or cancel, by finger or by code', async () => {
  const confirmed = callWx(page, 'showModal', { title: '标题', content: '内容' })
  await page.locator('.wxs-modal .wxs-confirm').click()
  expect((await confirmed).answer).toStrictEqual({ confirm: true, cancel: false, errMsg: 'showModal:ok' })
  const cancelled = callWx(page, 'showModal', { content: '内容' })
  await answerDialog(page, 'modal', 'cancel')
  expect((await cancelled).answer).toStrictEqual({ confirm: false, cancel: true, errMsg: 'showModal:ok' })
  expect(await page.locator('.wxs-modal').count()).toBe(0)
})

test('an action sheet gives the index, backing out fails with cancel', async () => {
  const chosen = callWx(page, 'showActionSheet', { itemList: ['甲', '乙'] })
  await page.getByText('乙', { exact: true }).click()
  expect((await chosen).answer).toStrictEqual({ tapIndex: 1, errMsg: 'showActionSheet:ok' })
  const backed = callWx(page, 'showActionSheet', { itemList: ['甲'] })
  await answerDialog(page, 'actionSheet', 'cancel')
  expect(((await backed).error as { errMsg: string }).errMsg).toBe('showActionSheet:fail cancel')
})

test('a toast goes by itself, a loading stays until it is hidden', async () => {
  await callWx(page, 'showToast', { title: '好了', duration: 50 })
  await page.locator('.wxs-toast').waitFor({ state: 'detached' })
  await callWx(page, 'showLoading', { title: '加载中' })
  await page.locator('.wxs-toast', { hasText: '加载中' }).waitFor()
  await callWx(page, 'hideLoading')
  expect(await page.locator('.wxs-toast').count()).toBe(0)
})

test('a permission is asked once, remembered, and changed only on the settings page', async () => {
  expect(((await callWx(page, 'getSetting')).answer as { authSetting: object }).authSetting).toStrictEqual({})
  const refused = callWx(page, 'authorize', { scope: 'scope.camera' })
  await page.locator('.wxs-ask', { hasText: '使用你的摄像头' }).getByText('to show the goods').waitFor()
  await answerDialog(page, 'permission', 'cancel')
  expect((await refused).error).toStrictEqual({ errMsg: 'authorize:fail auth deny', errno: 103 })
  expect((await callWx(page, 'authorize', { scope: 'scope.camera' })).error).toStrictEqual({
    errMsg: 'authorize:fail auth deny',
    errno: 103,
  })
  expect(((await callWx(page, 'openSetting')).error as { errMsg: string }).errMsg).toMatch(
    /can only be invoked by user TAP gesture\.$/,
  )
  await page.locator(at('ask')).click()
  await page.locator('.wxs-row input').check()
  await answerDialog(page, 'setting', 'confirm')
  await waitFor(async () => JSON.stringify(await heard(page)).includes('"scope.camera":true'), {
    what: 'the new setting',
  })
  expect((await callWx(page, 'authorize', { scope: 'scope.camera' })).error).toBeUndefined()
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
  expect(talk).toStrictEqual([0, 1, '你好', [1, 255], 1000, 3])
  const refusal = await page.evaluate(
    () =>
      new Promise<unknown>((resolve) => {
        underTest.wx.connectSocket?.({ url: 'wss://elsewhere.example.com', fail: resolve })
      }),
  )
  expect(refusal).toStrictEqual({ errMsg: 'connectSocket:fail url not in domain list', errno: 600002 })
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
  expect(await sixth).toStrictEqual({
    errMsg: 'connectSocket:fail createSocketTask:fail exceed max cocurrent count',
    errno: 600007,
  })
  const sockets = () =>
    page.evaluate(() => (globalThis as never as { sockets: { open: number; codes: number[] } }).sockets)
  await waitFor(async () => (await sockets()).open === 5, { what: 'five open sockets' })
  const [phone] = fixture.phone.phones.list()
  assert.ok(phone)
  const undo = await inject(fixture.phone, 'network.off', { phone: phone.id })
  expect((await sockets()).codes).toStrictEqual([1006, 1006, 1006, 1006, 1006])
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
  expect(answer.statusCode).toBe(201)
  expect(answer.data).toStrictEqual({ got: '{"a":1}' })
  expect(await ask('https://elsewhere.example.com/')).toStrictEqual({
    errMsg: 'request:fail url not in domain list',
    errno: 600002,
  })
})

test('a cloud function is called as this phone’s person', async () => {
  const result = await page.evaluate(async () => {
    underTest.wx.cloud.init?.({ env: 'any' })
    return underTest.wx.cloud.callFunction?.({ name: 'token', data: { action: 'issue' } })
  })
  expect(result).toStrictEqual({
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
  expect((await banner.locator('img').getAttribute('src')) ?? '').toMatch(/^data:image\/png/)
  await answerDialog(friend, 'card', 'confirm')
  await waitFor(async () => (await topPath(friend)) === 'pages/second/second', { what: 'the shared page' })
  await friend.locator(at('query'), { hasText: '{"late":"1"}' }).waitFor()
  const enter = (await callWx(friend, 'getEnterOptionsSync')).answer as { scene: number; path: string }
  expect([enter.scene, enter.path]).toStrictEqual([1007, 'pages/second/second'])
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
  const undo = await inject(fixture.phone, 'network.off', { phone: phone.id })
  expect(
    await page.evaluate(() => (globalThis as never as { newNetwork: unknown }).newNetwork),
  ).toStrictEqual({
    isConnected: false,
    networkType: 'none',
  })
  expect(((await callWx(page, 'getNetworkType')).answer as { networkType: string }).networkType).toBe('none')
  await undo()
})
