import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { Browser, CDPSession, Page } from 'playwright-core'
import type { LayoutFacts } from './layout-facts.ts'
import type * as probePage from './page/probe-page.ts'
import type { Measured } from './page/probe-page.ts'
import type { Wanted } from './page/take-snapshot.ts'

export interface ScreenSize {
  readonly width: number
  readonly height: number
  /** Room for the home bar at the bottom, px. */
  readonly safeBottom: number
}

/** The three widths of the issue: a small Android phone, today's usual iPhone, a large one. */
export const SCREEN_SIZES: readonly ScreenSize[] = [
  { width: 360, height: 640, safeBottom: 0 },
  { width: 390, height: 844, safeBottom: 34 },
  { width: 430, height: 932, safeBottom: 34 },
]

/** A phone's page as static HTML, and the address that its fonts and pictures are relative to. */
export interface PageSnapshot {
  readonly html: string
  readonly url: string
}

/**
 * Lays snapshots out at any screen size and measures them. A live page changes while it is measured, and some states
 * last only a second; a snapshot stays as it was and costs the running phones nothing.
 */
export interface LayoutProbe {
  /** Of a running phone or any page that draws one; null = it is not in the wanted state now. */
  capture(phone: Page, wanted?: Wanted): Promise<PageSnapshot | null>
  /** One set of facts for each screenful of the page. `saveAs`: where a picture of the first goes, without `.png`. */
  measure(snapshot: PageSnapshot, screen: ScreenSize, saveAs?: string): Promise<readonly LayoutFacts[]>
  /** For each frame (PNG, base64) the share of pixels from row `top` on that differ from the background. */
  drawnShares(frames: readonly string[], top: number): Promise<readonly number[]>
  close(): Promise<void>
}

export async function openLayoutProbe(browser: Browser): Promise<LayoutProbe> {
  const code = await bundle()
  const context = await browser.newContext({ viewport: SCREEN_SIZES[0], deviceScaleFactor: 1 })
  const page = await context.newPage()
  const insets: CDPSession = await context.newCDPSession(page)
  let html = ''
  let shown: PageSnapshot | undefined
  await page.route('**/_snapshot', (route) =>
    route.fulfill({ contentType: 'text/html; charset=utf-8', body: html }),
  )

  const load = async (snapshot: PageSnapshot) => {
    if (shown === snapshot) return
    html = snapshot.html
    await page.goto(new URL('/_snapshot', snapshot.url).href, { waitUntil: 'load' })
    await page.evaluate(code)
    shown = snapshot
  }

  return {
    async capture(phone, wanted = {}) {
      await phone.evaluate(code)
      const html = await phone.evaluate((state) => pageProbe.takeSnapshot(state), wanted)
      return html === null ? null : { html, url: phone.url() }
    },
    async measure(snapshot, screen, saveAs) {
      const { width, height, safeBottom } = screen
      await load(snapshot)
      await page.setViewportSize({ width, height })
      await insets.send('Emulation.setSafeAreaInsetsOverride', { insets: { bottom: safeBottom } })
      await page.evaluate(() => pageProbe.settle())
      if (saveAs !== undefined) await savePicture(page, saveAs)
      const facts: LayoutFacts[] = []
      await page.evaluate(() => pageProbe.setStyle('white', true))
      do facts.push(await measureScreenful(page, safeBottom))
      while (await page.evaluate(() => pageProbe.scrollOn()))
      await page.evaluate(() => {
        pageProbe.setStyle('white', false)
        pageProbe.scrollBack()
      })
      return facts
    },
    async drawnShares(frames, top) {
      await page.evaluate(code)
      return page.evaluate(([pictures, from]) => pageProbe.drawnShares(pictures, from), [
        frames,
        top,
      ] as const)
    },
    close: () => context.close(),
  }
}

async function measureScreenful(page: Page, safeBottom: number): Promise<LayoutFacts> {
  const measured: Measured = await page.evaluate((bottom) => pageProbe.measure(bottom), safeBottom)
  const drawn = await screenshot(page)
  await page.evaluate(() => pageProbe.setStyle('bare', true))
  const bare = await screenshot(page)
  await page.evaluate(() => pageProbe.setStyle('bare', false))
  return page.evaluate(([what, ink, ground]) => pageProbe.withContrasts(what, ink, ground), [
    measured,
    drawn,
    bare,
  ] as const)
}

const screenshot = async (page: Page): Promise<string> =>
  (await page.screenshot({ type: 'png', caret: 'initial' })).toString('base64')

async function savePicture(page: Page, saveAs: string): Promise<void> {
  await mkdir(join(saveAs, '..'), { recursive: true })
  await writeFile(`${saveAs}.png`, await page.screenshot({ type: 'png' }))
}

/** `pageProbe` in the page: ./page/probe-page.ts. */
declare const pageProbe: typeof probePage

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('./page/probe-page.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'pageProbe',
    target: 'chrome118',
  })
  const [file] = outputFiles
  if (file === undefined) throw new Error('nothing was bundled')
  return `${file.text};globalThis.pageProbe = pageProbe;undefined`
}
