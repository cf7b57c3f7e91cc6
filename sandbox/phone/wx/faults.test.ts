import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { waitFor } from '../../../test/support/wait-for.ts'
import { faultsOf, inject } from '../../faults/testing/inject.ts'
import { callWx, type FixturePhone, startFixturePhone } from './testing/fixture-phone.mts'

type Listen = (listener: (event: unknown) => void) => void

interface SocketTask {
  onOpen(listener: () => void): void
  onMessage(listener: () => void): void
  onClose(listener: (event: { code: number }) => void): void
  send(options: { data: string }): void
}

/** expose.ts in the page. */
declare const underTest: {
  readonly wx: Record<string, (options: unknown) => Promise<Record<string, unknown>>> & {
    readonly cloud: Record<string, (options: object) => Promise<unknown>>
  }
}
/** What `listen` kept in the page. */
declare const noticed: unknown[]

let fixture: FixturePhone
let api: { url: string; stop(): void }

/** A backend that lets a request wait when its path says so. */
async function startApi(): Promise<{ url: string; stop(): void }> {
  const server = createServer((request, response) => {
    if (request.url === '/never') return
    response.writeHead(200, { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' })
    response.end('{"ok":true}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

beforeAll(async () => {
  api = await startApi()
  fixture = await startFixturePhone({
    hosts: ({ url }) => [
      { from: 'wss://socket.example.com', to: `${url.replace('http', 'ws')}/echo` },
      { from: 'https://api.example.com', to: api.url },
    ],
    callFunction: async (_person, name) =>
      name === 'never' ? new Promise(() => {}) : { result: { name }, requestID: 'r1' },
  })
  fixture.web.onSocket('/echo', (socket) => {
    socket.on('message', (data, binary) => socket.send(data, { binary }))
  })
})
afterAll(async () => {
  api?.stop()
  await fixture?.stop()
})

const faulty = (name: string, fields: Record<string, unknown>) => inject(fixture.phone, name, fields)

async function openPhone(): Promise<{ page: Page; id: string }> {
  const page = await fixture.open()
  const id = fixture.phone.phones.list().at(-1)?.id ?? ''
  return { page, id }
}

/** Keeps what these events of `wx` say, in order. */
const listen = (page: Page, ...events: string[]) =>
  page.evaluate((names) => {
    const kept: unknown[] = []
    Object.assign(globalThis, { noticed: kept })
    for (const name of names) {
      const on = underTest.wx[name] as unknown as Listen
      on((event) => kept.push(event === undefined ? name : event))
    }
  }, events)

const heardOf = (page: Page) => page.evaluate(() => [...noticed])

const request = (page: Page, path = '/') =>
  page.evaluate(
    (url) =>
      new Promise<Record<string, unknown>>((resolve) => {
        underTest.wx.request?.({ url, complete: resolve })
      }),
    `https://api.example.com${path}`,
  )

const callFunction = (page: Page, name: string) =>
  page.evaluate(async (called) => {
    underTest.wx.cloud.init?.({})
    try {
      return { answer: await underTest.wx.cloud.callFunction?.({ name: called }) }
    } catch (error) {
      return { errCode: (error as { errCode: number }).errCode }
    }
  }, name)

/** Opens a socket and keeps its life in the page: open, echo, or the close code. */
const connect = (page: Page) =>
  page.evaluate(() => {
    const life: unknown[] = []
    const task = underTest.wx.connectSocket?.({
      url: 'wss://socket.example.com',
    }) as unknown as SocketTask
    task.onOpen(() => life.push('open'))
    task.onMessage(() => life.push('echo'))
    task.onClose(({ code }) => life.push(code))
    Object.assign(globalThis, { socket: { task, life } })
  })

declare const socket: { readonly task: SocketTask; readonly life: unknown[] }

const socketLife = (page: Page) => page.evaluate(() => [...socket.life])

const socketSays = (page: Page, what: unknown) =>
  waitFor(async () => (await socketLife(page)).includes(what), { what: `the socket's ${what}` })

test('without a network everything that runs breaks, and nothing new gets through until it is back', async () => {
  const { page, id } = await openPhone()
  await connect(page)
  await socketSays(page, 'open')
  await listen(page, 'onNetworkStatusChange')
  const running = request(page, '/never')
  const calling = callFunction(page, 'never')
  const undo = await faulty('network.off', { phone: id })
  expect(await heardOf(page)).toStrictEqual([{ isConnected: false, networkType: 'none' }])
  expect(String((await running).errMsg)).toMatch(/^request:fail network is down/)
  expect(await calling).toStrictEqual({ errCode: -404012 })
  expect(await socketLife(page)).toStrictEqual(['open', 1006])
  expect(String((await request(page)).errMsg)).toMatch(/^request:fail network is down/)
  expect(await callFunction(page, 'any')).toStrictEqual({ errCode: -404012 })
  await undo()
  expect((await request(page)).statusCode).toBe(200)
  expect((await heardOf(page)).at(-1)).toStrictEqual({ isConnected: true, networkType: 'wifi' })
})

test('a change from Wi-Fi to 4G breaks what runs, and what begins anew succeeds', async () => {
  const { page, id } = await openPhone()
  await connect(page)
  await socketSays(page, 'open')
  await listen(page, 'onNetworkStatusChange')
  const undo = await faulty('network.switch', { phone: id, to: '4g' })
  expect(await heardOf(page)).toStrictEqual([{ isConnected: true, networkType: '4g' }])
  expect(await socketLife(page)).toStrictEqual(['open', 1006])
  await connect(page)
  await socketSays(page, 'open')
  await undo()
  expect(((await callWx(page, 'getNetworkType')).answer as { networkType: string }).networkType).toBe('wifi')
})

test('a weak network is said to be one, and takes its time both ways', async () => {
  const { page, id } = await openPhone()
  await connect(page)
  await socketSays(page, 'open')
  await listen(page, 'onNetworkWeakChange')
  const undo = await faulty('network.slow', { phone: id, delayMs: 250, kbps: 400 })
  expect(await heardOf(page)).toStrictEqual([{ weakNet: true, networkType: 'wifi' }])
  const times: [what: string, run: () => Promise<unknown>][] = [
    ['a request', () => request(page)],
    ['a cloud function', () => callFunction(page, 'any')],
    [
      'an echo',
      async () => {
        await page.evaluate(() => socket.task.send({ data: 'x' }))
        await socketSays(page, 'echo')
      },
    ],
  ]
  for (const [what, run] of times) {
    const startedMs = performance.now()
    await run()
    const tookMs = performance.now() - startedMs
    assert.ok(tookMs >= 490, `${what} took ${Math.round(tookMs)} ms`)
  }
  await undo()
  expect((await heardOf(page)).at(-1)).toStrictEqual({ weakNet: false, networkType: 'wifi' })
})

test('what faults have done to a phone is still so after its page was loaded again', async () => {
  const { page, id } = await openPhone()
  const undo = await faulty('network.off', { phone: id })
  await page.reload()
  await page.waitForSelector('wx-page')
  expect(((await callWx(page, 'getNetworkType')).answer as { networkType: string }).networkType).toBe('none')
  await undo()
  await undo()
  expect(((await callWx(page, 'getNetworkType')).answer as { networkType: string }).networkType).toBe('wifi')
})

test('two faults of one phone end each by itself, and all by a reset', async () => {
  const { page, id } = await openPhone()
  const faults = faultsOf(fixture.phone)
  const { id: off } = await faults.add({ target: 'network', kind: 'off', phone: id })
  await faults.add({ target: 'network', kind: 'slow', phone: id })
  await faults.remove(off)
  const type = async () => (await callWx(page, 'getNetworkType')).answer as Record<string, unknown>
  expect([(await type()).networkType, (await type()).weakNet]).toStrictEqual(['wifi', true])
  await faults.remove()
  expect((await type()).weakNet).toBe(false)
})

test('a phone that does not exist has no faults', async () => {
  await expect(faulty('network.off', { phone: 'p99' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(faulty('phone.background', { phone: 'p99' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('a phone call is told as an interruption of the sound', async () => {
  const { page, id } = await openPhone()
  await listen(page, 'onAudioInterruptionBegin', 'onAudioInterruptionEnd')
  const hangUp = await faulty('phone.call', { phone: id })
  expect(await heardOf(page)).toStrictEqual(['onAudioInterruptionBegin'])
  await hangUp()
  expect(await heardOf(page)).toStrictEqual(['onAudioInterruptionBegin', 'onAudioInterruptionEnd'])
})

test('a permission that is taken back is gone at the next question, without a dialog', async () => {
  const { page, id } = await openPhone()
  const granted = callWx(page, 'authorize', { scope: 'scope.camera' })
  await page.locator('.wxs-ask .wxs-confirm').click()
  expect((await granted).error).toBeUndefined()
  const giveBack = await faulty('phone.permissionWithdrawn', { phone: id, scope: 'camera' })
  expect((await callWx(page, 'authorize', { scope: 'scope.camera' })).error).toStrictEqual({
    errMsg: 'authorize:fail auth deny',
    errno: 103,
  })
  await giveBack()
  expect((await callWx(page, 'authorize', { scope: 'scope.camera' })).error).toBeUndefined()
})

test('five seconds after the app left, its requests are interrupted and its events wait for its return', async () => {
  const { page, id } = await openPhone()
  await listen(page, 'onNetworkStatusChange')
  await page.clock.install()
  const running = request(page, '/never')
  const comeBack = await faulty('phone.background', { phone: id })
  const refused = request(page)
  await page.clock.fastForward(4_000)
  expect(await refused).toStrictEqual({ errMsg: 'request:fail interrupted', errno: 600003 })
  await page.clock.fastForward(1_000)
  const undoOff = await faulty('network.off', { phone: id })
  expect(await heardOf(page)).toStrictEqual([])
  await undoOff()
  await comeBack()
  await page.clock.runFor(50)
  expect(await running).toStrictEqual({ errMsg: 'request:fail interrupted', errno: 600003 })
  expect(await heardOf(page)).toStrictEqual([
    { isConnected: false, networkType: 'none' },
    { isConnected: true, networkType: 'wifi' },
  ])
})
