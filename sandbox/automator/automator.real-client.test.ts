import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
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
  const { id } = await sandbox.desk.openPhone({ person, headless: true })
  const { wsEndpoint } = await sandbox.openAutomatorPort(id)
  return automator.connect({ wsEndpoint })
}

const textOf = async (selector: string) => (await page.$(selector))?.text()
const waitForText = (selector: string, text: string) =>
  waitFor(async () => (await textOf(selector)) === text, { what: `${selector} to read "${text}"` })

describe('the real automator client on a phone', () => {
  before(async () => {
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
  after(async () => {
    client?.disconnect()
    await sandbox?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  it('finds elements by tag, class, id and attribute, but none inside a component', async () => {
    assert.equal(page.path, 'pages/index/index')
    assert.equal((await page.$$('.row')).length, 2)
    assert.equal((await page.$('#top'))?.tagName, 'view')
    assert.equal(await textOf('view[data-kind="head"]'), 'shelf')
    assert.equal(await page.$('.inner'), null)
    assert.equal(await page.$('.nothing'), null)
    assert.equal((await page.$$('.row > text')).length, 2)
    const counter = await page.$('my-counter')
    assert.equal(await (await counter?.$('.inner'))?.text(), '0')
    assert.equal(await (await page.$('my-counter .slotted'))?.text(), 'in the slot')
  })

  it('keeps one id for one element', async () => {
    assert.equal(await page.$('#top'), await page.$('.warm'))
  })

  it('reads attributes, styles, sizes and WXML', async () => {
    const top = await page.$('#top')
    assert.ok(top)
    assert.equal(await top.attribute('class'), 'top warm')
    assert.equal(await top.attribute('data-kind'), 'head')
    assert.equal(await top.attribute('nothing'), null)
    assert.equal(await top.style('color'), 'rgb(17, 22, 14)')
    assert.match(await top.outerWxml(), /^<view id="top" class="top warm">shelf<\/view>$/)
    const [first, second] = await page.$$('.row')
    assert.ok(first && second)
    assert.deepEqual(await first.size(), { width: 390, height: 40 })
    const [a, b] = [await first.offset(), await second.offset()]
    assert.deepEqual([a.left, Math.round(b.top - a.top)], [0, 40])
    assert.match(await first.wxml(), /<text class="name">cup<\/text>/)
    assert.equal(await (await page.$('#counter'))?.property('step'), 2)
    await assert.rejects(async () => (await page.$('#counter'))?.property('nothing'), /not exists/)
  })

  it('finds by XPath', async () => {
    assert.equal(await (await page.xpath('//view[@class="row"][2]/text'))?.text(), 'pot')
    assert.equal((await page.getElementsByXpath('//view[@class="row"]')).length, 2)
    assert.equal(await page.xpath('//video'), null)
  })

  it('taps with a finger: bubbling works, a disabled button stays quiet', async () => {
    const [, second] = await page.$$('.row text')
    await second?.tap()
    await waitForText('.picked', 'pot')
    await (await page.$('.picked'))?.longpress()
    await waitForText('.picked', 'held')
    await (await page.$('#off'))?.tap()
    assert.equal(await page.data('answer'), '')
  })

  it('types into a field', async () => {
    const field = await page.$('input')
    await field?.input('tea')
    await waitForText('#echo', 'tea')
    assert.equal(await field?.value(), 'tea')
  })

  it('scrolls a scroll-view', async () => {
    const scroller = await page.$('scroll-view')
    await scroller?.scrollTo(0, 120)
    assert.equal(await scroller?.property('scrollTop'), 120)
    assert.equal(await scroller?.scrollHeight(), 400)
  })

  it('reads and writes data, calls methods, of pages and components', async () => {
    assert.equal(await page.data('goods[1].name'), 'pot')
    await page.setData({ title: 'new shelf' })
    assert.equal(await textOf('#top'), 'new shelf')
    assert.equal(await page.callMethod('double', 21), 42)
    await assert.rejects(page.callMethod('nothing'), /nothing does not exist/)
    const counter = await page.$('#counter')
    await counter?.callMethod('add')
    await waitForText('#counted', '2')
    assert.equal(await counter?.data('count'), 2)
    await counter?.setData({ count: 7 })
    assert.equal(await (await counter?.$('.inner'))?.text(), '7')
    await (await counter?.$('.inner'))?.tap()
    await waitForText('#counted', '9')
    await counter?.trigger('counted', { count: 30 })
    await waitForText('#counted', '30')
  })

  it('answers WeChat’s dialogs as a person would', async () => {
    await assert.rejects(client.native().confirmModal(), /no modal is open/)
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
    await assert.rejects(client.native().closePaymentDialog(), /no payment is open/)
  })

  it('calls wx, mocks it and restores it', async () => {
    assert.equal((await client.systemInfo()).SDKVersion, '3.8.0')
    await assert.rejects(client.callWxMethod('nothing'), /wx\.nothing not exists/)
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
    assert.equal(await client.callWxMethod('getStorageSync', 'a'), 'a mocked')
    await client.callWxMethod('setStorageSync', 'real', 'kept')
    assert.equal(await client.callWxMethod('getStorageSync', 'real'), 'kept')
    await client.restoreWxMethod('getStorageSync')
    assert.equal(await client.callWxMethod('getStorageSync', 'a'), '')
    await client.mockWxMethod('getStorage', { errMsg: 'getStorage:fail data not found' })
    await assert.rejects(client.callWxMethod('getStorage', { key: 'a' }), /data not found/)
    await client.restoreWxMethod('getStorage')
    await client.restoreWxMethod('showModal')
  })

  it('evaluates in the app’s scope, where no browser is', async () => {
    const seen = await client.evaluate(
      'function (left) { return [getApp().globalData.greeting, typeof window, typeof document, left + 1] }',
      1,
    )
    assert.deepEqual(seen, ['hello', 'undefined', 'undefined', 2])
    assert.equal(await client.evaluate('() => typeof document'), 'undefined')
    assert.equal(await client.evaluate('async () => (await Promise.resolve({ a: [1] })).a[0]'), 1)
    await assert.rejects(client.evaluate('() => {'), /could not be read/)
    await assert.rejects(client.evaluate('() => { throw new Error("no") }'), /no/)
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
    assert.deepEqual(detail.query, { no: '5' })
    assert.equal(await (await detail.$('.query'))?.text(), '5')
    assert.equal((await client.pageStack()).length, 2)
    await assert.rejects(client.callWxMethod('navigateTo', { url: '/pages/none/none' }), /fail/)
    await client.native().navigateLeft()
    await waitFor(async () => (await client.pageStack()).length === 1, { what: 'the first page' })
    await assert.rejects(detail.data(), /is closed/)
    assert.equal((await page.size()).width, 390)
  })

  it('takes a picture', async () => {
    const png = Buffer.from(await client.screenshot(), 'base64')
    assert.equal(png.subarray(1, 4).toString(), 'PNG')
    assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [390, 844])
  })

  it('drives a phone of another size', async () => {
    const { id } = await sandbox.desk.openPhone({ person: 'Ben', headless: true, widthHeight: '360x640' })
    const { wsEndpoint } = await sandbox.openAutomatorPort(id)
    const small = await automator.connect({ wsEndpoint })
    const png = Buffer.from(await small.screenshot(), 'base64')
    assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [360, 640])
    await small.close()
  })

  it('drives two phones at once, each its own person', async () => {
    const other = await connect('Ben')
    const otherPage = await other.currentPage()
    await Promise.all([page.setData({ title: 'of Ann' }), otherPage.setData({ title: 'of Ben' })])
    assert.equal(await textOf('#top'), 'of Ann')
    assert.equal(await (await otherPage.$('#top'))?.text(), 'of Ben')
    const [ann, ben] = await Promise.all(
      [client, other].map((one) =>
        one.evaluate(
          'async () => (await wx.cloud.callFunction({ name: "echo", data: { text: "hi" } })).result',
        ),
      ),
    )
    const openidOf = (name: string) => sandbox.people.byName(name).openid
    assert.deepEqual(
      [ann, ben],
      [
        { heard: 'hi', from: openidOf('Ann') },
        { heard: 'hi', from: openidOf('Ben') },
      ],
    )
    await other.close()
    assert.equal(sandbox.desk.phones().length, 1)
    assert.equal(await textOf('#top'), 'of Ann')
  })

  it('refuses a picture of a phone in somebody’s own browser', async () => {
    const { id } = await sandbox.desk.openPhone({ person: 'Ben' })
    const port = await sandbox.openAutomatorPort(id)
    const other = await automator.connect({ wsEndpoint: port.wsEndpoint })
    await assert.rejects(other.screenshot(), /D-AU-04/)
    other.disconnect()
    await sandbox.desk.closePhone(id)
  })
})
