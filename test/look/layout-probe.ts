import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { Browser, CDPSession, Page } from 'playwright-core'
import type { Facts } from './layout-facts.ts'
import type * as lookPage from './page/probe-page.ts'
import type { Seen } from './page/probe-page.ts'
import type { Wanted } from './page/take-snapshot.ts'

export interface Glass {
  readonly width: number
  readonly height: number
  /** Room for the home bar at the bottom, px. */
  readonly safeBottom: number
}

/** The three widths of the issue: a small Android phone, today's usual iPhone, a large one. */
export const GLASSES: readonly Glass[] = [
  { width: 360, height: 640, safeBottom: 0 },
  { width: 390, height: 844, safeBottom: 34 },
  { width: 430, height: 932, safeBottom: 34 },
]

/** HTML of a phone's page that stands still, and the address that its fonts and pictures belong to. */
export interface Still {
  readonly html: string
  readonly url: string
}

/**
 * Where stills are laid out and looked at. A state of a live page may last a second and its clocks go on; a still of it
 * holds, at any width, and costs the machine nothing.
 */
export interface LightTable {
  /** Of a running phone or any page that draws one; null = it is not in the wanted state now. */
  take(phone: Page, wanted?: Wanted): Promise<Still | null>
  /** One look for each screenful of the page. `saveAs`: where a picture of the first goes, without `.png`. */
  look(still: Still, glass: Glass, saveAs?: string): Promise<readonly Facts[]>
  /** Of each frame (PNG, base64) the share of pixels from row `top` on that are not of the ground's colour. */
  drawnShares(frames: readonly string[], top: number): Promise<readonly number[]>
  close(): Promise<void>
}

export async function openLightTable(browser: Browser): Promise<LightTable> {
  const code = await bundle()
  const context = await browser.newContext({ viewport: GLASSES[0], deviceScaleFactor: 1 })
  const page = await context.newPage()
  const insets: CDPSession = await context.newCDPSession(page)
  let html = ''
  let shown: Still | undefined
  await page.route('**/_still', (route) =>
    route.fulfill({ contentType: 'text/html; charset=utf-8', body: html }),
  )

  const lay = async (still: Still) => {
    if (shown === still) return
    html = still.html
    await page.goto(new URL('/_still', still.url).href, { waitUntil: 'load' })
    await page.evaluate(code)
    shown = still
  }

  return {
    async take(phone, wanted = {}) {
      await phone.evaluate(code)
      const html = await phone.evaluate((state) => look.takeStill(state), wanted)
      return html === null ? null : { html, url: phone.url() }
    },
    async look(still, glass, saveAs) {
      const { width, height, safeBottom } = glass
      await lay(still)
      await page.setViewportSize({ width, height })
      await insets.send('Emulation.setSafeAreaInsetsOverride', { insets: { bottom: safeBottom } })
      await page.evaluate(() => look.settle())
      if (saveAs !== undefined) await savePicture(page, saveAs)
      const looks: Facts[] = []
      await page.evaluate(() => look.dress('white', true))
      do looks.push(await lookOnce(page, safeBottom))
      while (await page.evaluate(() => look.scrollOn()))
      await page.evaluate(() => {
        look.dress('white', false)
        look.scrollBack()
      })
      return looks
    },
    async drawnShares(frames, top) {
      await page.evaluate(code)
      return page.evaluate(([pictures, from]) => look.drawnShares(pictures, from), [frames, top] as const)
    },
    close: () => context.close(),
  }
}

async function lookOnce(page: Page, safeBottom: number): Promise<Facts> {
  const seen: Seen = await page.evaluate((bottom) => look.see(bottom), safeBottom)
  const drawn = await photograph(page)
  await page.evaluate(() => look.dress('bare', true))
  const bare = await photograph(page)
  await page.evaluate(() => look.dress('bare', false))
  return page.evaluate(([what, ink, ground]) => look.light(what, ink, ground), [seen, drawn, bare] as const)
}

const photograph = async (page: Page): Promise<string> =>
  (await page.screenshot({ type: 'png', caret: 'initial' })).toString('base64')

async function savePicture(page: Page, saveAs: string): Promise<void> {
  await mkdir(join(saveAs, '..'), { recursive: true })
  await writeFile(`${saveAs}.png`, await page.screenshot({ type: 'png' }))
}

/** `look` in the page: ./page/probe-page.ts. */
declare const look: typeof lookPage

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('./page/probe-page.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'look',
    target: 'chrome118',
  })
  const [file] = outputFiles
  if (file === undefined) throw new Error('nothing was bundled')
  return `${file.text};globalThis.look = look;undefined`
}
