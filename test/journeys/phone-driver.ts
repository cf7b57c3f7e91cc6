import automator from 'miniprogram-automator'
import { waitFor } from '../support/wait-for.ts'

type MiniProgram = Awaited<ReturnType<typeof automator.connect>>
type Page = NonNullable<Awaited<ReturnType<MiniProgram['currentPage']>>>

/** Drives a phone as a person uses it: reads text, taps, answers WeChat's own dialogs. */
export interface PhoneDriver {
  readonly id: string
  readonly person: string
  readonly app: MiniProgram
  /** Uncaught errors of app code since its start. */
  readonly exceptions: readonly unknown[]
  page(): Promise<Page>
  /** All text of the shown page. */
  words(): Promise<string>
  /** Waits until the shown page contains `text`; answers all of its text. */
  sees(text: string | RegExp, timeoutMs?: number): Promise<string>
  /** Waits for the element on the shown page and taps it. `.box >>> #go` looks inside the component `.box`. */
  tap(selector: string): Promise<void>
  /** Waits for the field on the shown page and replaces its content with `text`. */
  types(selector: string, text: string): Promise<void>
  has(selector: string): Promise<boolean>
  /** Relaunches the app at `url` (with query). */
  opens(url: string): Promise<void>
  /** Waits until the shown page is `path`. */
  isAt(path: string): Promise<void>
  /** Waits for a dialog of WeChat itself and answers it. */
  answers(
    dialog: 'authorizeAllow' | 'authorizeCancel' | 'confirmModal' | 'cancelModal' | 'shareConfirm',
  ): Promise<void>
  disconnect(): void
}

/** A phone of the sandbox. `exceptions` is filled by the caller, who hears them before the automator is connected. */
export async function connectPhone(at: {
  id: string
  person: string
  wsEndpoint: string
  exceptions: readonly unknown[]
}): Promise<PhoneDriver> {
  return phoneDriver(await automator.connect({ wsEndpoint: at.wsEndpoint }), at)
}

/** The phone of WeChat DevTools, whose command line is `cliPath`, with the project open in it. */
export async function launchPhone(cliPath: string, projectPath: string): Promise<PhoneDriver> {
  // Time for DevTools to start.
  const app = await automator.launch({ cliPath, projectPath, trustProject: true, timeout: 120_000 })
  const exceptions: unknown[] = []
  app.on('exception', (error) => exceptions.push(error))
  return phoneDriver(app, { id: 'devtools', person: 'DevTools', exceptions })
}

function phoneDriver(
  app: MiniProgram,
  at: { id: string; person: string; exceptions: readonly unknown[] },
): PhoneDriver {
  const native = app.native()

  const page = async () => {
    const shown = await app.currentPage()
    if (!shown) throw new Error(`the phone of ${at.person} shows no page`)
    return shown
  }
  /** `outer >>> inner` looks inside the component `outer`. */
  const find = async (selector: string) => {
    const [first = '', ...inner] = selector.split(' >>> ')
    let found = await (await page()).$(first)
    for (const part of inner) found = found && (await found.$(part))
    return found
  }
  const words = async () => {
    const root = await find('view')
    return root ? await root.text() : ''
  }
  const findSoon = (selector: string) =>
    waitFor(() => find(selector), { what: `${selector} on the phone of ${at.person}`, everyMs: 50 })
  return {
    id: at.id,
    person: at.person,
    app,
    exceptions: at.exceptions,
    page,
    words,
    sees: (text, timeoutMs = 15_000) =>
      waitFor(
        async () => {
          const said = await words()
          if (typeof text === 'string' ? said.includes(text) : text.test(said)) return said
          throw new Error(`it says: ${said.replace(/\s+/g, ' ').slice(0, 200)}`)
        },
        { what: `${text} on the phone of ${at.person}`, timeoutMs, everyMs: 50 },
      ),
    async tap(selector) {
      await (await findSoon(selector)).tap()
    },
    async types(selector, text) {
      const field = await findSoon(selector)
      // Input elements have a method that the client's types lack.
      await (field as typeof field & { input(value: string): Promise<void> }).input(text)
    },
    has: async (selector) => (await find(selector)) !== null,
    async opens(url) {
      await app.callWxMethod('reLaunch', { url })
    },
    async isAt(path) {
      await waitFor(async () => (await page()).path === path, {
        what: `${path} on the phone of ${at.person}`,
        everyMs: 50,
      })
    },
    async answers(dialog) {
      await waitFor(
        async () => {
          await native[dialog]()
          return true
        },
        { what: `${dialog} on the phone of ${at.person}`, everyMs: 50 },
      )
    },
    disconnect: () => app.disconnect(),
  }
}
