import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../part.ts'
import { createRequestGuard, sandboxOrigins } from '../../web/request-guard.ts'
import { startWebServer, type WebServer } from '../../web/web-server.ts'
import type { LogEntry } from '../link/link.ts'
import { type PhoneDeps, type PhoneHandle, startPhone } from '../phone.ts'

export interface Fixture {
  readonly web: WebServer
  readonly phone: PhoneHandle
  /** What the terminal would show. */
  readonly terminal: string[]
  readonly logs: { readonly phoneID: string; readonly entry: LogEntry }[]
  stop(): Promise<void>
}

export const FIXTURE = join(import.meta.dirname, 'fixture')

/** A phone part of its own on a free port, with the runtime's minimal `wx` and built-ins. */
export async function startFixture(
  miniprogramRoot: string = FIXTURE,
  deps: Partial<PhoneDeps> = {},
): Promise<Fixture> {
  let port = 0
  const guard = createRequestGuard(sandboxOrigins(() => port))
  const web = await startWebServer({ guard })
  port = web.port
  const dataDir = await mkdtemp(join(tmpdir(), 'phone-test-'))
  const terminal: string[] = []
  const logs: Fixture['logs'] = []
  const stopWeb = async () => {
    await web.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
  const phone = await startPhone(
    { clock: systemClock, log: (line) => void terminal.push(line), dataDir, guard },
    {
      web,
      project: { miniprogramRoot, root: miniprogramRoot, appid: 'wxfixture000000001' },
      hosts: [],
      flvUrl: 'ws://127.0.0.1:1',
      pushUrl: 'ws://127.0.0.1:1',
      callFunction: async (person, name, data) => ({ result: { person, name, data }, requestID: 'r1' }),
      onLog: (phoneID, entry) => void logs.push({ phoneID, entry }),
      runtimeModules: {
        wx: join(import.meta.dirname, '../runtime/testing/minimal-wx.ts'),
        builtIns: join(import.meta.dirname, '../runtime/testing/minimal-built-ins.ts'),
      },
      extraPageModules: [join(import.meta.dirname, '../runtime/testing/test-hook.ts')],
      ...deps,
    },
  ).catch(async (error: unknown) => {
    await stopWeb()
    throw error
  })
  return {
    web,
    phone,
    terminal,
    logs,
    stop: async () => {
      await phone.stop()
      await stopWeb()
    },
  }
}
