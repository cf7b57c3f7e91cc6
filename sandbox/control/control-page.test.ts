import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { waitFor } from '../../test/support/wait-for.ts'
import { launchBrowser } from '../browser/launch-browser.ts'
import { openProject } from '../project/project.ts'
import { type Sandbox, startSandbox } from '../sandbox.ts'

const FIXTURE = fileURLToPath(new URL('../automator/testing/fixture/', import.meta.url))

let folder = ''
let sandbox: Sandbox
let browser: Browser
let page: Page
const problems: string[] = []

const phoneNames = () => page.locator('.phone h2').allTextContents()
const screen = (person: string) => page.frameLocator(`iframe[title="${person}的手机"]`)

describe('the control page', () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sandbox-control-'))
    cpSync(FIXTURE, folder, { recursive: true })
    sandbox = await startSandbox({ project: openProject(folder), log: () => {} })
    browser = await launchBrowser()
    page = await (await browser.newContext({ viewport: { width: 1100, height: 760 } })).newPage()
    page.on('pageerror', (error) => problems.push(error.message))
    // The machine of the test may have a camera.
    await page.addInitScript('navigator.mediaDevices.enumerateDevices = async () => []')
    await page.goto(sandbox.url)
  })
  afterAll(async () => {
    await browser?.close()
    await sandbox?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  it('puts the configured phones side by side, once, each running the app', async () => {
    await screen('Ann').locator('#top, .top').first().waitFor()
    await screen('Ben').locator('.top').first().waitFor()
    await page.reload()
    await screen('Ann').locator('.top').first().waitFor()
    expect(await phoneNames()).toStrictEqual(['Ann', 'Ben'])
    expect(await page.locator('.role').allTextContents()).toStrictEqual(['anchor', 'audience'])
    const widths = await page.evaluate('[document.documentElement.scrollWidth, innerWidth]')
    expect(widths).toStrictEqual([1100, 1100])
  })

  it('says that the machine has no camera', async () => {
    await page.getByText('没有摄像头').waitFor()
  })

  it('gives a phone to somebody new, by keyboard alone', async () => {
    await page.getByRole('button', { name: '加一台手机' }).focus()
    await page.keyboard.press('Enter')
    await page.getByLabel('名字').fill('Cai')
    await page.keyboard.press('Enter')
    await screen('Cai').locator('.top').first().waitFor()
    expect(await phoneNames()).toStrictEqual(['Ann', 'Ben', 'Cai'])
    expect(sandbox.people.byName('Cai').role).toBeNull()
  })

  it('has the keys of each phone', async () => {
    await screen('Ben').locator('.row').first().click()
    await screen('Ben').getByText('cup').nth(1).waitFor()
    await page.getByRole('button', { name: 'Ben: 重新加载' }).click()
    await waitFor(async () => (await screen('Ben').getByText('cup').count()) === 1, { what: 'a fresh page' })
    await page.getByRole('button', { name: 'Cai: 收起' }).click()
    await waitFor(async () => (await phoneNames()).length === 2, { what: 'the phone to go' })
  })

  it('takes a phone’s network away and gives it back, from its own header', async () => {
    const network = page.getByLabel('Ben: 网络')
    const active = () =>
      sandbox.faults.active().map(({ target, kind, fields }) => [target, kind, fields.phone])
    const ben = sandbox.devices.phones().find(({ person }) => person === 'Ben')?.id
    await network.selectOption({ label: '断网' })
    await waitFor(() => active().length === 1, { what: 'the network to go' })
    expect(active()).toStrictEqual([['network', 'off', ben]])
    await network.selectOption({ label: '弱网' })
    await waitFor(() => active()[0]?.[1] === 'slow', { what: 'a weak one instead' })
    expect(active()).toHaveLength(1)
    await network.selectOption({ label: 'Wi-Fi' })
    await waitFor(() => active().length === 0, { what: 'the network to be back' })
  })

  it('breaks and heals by switches, which show what is broken, wherever it was ordered', async () => {
    const menu = page.getByLabel('Ann: 故障')
    await menu.click()
    const frozen = page.locator('.phone', { hasText: 'Ann' }).getByRole('button', { name: '推流卡死' })
    await frozen.click()
    await waitFor(async () => (await frozen.getAttribute('aria-pressed')) === 'true', { what: 'the switch' })
    expect(sandbox.faults.active().map(({ target, kind }) => `${target}.${kind}`)).toStrictEqual([
      'publisher.freeze',
    ])
    await sandbox.faults.remove()
    await waitFor(async () => (await frozen.getAttribute('aria-pressed')) === 'false', {
      what: 'the healing',
    })
    await page.keyboard.press('Escape')
    await frozen.waitFor({ state: 'hidden' })
  })

  it('restarts the media server and moves the clock', async () => {
    await page.getByLabel('故障与时间').click()
    await page.getByRole('button', { name: '重启媒体服务器' }).click()
    await page.locator('.lines', { hasText: 'fault media.restart struck' }).waitFor()
    await page.getByRole('button', { name: '+15 分' }).click()
    await page.getByRole('button', { name: '归零' }).click()
    await page.getByRole('button', { name: '归零' }).waitFor({ state: 'hidden' })
    await page.getByRole('button', { name: '+1 分', exact: true }).click()
    await page.locator('.offset', { hasText: '+1 分' }).waitFor()
    await page.keyboard.press('Escape')
  })

  it('sends a phone to the background and back', async () => {
    const [ann] = sandbox.devices.phones()
    assert.ok(ann)
    await page.getByLabel('Ann: 故障').click()
    const away = page.locator('.phone', { hasText: 'Ann' }).getByRole('button', { name: '切到后台' })
    await away.click()
    await screen('Ann').locator('.phone-home').waitFor()
    await away.click()
    await screen('Ann').locator('.phone-home').waitFor({ state: 'detached' })
    await page.keyboard.press('Escape')
  })

  it('shows errors of the app in plain sight', async () => {
    await waitFor(() => sandbox.devices.phones().every(({ connected }) => connected), { what: 'both phones' })
    const { id } = sandbox.devices.phones()[0] ?? {}
    assert.ok(id)
    const top = sandbox.phone.phones.request(id, 'automator', { method: 'App.getCurrentPage', params: {} })
    const { pageId } = (await top) as { pageId: number }
    await sandbox.phone.phones.request(id, 'automator', {
      method: 'Page.callMethod',
      params: { pageId, method: 'fail' },
    })
    await page.locator('.lines .bad', { hasText: 'it broke' }).first().waitFor()
    expect((await page.locator('.count').textContent()) ?? '').toMatch(/^\d+ 个问题$/)
  })

  it('cannot be reached from a phone', async () => {
    const phone = page.frames().find((frame) => frame.url().includes('p1.localhost'))
    assert.ok(phone)
    const ask = (url: string) =>
      phone.evaluate(
        (target) =>
          fetch(target, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: '{"name":"mallory"}',
          }).then(
            (reply) => reply.status,
            () => 'blocked',
          ),
        url,
      )
    expect(await ask('/_sandbox/people')).not.toBe(200)
    expect(await ask(`${sandbox.url}/_sandbox/people`)).toBe('blocked')
    expect(sandbox.people.list().some(({ name }) => name === 'mallory')).toBe(false)
  })

  it('works without an error of its own', () => {
    expect(problems.filter((problem) => problem !== 'it broke')).toStrictEqual([])
  })
})
