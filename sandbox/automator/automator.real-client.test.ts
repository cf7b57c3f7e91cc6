import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { waitFor } from '../../test/support/wait-for.ts'
import { openProject } from '../project/project.ts'
import { type Sandbox, startSandbox } from '../sandbox.ts'
import type { AutomatorClient, ClientMiniProgram, ClientPage } from './testing/client.ts'

const automator = createRequire(import.meta.url)('miniprogram-automator') as AutomatorClient
const FIXTURE = fileURLToPath(new URL('./testing/fixture/', import.meta.url))

let folder = ''
let sandbox: Sandbox
let client: ClientMiniProgram
let page: ClientPage

async function connect(person: string): Promise<ClientMiniProgram> {
  const { id } = await sandbox.devices.openPhone({ person, headless: true })
  const { wsEndpoint } = await sandbox.openAutomatorPort(id)
  return automator.connect({ wsEndpoint })
}

const textOf = async (selector: string) => (await page.$(selector))?.text()
const waitForText = (selector: string, text: string) =>
  waitFor(async () => (await textOf(selector)) === text, { what: `${selector} to read "${text}"` })

describe('the real automator client on a phone', () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sandbox-automator-'))
    cpSync(FIXTURE, folder, { recursive: true })
    sandbox = await startSandbox({
      project: openProject(folder),
      log: () => {},
      browser: { deviceScaleFactor: 1 },
    })
    client = await connect('Ann')
    page = await client.currentPage()
  })
  afterAll(async () => {
    client?.disconnect()
    await sandbox?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  it('finds elements by tag, class, id and attribute, but none inside a component', async () => {
    expect(page.path).toBe('pages/index/index')
    expect(await page.$$('.row')).toHaveLength(2)
    expect((await page.$('#top'))?.tagName).toBe('view')
    expect(await textOf('view[data-kind="head"]')).toBe('shelf')
    expect(await page.$('.inner')).toBeNull()
    expect(await page.$('.nothing')).toBeNull()
    expect(await page.$$('.row > text')).toHaveLength(2)
    const counter = await page.$('my-counter')
    expect(await (await counter?.$('.inner'))?.text()).toBe('0')
    expect(await (await page.$('my-counter .slotted'))?.text()).toBe('in the slot')
  })

  it('keeps one id for one element', async () => {
    expect(await page.$('#top')).toBe(await page.$('.warm'))
  })

  it('reads attributes, styles, sizes and WXML', async () => {
    const top = await page.$('#top')
    assert.ok(top)
    expect(await top.attribute('class')).toBe('top warm')
    expect(await top.attribute('data-kind')).toBe('head')
    expect(await top.attribute('nothing')).toBeNull()
    expect(await top.style('color')).toBe('rgb(17, 22, 14)')
    expect(await top.outerWxml()).toMatch(/^<view id="top" class="top warm">shelf<\/view>$/)
    const [first, second] = await page.$$('.row')
    assert.ok(first && second)
    expect(await first.size()).toStrictEqual({ width: 390, height: 40 })
    const [a, b] = [await first.offset(), await second.offset()]
    expect([a.left, Math.round(b.top - a.top)]).toStrictEqual([0, 40])
    expect(await first.wxml()).toMatch(/<text class="name">cup<\/text>/)
    expect(await (await page.$('#counter'))?.property('step')).toBe(2)
    await expect(async () => (await page.$('#counter'))?.property('nothing')).rejects.toThrow(/not exists/)
  })

  it('finds by XPath', async () => {
    expect(await (await page.xpath('//view[@class="row"][2]/text'))?.text()).toBe('pot')
    expect(await page.getElementsByXpath('//view[@class="row"]')).toHaveLength(2)
    expect(await page.xpath('//video')).toBeNull()
  })

  it('taps with a finger: bubbling works, a disabled button stays quiet', async () => {
    const [, second] = await page.$$('.row text')
    await second?.tap()
    await waitForText('.picked', 'pot')
    await (await page.$('.picked'))?.longpress()
    await waitForText('.picked', 'held')
    await (await page.$('#off'))?.tap()
    expect(await page.data('answer')).toBe('')
  })

  it('types into a field', async () => {
    const field = await page.$('input')
    await field?.input('tea')
    await waitForText('#echo', 'tea')
    expect(await field?.value()).toBe('tea')
  })

  it('scrolls a scroll-view', async () => {
    const scroller = await page.$('scroll-view')
    await scroller?.scrollTo(0, 120)
    expect(await scroller?.property('scrollTop')).toBe(120)
    expect(await scroller?.scrollHeight()).toBe(400)
  })

  it('reads and writes data, calls methods, of pages and components', async () => {
    expect(await page.data('goods[1].name')).toBe('pot')
    await page.setData({ title: 'new shelf' })
    expect(await textOf('#top')).toBe('new shelf')
    expect(await page.callMethod('double', 21)).toBe(42)
    await expect(page.callMethod('nothing')).rejects.toThrow(/nothing does not exist/)
    const counter = await page.$('#counter')
    await counter?.callMethod('add')
    await waitForText('#counted', '2')
    expect(await counter?.data('count')).toBe(2)
    await counter?.setData({ count: 7 })
    expect(await (await counter?.$('.inner'))?.text()).toBe('7')
    await (await counter?.$('.inner'))?.tap()
    await waitForText('#counted', '9')
    await counter?.trigger('counted', { count: 30 })
    await waitForText('#counted', '30')
  })

  it('answers WeChat’s dialogs as a person would', async () => {
    await expect(client.native().confirmModal()).rejects.toThrow(/no modal is open/)
    for (const [answer, text] of [
      ['confirmModal', 'yes'],
      ['cancelModal', 'no'],
    ] as const) {
      await (await page.$('#ask'))?.tap()
      await waitFor(
        () =>
          client
            .native()
            [answer]()
            .then(
              () => true,
              () => false,
            ),
        { what: 'the dialog' },
      )
      await waitForText('#answer', text)
    }
    await expect(client.native().closePaymentDialog()).rejects.toThrow(/no payment is open/)
  })

  it('calls wx, mocks it and restores it', async () => {
    expect((await client.systemInfo()).SDKVersion).toBe('3.8.0')
    await expect(client.callWxMethod('nothing')).rejects.toThrow(/wx\.nothing not exists/)
    await client.mockWxMethod('showModal', { confirm: true, cancel: false, errMsg: 'showModal:ok' })
    await page.setData({ answer: '' })
    await (await page.$('#ask'))?.tap()
    await waitForText('#answer', 'yes')
    await client.mockWxMethod(
      'getStorageSync',
      function (this: { origin: (key: string) => unknown }, key: string, extra: string) {
        return key === 'real' ? this.origin(key) : `${key} ${extra}`
      },
      'mocked',
    )
    expect(await client.callWxMethod('getStorageSync', 'a')).toBe('a mocked')
    await client.callWxMethod('setStorageSync', 'real', 'kept')
    expect(await client.callWxMethod('getStorageSync', 'real')).toBe('kept')
    await client.restoreWxMethod('getStorageSync')
    expect(await client.callWxMethod('getStorageSync', 'a')).toBe('')
    await client.mockWxMethod('getStorage', { errMsg: 'getStorage:fail data not found' })
    await expect(client.callWxMethod('getStorage', { key: 'a' })).rejects.toThrow(/data not found/)
    await client.restoreWxMethod('getStorage')
    await client.restoreWxMethod('showModal')
  })

  it('evaluates in the app’s scope, where no browser is', async () => {
    const seen = await client.evaluate(
      'function (left) { return [getApp().globalData.greeting, typeof window, typeof document, left + 1] }',
      1,
    )
    expect(seen).toStrictEqual(['hello', 'undefined', 'undefined', 2])
    expect(await client.evaluate('() => typeof document')).toBe('undefined')
    expect(await client.evaluate('async () => (await Promise.resolve({ a: [1] })).a[0]')).toBe(1)
    await expect(client.evaluate('() => {')).rejects.toThrow(/could not be read/)
    await expect(client.evaluate('() => { throw new Error("no") }')).rejects.toThrow(/no/)
  })

  it('brings logs, exceptions and exposed functions back', async () => {
    const seen: unknown[] = []
    client.on('console', ({ type, args }) => seen.push([type, args]))
    client.on('exception', ({ message }) => seen.push(['exception', String(message).includes('it broke')]))
    await client.exposeFunction('report', (...args) => seen.push(['report', args]))
    await client.evaluate('() => { report(1, { two: 2 }) }')
    await page.callMethod('complain')
    await page.callMethod('fail')
    await waitFor(() => seen.length >= 3, { what: 'a log, an exception and a call' })
    for (const expected of [
      ['warn', ['careful', { at: 1 }]],
      ['exception', true],
      ['report', [1, { two: 2 }]],
    ]) {
      assert.ok(
        seen.some((one) => JSON.stringify(one) === JSON.stringify(expected)),
        JSON.stringify(seen),
      )
    }
  })

  it('goes from page to page', async () => {
    await client.callWxMethod('navigateTo', { url: '/pages/detail/detail?no=5' })
    const detail = await waitFor(
      async () => {
        const top = await client.currentPage()
        return top.path === 'pages/detail/detail' && top
      },
      { what: 'the second page' },
    )
    expect(detail.query).toStrictEqual({ no: '5' })
    expect(await (await detail.$('.query'))?.text()).toBe('5')
    expect(await client.pageStack()).toHaveLength(2)
    await expect(client.callWxMethod('navigateTo', { url: '/pages/none/none' })).rejects.toThrow(/fail/)
    await client.native().navigateLeft()
    await waitFor(async () => (await client.pageStack()).length === 1, { what: 'the first page' })
    await expect(detail.data()).rejects.toThrow(/is closed/)
    expect((await page.size()).width).toBe(390)
  })

  it('takes a picture', async () => {
    const png = Buffer.from(await client.screenshot(), 'base64')
    expect(png.subarray(1, 4).toString()).toBe('PNG')
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toStrictEqual([390, 844])
  })

  it('drives a phone of another size', async () => {
    const { id } = await sandbox.devices.openPhone({ person: 'Ben', headless: true, widthHeight: '360x640' })
    const { wsEndpoint } = await sandbox.openAutomatorPort(id)
    const small = await automator.connect({ wsEndpoint })
    const png = Buffer.from(await small.screenshot(), 'base64')
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toStrictEqual([360, 640])
    await small.close()
  })

  it('drives two phones at once, each its own person', async () => {
    const other = await connect('Ben')
    const otherPage = await other.currentPage()
    await Promise.all([page.setData({ title: 'of Ann' }), otherPage.setData({ title: 'of Ben' })])
    expect(await textOf('#top')).toBe('of Ann')
    expect(await (await otherPage.$('#top'))?.text()).toBe('of Ben')
    const [ann, ben] = await Promise.all(
      [client, other].map((one) =>
        one.evaluate(
          'async () => (await wx.cloud.callFunction({ name: "echo", data: { text: "hi" } })).result',
        ),
      ),
    )
    const openidOf = (name: string) => sandbox.people.byName(name).openid
    expect([ann, ben]).toStrictEqual([
      { heard: 'hi', from: openidOf('Ann') },
      { heard: 'hi', from: openidOf('Ben') },
    ])
    await other.close()
    expect(sandbox.devices.phones()).toHaveLength(1)
    expect(await textOf('#top')).toBe('of Ann')
  })

  it('refuses a picture of a phone in somebody’s own browser', async () => {
    const { id } = await sandbox.devices.openPhone({ person: 'Ben' })
    const port = await sandbox.openAutomatorPort(id)
    const other = await automator.connect({ wsEndpoint: port.wsEndpoint })
    await expect(other.screenshot()).rejects.toThrow(/D-AU-04/)
    other.disconnect()
    await sandbox.devices.closePhone(id)
  })
})
