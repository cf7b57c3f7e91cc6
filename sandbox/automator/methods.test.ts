import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { WebSocket } from 'ws'
import { waitFor } from '../../test/support/wait-for.ts'
import { openProject } from '../project/project.ts'
import { type Sandbox, startSandbox } from '../sandbox.ts'
import { NATIVE_METHODS, PARAMS } from './protocol.schema.ts'

const FIXTURE = fileURLToPath(new URL('./testing/fixture/', import.meta.url))
const CLIENT = join(
  dirname(createRequire(import.meta.url).resolve('miniprogram-automator/package.json')),
  'out',
)

/** What the client of this very version can send, read from its code. */
function sentByClient() {
  const all = (file: string, pattern: RegExp) =>
    [...readFileSync(join(CLIENT, file), 'utf8').matchAll(pattern)].map(([, name]) => name ?? '')
  const sources = ['Automator.js', 'Connection.js', 'MiniProgram.js', 'Page.js', 'Element.js', 'Native.js']
  return {
    methods: new Set([
      ...sources.flatMap((file) => all(file, /send\("((?:Tool|App|Page|Element)\.\w+)"/g)),
      ...all('Element.js', /this\.getter\(\w+,"(\w+)"/g).map((name) => `Element.${name}`),
    ]),
    functions: new Set(all('Element.js', /callFunction\("([\w-]+\.\w+)"/g)),
    native: new Set(all('Native.js', /sendNative\("(\w+)"/g)),
  }
}

interface Ids {
  readonly page: { pageId: number }
  readonly view: { pageId: number; elementId: string }
  readonly input: { pageId: number; elementId: string }
  readonly scroller: { pageId: number; elementId: string }
  readonly custom: { pageId: number; elementId: string; nodeId: string }
}

type Answered = (result: Record<string, unknown>) => unknown

/**
 * Every method, with honest parameters: what it answers, or the words by which it refuses. `Tool.close` is last, for it
 * takes the phone away.
 */
const METHODS: Readonly<Record<keyof typeof PARAMS, readonly [(ids: Ids) => object, Answered | RegExp]>> = {
  'Tool.getInfo': [() => ({}), ({ SDKVersion }) => SDKVersion === '3.8.0'],
  'Tool.enableRemoteDebug': [() => ({ auto: true }), /real phone.*D-AU-01/],
  'Tool.getTestAccounts': [() => ({}), ({ accounts }) => (accounts as unknown[]).length === 2],
  'Tool.stopAudits': [() => ({}), /D-AU-02/],
  'Tool.getTicket': [() => ({}), /D-AU-03/],
  'Tool.setTicket': [() => ({ ticket: 't' }), /D-AU-03/],
  'Tool.refreshTicket': [() => ({}), /D-AU-03/],
  'Tool.native': [() => ({ method: 'confirmModal' }), /no modal is open/],
  'App.getCurrentPage': [() => ({}), ({ path }) => path === 'pages/index/index'],
  'App.getPageStack': [() => ({}), ({ pageStack }) => (pageStack as unknown[]).length === 1],
  'App.callWxMethod': [
    () => ({ method: 'getStorageSync', args: ['nothing'] }),
    ({ result }) => result === '',
  ],
  'App.mockWxMethod': [() => ({ method: 'getStorageSync', args: [] }), () => true],
  'App.callFunction': [
    () => ({ functionDeclaration: '(a) => a + getCurrentPages().length', args: [4] }),
    ({ result }) => result === 5,
  ],
  'App.addBinding': [() => ({ name: 'told' }), () => true],
  'App.enableLog': [() => ({}), () => true],
  'App.captureScreenshot': [() => ({}), ({ data }) => String(data).startsWith('iVBOR')],
  'App.exit': [() => ({}), () => true],
  'Page.getElement': [({ page }) => ({ ...page, selector: '#top' }), ({ tagName }) => tagName === 'view'],
  'Page.getElements': [
    ({ page }) => ({ ...page, selector: '.row' }),
    ({ elements }) => (elements as unknown[]).length === 2,
  ],
  'Page.getElementByXpath': [
    ({ page }) => ({ ...page, selector: '//input' }),
    ({ tagName }) => tagName === 'input',
  ],
  'Page.getElementsByXpath': [
    ({ page }) => ({ ...page, selector: '//button' }),
    ({ elements }) => (elements as unknown[]).length === 2,
  ],
  'Page.getData': [({ page }) => ({ ...page, path: 'title' }), ({ data }) => data === 'shelf'],
  'Page.setData': [({ page }) => ({ ...page, data: { title: 'shelf' } }), () => true],
  'Page.callMethod': [({ page }) => ({ ...page, method: 'double', args: [4] }), ({ result }) => result === 8],
  'Page.getWindowProperties': [
    ({ page }) => ({ ...page, names: ['document.documentElement.scrollHeight'] }),
    ({ properties }) => Number((properties as unknown[])[0]) > 0,
  ],
  'Element.getElement': [
    ({ custom }) => ({ ...custom, selector: '.inner' }),
    ({ elementId }) => elementId !== undefined,
  ],
  'Element.getElements': [
    ({ custom }) => ({ ...custom, selector: '.inner' }),
    ({ elements }) => (elements as unknown[]).length === 1,
  ],
  'Element.getDOMProperties': [
    ({ view }) => ({ ...view, names: ['innerText', 'offsetWidth'] }),
    ({ properties }) => JSON.stringify(properties) === '["shelf",390]',
  ],
  'Element.getProperties': [
    ({ input }) => ({ ...input, names: ['value'] }),
    ({ properties }) => properties !== undefined,
  ],
  'Element.getAttributes': [
    ({ view }) => ({ ...view, names: ['class'] }),
    ({ attributes }) => JSON.stringify(attributes) === '["top warm"]',
  ],
  'Element.getStyles': [
    ({ view }) => ({ ...view, names: ['display'] }),
    ({ styles }) => JSON.stringify(styles) === '["block"]',
  ],
  'Element.getOffset': [({ view }) => view, ({ left }) => left === 0],
  'Element.getWXML': [({ view }) => ({ ...view, type: 'inner' }), ({ wxml }) => wxml === 'shelf'],
  'Element.tap': [({ view }) => view, () => true],
  'Element.touchstart': [({ view }) => view, () => true],
  'Element.touchmove': [
    ({ view }) => ({
      ...view,
      touches: [{ identifier: 0, pageX: 9, pageY: 9 }],
      changeTouches: [{ identifier: 0 }],
    }),
    () => true,
  ],
  'Element.touchend': [({ view }) => view, () => true],
  'Element.triggerEvent': [({ view }) => ({ ...view, type: 'own', detail: 1 }), () => true],
  'Element.dispatchEvent': [({ view }) => ({ ...view, eventName: 'tap' }), () => true],
  'Element.callFunction': [
    ({ input }) => ({ ...input, functionName: 'input.input', args: ['tea'] }),
    () => true,
  ],
  'Element.getData': [({ custom }) => ({ ...custom, path: 'count' }), ({ data }) => data === 0],
  'Element.setData': [({ custom }) => ({ ...custom, data: { count: 0 } }), () => true],
  'Element.callMethod': [
    ({ custom }) => ({ ...custom, method: 'nothing', args: [] }),
    /nothing does not exist/,
  ],
  'Element.callContextMethod': [({ view }) => ({ ...view, method: 'play', args: [] }), /D-AU-09/],
  'Tool.close': [() => ({}), () => true],
}

/** Of built-in components: done, or refused in words. */
const FUNCTIONS: Readonly<Record<string, readonly [of: keyof Ids, args: unknown[], RegExp | null]>> = {
  'input.input': ['input', ['tea'], null],
  'textarea.input': ['view', ['tea'], /no field to type into/],
  'scroll-view.scrollTo': ['scroller', [0, 10], null],
  'scroll-view.scrollTop': ['scroller', [], null],
  'scroll-view.scrollLeft': ['scroller', [], null],
  'scroll-view.scrollWidth': ['scroller', [], null],
  'scroll-view.scrollHeight': ['scroller', [], null],
  'swiper.swipeTo': ['view', [1], /the swiper has no page 1/],
  'movable-view.moveTo': ['view', [1, 1], /D-AU-06/],
  'switch.tap': ['view', [], /D-AU-06/],
  'slider.slideTo': ['view', [1], /D-AU-06/],
}

/** What a person does beside the app: done, or refused because nothing is there to answer. */
const NATIVE: Readonly<Record<(typeof NATIVE_METHODS)[number], RegExp | null>> = {
  goHome: null,
  navigateLeft: /cannot navigate back at first page/,
  confirmModal: /no modal is open/,
  cancelModal: /no modal is open/,
  switchTab: /switchTab needs \{url\}/,
  authorizeAllow: /no permission is open/,
  authorizeCancel: /no permission is open/,
  shareConfirm: /no share is open/,
  shareCancel: /no share is open/,
  closePaymentDialog: /no payment is open/,
}

describe('what miniprogram-automator can send', () => {
  it('is exactly what the tables of this port name', () => {
    const { methods, functions, native } = sentByClient()
    expect([...methods].sort()).toStrictEqual(Object.keys(PARAMS).sort())
    expect([...functions].sort()).toStrictEqual(Object.keys(FUNCTIONS).sort())
    expect([...native].sort()).toStrictEqual([...NATIVE_METHODS].sort())
  })
})

describe('each method of the automation port is answered, or refused in clear words', () => {
  let folder = ''
  let sandbox: Sandbox
  let socket: WebSocket
  let ids: Ids
  const replies = new Map<string, { result?: Record<string, unknown>; error?: { message: string } }>()
  let last = 0

  async function send(method: string, params: unknown) {
    last += 1
    const id = `r${last}`
    socket.send(JSON.stringify({ id, method, params }))
    return waitFor(() => replies.get(id), { what: `an answer to ${method}`, timeoutMs: 20_000 })
  }
  const found = async (selector: string) =>
    ({ ...ids.page, ...(await send('Page.getElement', { ...ids.page, selector })).result }) as never

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sandbox-methods-'))
    cpSync(FIXTURE, folder, { recursive: true })
    sandbox = await startSandbox({
      project: openProject(folder),
      log: () => {},
      browser: { deviceScaleFactor: 1 },
    })
    const { id } = await sandbox.devices.openPhone({ person: 'Ann', headless: true })
    const { wsEndpoint } = await sandbox.openAutomatorPort(id)
    socket = new WebSocket(wsEndpoint)
    socket.on('message', (text) => {
      const reply = JSON.parse(String(text))
      if (reply.id) replies.set(reply.id, reply)
    })
    await new Promise((resolve) => socket.once('open', resolve))
    const { pageId } = (await send('App.getCurrentPage', {})).result as { pageId: number }
    ids = { page: { pageId } } as Ids
    ids = {
      page: { pageId },
      view: await found('#top'),
      input: await found('input'),
      scroller: await found('scroll-view'),
      custom: await found('#counter'),
    }
  })
  afterAll(async () => {
    socket?.terminate()
    await sandbox?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const NEEDS_NOTHING = new Set(
    Object.entries(PARAMS)
      .filter(([, schema]) => schema.safeParse({}).success)
      .map(([method]) => method),
  )

  for (const [method, [params, expected]] of Object.entries(METHODS)) {
    if (method === 'Tool.close') continue
    it(method, async () => {
      const { result, error } = await send(method, params(ids))
      if (expected instanceof RegExp) expect(error?.message ?? 'it was answered').toMatch(expected)
      else assert.ok(result && expected(result), JSON.stringify(error ?? result))
      if (NEEDS_NOTHING.has(method)) return
      const refused = await send(method, {})
      expect(refused.error?.message ?? 'it was answered').toMatch(
        new RegExp(`^${method.replace('.', '\\.')}: `),
      )
    })
  }

  for (const [functionName, [of, args, refusal]] of Object.entries(FUNCTIONS)) {
    it(`Element.callFunction ${functionName}`, async () => {
      const { result, error } = await send('Element.callFunction', { ...ids[of], functionName, args })
      if (refusal) expect(error?.message ?? 'it was answered').toMatch(refusal)
      else assert.ok(result, error?.message)
    })
  }

  for (const [method, refusal] of Object.entries(NATIVE)) {
    it(`Tool.native ${method}`, async () => {
      const { result, error } = await send('Tool.native', { method })
      if (refusal) expect(error?.message ?? 'it was answered').toMatch(refusal)
      else assert.ok(result, error?.message)
    })
  }

  it('an element or page that is gone is said to be so', async () => {
    const { error } = await send('Element.tap', { ...ids.view, elementId: 'el-999' })
    expect(error?.message ?? '').toMatch(/el-999/)
    const closed = await send('Page.getData', { pageId: 999 })
    expect(closed.error?.message ?? '').toMatch(/999|closed/)
  })

  it('Tool.close', async () => {
    const { result } = await send('Tool.close', {})
    assert.ok(result)
    await waitFor(() => sandbox.devices.phones().length === 0, { what: 'the phone to go' })
  })
})
