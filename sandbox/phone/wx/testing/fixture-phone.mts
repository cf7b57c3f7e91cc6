import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { waitFor } from '../../../../test/support/wait-for.ts'
import { launchBrowser } from '../../../browser/launch-browser.ts'
import { createRequestGuard, sandboxOrigins } from '../../../web/request-guard.ts'
import { startWebServer, type WebServer } from '../../../web/web-server.ts'
import type { CloudGateway } from '../../cloud-gateway.ts'
import type { PaymentGateway } from '../../payment-gateway.ts'
import { type PhoneHandle, startPhone } from '../../phone.ts'
import type { OpenPhone } from '../../phones.ts'
import type { Device, HostMapping } from '../../runtime/phone-runtime.ts'

export interface FixturePhone {
  readonly web: WebServer
  readonly phone: PhoneHandle
  readonly browser: Browser
  /** What app code and the phone logged or threw. */
  readonly log: string[]
  /** A new phone with its page open on the fixture. */
  open(path?: string, person?: string, phone?: Partial<OpenPhone>): Promise<Page>
  stop(): Promise<void>
}

export interface FixtureOptions {
  readonly hosts?: (web: WebServer) => HostMapping[]
  readonly flvUrl?: string
  readonly pushUrl?: string
  /** Absent: everybody has agreed to the guideline already. */
  readonly privacy?: Device['privacy']
  readonly cloudFiles?: CloudGateway['files']
  readonly payments?: PaymentGateway
  callFunction?(person: string, name: string, data: unknown): Promise<{ result: unknown; requestID: string }>
}

/** A phone part with the fixture project and a headless browser; for tests of `wx` and the built-ins. */
export async function startFixturePhone(options: FixtureOptions = {}): Promise<FixturePhone> {
  let port = 0
  const guard = createRequestGuard(sandboxOrigins(() => port))
  const dataDir = await mkdtemp(join(tmpdir(), 'phone-'))
  const web = await startWebServer({ guard })
  port = web.port
  const root = fileURLToPath(new URL('./fixture', import.meta.url))
  const log: string[] = []
  const phone = await startPhone(
    { clock: { now: () => Date.now() }, log: (line) => log.push(line), dataDir, guard },
    {
      web,
      project: {
        root,
        miniprogramRoot: root,
        appid: 'wxfixture',
        config: { privacy: options.privacy },
      },
      hosts: options.hosts?.(web) ?? [],
      flvUrl: options.flvUrl ?? 'ws://127.0.0.1:9',
      pushUrl: options.pushUrl ?? 'ws://127.0.0.1:9/push',
      scene: 'marked',
      callFunction: options.callFunction ?? (() => Promise.reject(new Error('no functions here'))),
      cloudFiles: options.cloudFiles,
      payments: options.payments,
      onLog: (_id, entry) => log.push(`${entry.type} ${entry.args.map(String).join(' ')}`),
      extraPageModules: [fileURLToPath(new URL('./expose.ts', import.meta.url))],
    },
  )
  const browser = await launchBrowser({ fakeCamera: true })
  const contexts: BrowserContext[] = []
  return {
    web,
    phone,
    browser,
    log,
    async open(path, person = '阿禾', own = {}) {
      const view = phone.phones.open({ person, ...(path !== undefined && { path }), ...own })
      const context = await browser.newContext({ viewport: { width: 375, height: 812 } })
      contexts.push(context)
      const page = await context.newPage()
      await page.goto(view.url)
      await page.waitForSelector('wx-page')
      if (options.privacy === undefined) await agreeToGuideline(page, person)
      return page
    },
    async stop() {
      for (const context of contexts) await context.close()
      await browser.close()
      await phone.stop()
      await web.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** As if the person had agreed on another day. */
const agreeToGuideline = (page: Page, person: string) =>
  page.evaluate((key) => localStorage.setItem(key, 'agreed'), `wx-privacy/wxfixture/${person}`)

/** What a handler of the fixture heard. */
export interface Heard {
  readonly type: string
  readonly id: string
  readonly detail: Record<string, unknown>
}

/** expose.ts in the page. */
interface UnderTest {
  readonly phone: {
    readonly pages: {
      current(): { path: string; instance: { data: { events: Heard[] }; setData(change: object): void } }[]
    }
  }
  readonly wx: Record<string, (...args: unknown[]) => unknown>
  readonly dialogs: Record<'confirm' | 'cancel' | 'current', (kind: string) => unknown>
}

declare const underTest: UnderTest

export const setData = (page: Page, change: Record<string, unknown>): Promise<void> =>
  page.evaluate((data) => underTest.phone.pages.current().at(-1)?.instance.setData(data), change)

/** Events and answers that the page on top has kept, oldest first. */
export const heard = (page: Page): Promise<Heard[]> =>
  page.evaluate(() =>
    JSON.parse(JSON.stringify(underTest.phone.pages.current().at(-1)?.instance.data.events ?? [])),
  )

export const hears = (page: Page, type: string, id: string): Promise<Heard> =>
  waitFor(async () => (await heard(page)).find((event) => event.type === type && event.id === id), {
    what: `${type} of ${id}`,
    timeoutMs: 5000,
  })

/** Calls a `wx` function in the page with JSON arguments: its answer, or the error it rejects or throws with. */
export const callWx = (page: Page, name: string, ...args: unknown[]): Promise<Record<string, unknown>> =>
  page.evaluate(
    async ([method, params]) => {
      try {
        return { answer: await underTest.wx[method]?.(...params) }
      } catch (error) {
        const { errMsg, errno, message } = error as Record<string, unknown>
        return { error: { errMsg: errMsg ?? message, errno } }
      }
    },
    [name, args] as const,
  )

/** Waits for the dialog and answers it, as the automator does. */
export const answerDialog = (page: Page, kind: string, answer: 'confirm' | 'cancel'): Promise<unknown> =>
  waitFor(() => page.evaluate(([a, k]) => underTest.dialogs[a](k), [answer, kind] as const), {
    what: `an open ${kind} dialog`,
  })

export const topPath = (page: Page): Promise<string | undefined> =>
  page.evaluate(() => underTest.phone.pages.current().at(-1)?.path)

/** Selector of an element by the id its template gives it. */
export const at = (id: string): string => `[data-wx-id="${id}"]`
