import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Clock, PartContext } from '../../part.ts'
import { createRequestGuard } from '../../web/request-guard.ts'
import { type CloudDeps, type CloudHandle, startCloud } from '../cloud.ts'

export interface TestCloud extends CloudHandle {
  /** Calls as a person's phone; answers the function's result. */
  call<T = unknown>(openid: string, name: string, data?: unknown): Promise<T>
  /** Writes (or rewrites) one function's files. */
  deploy(name: string, source: string, config?: unknown): Promise<void>
  /** Stops this cloud and starts another over the same data. */
  restart(changes?: Partial<CloudDeps>): Promise<TestCloud>
  /** Stops every cloud of this folder and removes it. */
  dispose(): Promise<void>
  readonly lines: string[]
  readonly functionsDir: string
}

export interface TestCloudOptions extends Partial<CloudDeps> {
  readonly functions: Readonly<Record<string, string>>
  readonly configs?: Readonly<Record<string, unknown>>
  readonly clock?: Clock
}

const modules = dirname(dirname(createRequire(import.meta.url).resolve('wx-server-sdk/package.json')))

/** A cloud with these functions in a folder of its own; the test calls `dispose()` at its end. */
export async function useCloud(options: TestCloudOptions): Promise<TestCloud> {
  const home = await mkdtemp(join(tmpdir(), 'cloud-test-'))
  const functionsDir = join(home, 'functions')
  await mkdir(functionsDir)
  await symlink(modules, join(home, 'node_modules'), 'junction')
  const deploy = async (name: string, source: string, config?: unknown): Promise<void> => {
    await mkdir(join(functionsDir, name), { recursive: true })
    await writeFile(join(functionsDir, name, 'index.js'), source)
    await writeFile(join(functionsDir, name, 'package.json'), JSON.stringify({ name, main: 'index.js' }))
    if (config !== undefined) await writeFile(join(functionsDir, name, 'config.json'), JSON.stringify(config))
  }
  for (const [name, source] of Object.entries(options.functions)) {
    await deploy(name, source, options.configs?.[name])
  }
  const running: CloudHandle[] = []
  const dispose = async (): Promise<void> => {
    await Promise.all(running.map((cloud) => cloud.stop()))
    await rm(home, { recursive: true, force: true })
  }

  const start = async (changes: Partial<CloudDeps> = {}): Promise<TestCloud> => {
    const lines: string[] = []
    const context: PartContext = {
      clock: options.clock ?? { now: () => Date.now() },
      log: (line) => void lines.push(line),
      dataDir: join(home, 'data'),
      guard: createRequestGuard(() => false),
    }
    const cloud = await startCloud(context, {
      appid: 'wx0000000000000000',
      envId: 'test-env',
      functionEnv: () => ({}),
      seed: [],
      ...options,
      ...changes,
      functionsDir,
    })
    running.push(cloud)
    return {
      ...cloud,
      lines,
      functionsDir,
      deploy,
      dispose,
      call: async <T>(openid: string, name: string, data?: unknown) =>
        (await cloud.callFunction({ openid }, name, data)).result as T,
      restart: async (next) => {
        await cloud.stop()
        return start(next)
      },
    }
  }
  return start()
}

/** Runs any code against the real SDK: `event.code` is the body of an async function of (cloud, db, _, $, event). */
export const RUN_ANYTHING = `
const cloud = require('wx-server-sdk')
cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })
const db = cloud.database()
const AsyncFunction = (async () => {}).constructor
exports.main = (event) =>
  new AsyncFunction('cloud', 'db', '_', '$', 'event', event.code)(cloud, db, db.command, db.command.aggregate, event)
`
