import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { waitFor } from '../../../test/support/wait-for.ts'
import { launchBrowser } from '../../browser/launch-browser.ts'
import type { PhoneView } from '../phones.ts'
import { type Fixture, startFixture } from './start-fixture.ts'

export interface OpenedPhone {
  readonly page: Page
  readonly phone: PhoneView
  /**
   * Runs an expression in the page: `top` is the shown page's instance, `pages` all of them, `app` the App, `wx` the
   * app's, `received` the cards, `test` what runtime/testing/test-hook.ts gives away.
   */
  run<T>(expression: string): Promise<T>
  /** What the fixture recorded since it was last asked. */
  record(): Promise<string[]>
  text(selector: string): Promise<string>
}

export interface OpenOptions {
  readonly path?: string
  readonly scene?: number
  readonly sdkVersion?: string
  /** Another fixture than the suite's own. */
  readonly on?: Fixture
  readonly context?: BrowserContextOptions
}

export interface PhoneSuite {
  fixture(): Fixture
  openPhone(options?: OpenOptions): Promise<OpenedPhone>
}

/** A browser and a fixture for all tests of one file; pages are closed after each test. */
export function usePhones(): PhoneSuite {
  let browser: Browser
  let fixture: Fixture
  beforeAll(async () => {
    const [launched, started] = await Promise.all([launchBrowser(), startFixture()])
    browser = launched
    fixture = started
  })
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close()
  })
  afterAll(async () => {
    await browser.close()
    await fixture.stop()
  })
  return {
    fixture: () => fixture,
    openPhone: async ({ on = fixture, context, ...open } = {}) => {
      const { phones } = on.phone
      const phone = phones.open({ person: '阿禾', ...open })
      const made = await browser.newContext({ viewport: { width: 375, height: 812 }, ...context })
      const page = await made.newPage()
      await page.goto(phone.url)
      await waitFor(() => phones.list().find(({ id }) => id === phone.id)?.connected, {
        what: 'the phone to be ready',
      })
      const run = <T>(expression: string): Promise<T> => page.evaluate(scoped(expression))
      return {
        page,
        phone,
        run,
        record: () => run('(await settled(), await settled(), app.record.splice(0))'),
        text: async (selector) => (await page.locator(selector).textContent()) ?? '',
      }
    },
  }
}

const scoped = (expression: string) => `(async () => {
  const { phone, internals, received } = test
  const { wx } = internals
  const app = internals.getApp()
  const pages = internals.getCurrentPages()
  const top = pages[pages.length - 1]
  const settled = () => new Promise((resolve) => setTimeout(resolve, 0))
  return ${expression}
})()`
