import { appendFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page as BrowserPage } from 'playwright-core'
import { launchBrowser } from '../../sandbox/browser/launch-browser.ts'
import type { OpenPhoneOptions } from '../../sandbox/control/devices.ts'
import { openProject, type SandboxConfig } from '../../sandbox/project/project.ts'
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts'
import { useFixture } from '../support/use-fixture.ts'
import { waitFor } from '../support/wait-for.ts'
import { connectPhone, type PhoneDriver } from './phone-driver.ts'

export { useFixture } from '../support/use-fixture.ts'
export { waitFor } from '../support/wait-for.ts'
export type { PhoneDriver } from './phone-driver.ts'

export interface World {
  readonly sandbox: Sandbox
  /** A new phone of this person, with empty storage; a person who does not exist yet is created. */
  phone(person: string, options?: PhoneOptions): Promise<PhoneDriver>
  /** The browser page of the phone: for what a person could not do, e.g. make a download fail. */
  browserPage(phone: Pick<PhoneDriver, 'id'>): BrowserPage
  /** Taps the newest card in the phone's chat; answers when (ms). */
  tapNewestCard(phone: PhoneDriver): Promise<number>
  /** Calls the control API as the control page does. */
  control<T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<T>
  /** Waits until a frame captured at or after `sinceMs` was read from the pixels of the phone's player. */
  freshFrame(
    phone: PhoneDriver,
    sinceMs: number,
    timeoutMs?: number,
  ): Promise<{ markMs: number; presentedMs: number }>
}

export interface PhoneOptions
  extends Pick<OpenPhoneOptions, 'path' | 'sdkVersion' | 'platform' | 'widthHeight'> {
  /** Role of a person who is created for this phone. */
  readonly role?: string
}

export interface WorldOptions {
  /** Folder of another project to run. */
  readonly project?: string
  /** Changes the project's sandbox.config.json. */
  config?(config: SandboxConfig): SandboxConfig
}

export const PROJECT_ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** One running sandbox with a browser for all tests of a file; everything ends with the file. */
export function useWorld(options: WorldOptions | (() => Promise<WorldOptions>) = {}): World {
  return useFixture(
    async () => startWorld(typeof options === 'function' ? await options() : options),
    (world) => world.stop(),
  )
}

/** The same outside of tests, for benchmarks; the caller stops it. */
export async function startWorld({
  project: folder = PROJECT_ROOT,
  config = (same) => same,
}: WorldOptions = {}): Promise<World & { stop(): Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'kaibo-world-'))
  let browser: Browser | undefined
  const phones: PhoneDriver[] = []
  const exceptions = new Map<string, unknown[]>()
  const exceptionsOf = (phoneID: string) => {
    const heard = exceptions.get(phoneID) ?? []
    exceptions.set(phoneID, heard)
    return heard
  }
  const project = openProject(folder)
  const sandbox = await startSandbox({
    project: { ...project, config: config(project.config) },
    dataDir,
    scene: 'marked',
    browser: {
      deviceScaleFactor: 1,
      launch: async () => {
        browser = await launchBrowser({ fakeCamera: true })
        return browser
      },
    },
    log: (line) => {
      if (process.env.KAIBO_LOG) console.log(`  · ${line}`)
    },
  })

  sandbox.phone.phones.onLog((phoneID, { type, args, stack }) => {
    if (type === 'exception') exceptionsOf(phoneID).push({ args, stack })
  })

  const control: World['control'] = async (method, path, body) => {
    const answer = await fetch(`${sandbox.url}/_sandbox${path}`, {
      method,
      headers: method === 'GET' ? {} : { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    const value = await answer.json()
    if (!answer.ok) throw new Error(`${method} ${path}: ${JSON.stringify(value)}`)
    // The caller names the type of the answer.
    return value as never
  }

  return {
    sandbox,
    control,
    async phone(person, { role, ...options } = {}) {
      const known = sandbox.people.list().some(({ name }) => name === person)
      if (!known) await sandbox.devices.addPerson(person, role)
      const { id } = await sandbox.devices.openPhone({ person, ...options, headless: true })
      const port = await sandbox.openAutomatorPort(id)
      const phone = await connectPhone({
        id,
        person,
        wsEndpoint: port.wsEndpoint,
        exceptions: exceptionsOf(id),
      })
      phones.push(phone)
      return phone
    },
    browserPage(phone) {
      const pages = browser?.contexts().flatMap((context) => context.pages()) ?? []
      const page = pages.find((one) => one.url().includes(`//${phone.id}.localhost`))
      if (!page) throw new Error(`no page shows ${phone.id}`)
      return page
    },
    async tapNewestCard(phone) {
      const card = await waitFor(
        () =>
          sandbox.devices
            .phones()
            .find(({ id }) => id === phone.id)
            ?.cards.at(-1),
        { what: `a share card on the phone of ${phone.person}` },
      )
      const tappedAt = Date.now()
      await control('POST', `/phones/${phone.id}/open-card`, { cardID: card.id })
      return tappedAt
    },
    async freshFrame(phone, sinceMs, timeoutMs = 15_000) {
      return waitFor(
        async () => {
          const { players } = await sandbox.phone.phones.request(phone.id, 'media.marks', {})
          return players.flatMap(({ samples }) => samples).find(({ markMs }) => markMs >= sinceMs)
        },
        { what: `a frame of ${sinceMs} or later on the phone of ${phone.person}`, timeoutMs, everyMs: 50 },
      )
    },
    async stop() {
      for (const phone of phones) phone.disconnect()
      await noteDomains(sandbox.phone.phones.requestedDomains())
      await sandbox.stop()
      await browser?.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** For `npm run doctor`, which compares them with domains.json. Only a whole test run sets the file. */
async function noteDomains(domains: readonly string[]): Promise<void> {
  const file = process.env.KAIBO_ASKED_DOMAINS
  if (file) await appendFile(file, domains.map((domain) => `${domain}\n`).join(''))
}
