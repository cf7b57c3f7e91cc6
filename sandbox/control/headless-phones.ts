import type { Browser, BrowserContext, Page } from 'playwright-core'
import { launchBrowser } from '../browser/launch-browser.ts'

/** Phones without a window: each is a page of one headless browser with a fake camera. */
export interface HeadlessPhones {
  /** `widthHeight`: CSS pixels of the screen, `390x844`. */
  open(phoneID: string, url: string, widthHeight: string): Promise<void>
  close(phoneID: string): Promise<void>
  has(phoneID: string): boolean
  /** PNG of the phone's screen; null when the phone is not here. */
  screenshot(phoneID: string): Promise<Buffer | null>
  stop(): Promise<void>
}

export interface HeadlessOptions {
  /** Physical pixels per CSS pixel of the screen. */
  readonly deviceScaleFactor?: number
  readonly launch?: () => Promise<Browser>
}

/** The browser starts with the first phone. Throws SandboxError NO_BROWSER then. */
export function headlessPhones(options: HeadlessOptions = {}): HeadlessPhones {
  const { deviceScaleFactor = 2, launch = () => launchBrowser({ fakeCamera: true }) } = options
  const pages = new Map<string, { page: Page; context: BrowserContext }>()
  let browser: Promise<Browser> | undefined
  let stopping: Promise<void> | undefined

  return {
    async open(phoneID, url, widthHeight) {
      const [width = 0, height = 0] = widthHeight.split('x').map(Number)
      browser ??= launch()
      const context = await (await browser).newContext({
        viewport: { width, height },
        deviceScaleFactor,
        hasTouch: true,
      })
      const page = await context.newPage()
      pages.set(phoneID, { page, context })
      await page.goto(url, { waitUntil: 'commit' })
    },
    async close(phoneID) {
      const found = pages.get(phoneID)
      pages.delete(phoneID)
      await found?.context.close()
    },
    has: (phoneID) => pages.has(phoneID),
    screenshot: async (phoneID) => (await pages.get(phoneID)?.page.screenshot({ type: 'png' })) ?? null,
    stop: () => {
      stopping ??= (async () => {
        pages.clear()
        await (await browser?.catch(() => undefined))?.close()
      })()
      return stopping
    },
  }
}
