import { resolve } from 'node:path'
import { type ParseArgsConfig, parseArgs } from 'node:util'
import { z } from 'zod'
import { isSandboxError } from './errors.ts'
import type { Log } from './part.ts'

const USAGE = `usage:
  cli.mjs start [--project DIR] [--port N] [--data-dir DIR] [--reset] [--headless]
  cli.mjs auto --project DIR --auto-port N [--auto-account NAME]
  cli.mjs part NAME [--project DIR] [--data-dir DIR]`

class UsageError extends Error {}

const log: Log = (line) => console.log(line)

const COMMANDS: Readonly<Record<string, (args: string[]) => Promise<number>>> = {
  async start(args) {
    const { values } = parseOptions(args, {
      project: { type: 'string', default: '.' },
      port: { type: 'string' },
      'data-dir': { type: 'string' },
      reset: { type: 'boolean', default: false },
      headless: { type: 'boolean', default: false },
    })
    const port = portOf(values.port, '--port')
    const project = await open(values.project)
    const { startSandbox } = await import('./sandbox.ts')
    // A signal that comes while it starts is kept: the children that exist by then must end, too.
    const signalled = untilSignal()
    const sandbox = await startSandbox({
      project,
      port,
      dataDir: values['data-dir'] === undefined ? undefined : resolve(values['data-dir']),
      reset: values.reset,
      headless: values.headless,
      watch: true,
      log,
    })
    console.log(`ready ${sandbox.url}`)
    await signalled
    await sandbox.stop()
    return 0
  },

  /** One part alone, with those that it needs: what its README is about, without the rest. */
  async part([name = '', ...args]) {
    const { values } = parseOptions(args, {
      project: { type: 'string', default: '.' },
      'data-dir': { type: 'string' },
    })
    const { startPart } = await import('./sandbox.ts')
    const { PARTS } = await import('./parts.ts')
    const part = PARTS.find((one) => one.name === name)
    if (!part) throw new UsageError(`which part? One of ${PARTS.map((one) => one.name).join(', ')}`)
    const signalled = untilSignal()
    const { handles, stop } = await startPart(part.name, {
      project: await open(values.project),
      dataDir: values['data-dir'] === undefined ? undefined : resolve(values['data-dir']),
      log,
    })
    for (const [started, handle] of Object.entries(handles)) {
      for (const [key, value] of Object.entries(handle ?? {})) {
        if (/url$|host$/i.test(key) && typeof value === 'string') console.log(`${started}.${key} ${value}`)
      }
    }
    console.log(`ready ${name}`)
    await signalled
    await stop()
    return 0
  },

  async auto(args) {
    const { values } = parseOptions(args, {
      project: { type: 'string' },
      'auto-port': { type: 'string' },
      'auto-account': { type: 'string' },
      // DevTools takes these; they mean nothing here.
      ticket: { type: 'string' },
      'trust-project': { type: 'boolean' },
    })
    if (values.project === undefined) throw new UsageError('auto needs --project DIR')
    if (values['auto-port'] === undefined) throw new UsageError('auto needs --auto-port N')
    const port = portOf(values['auto-port'], '--auto-port') ?? 0
    const project = await open(values.project)
    const { runAuto } = await import('./control/auto-command.ts')
    await runAuto({
      project,
      port,
      account: values['auto-account'],
      log,
      signalled: untilSignal(),
    })
    return 0
  },
}

/** The exit code: 0, 1 for what went wrong, 2 for bad arguments. Everything is said in one sentence, no stack. */
export async function runCli([name = '', ...args]: string[]): Promise<number> {
  try {
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
    if (!command) throw new UsageError(name === '' ? 'which command?' : `there is no command "${name}"`)
    return await command(args)
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(`${error.message}\n${USAGE}`)
      return 2
    }
    console.error(isSandboxError(error) ? error.message : error)
    return 1
  }
}

function parseOptions<T extends NonNullable<ParseArgsConfig['options']>>(args: string[], options: T) {
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: false })
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

// Loaded when the arguments are right: the parts take a while.
const open = async (folder: string) => (await import('./project/project.ts')).openProject(folder)

function portOf(value: unknown, option: string): number | undefined {
  if (value === undefined) return undefined
  const port = z.coerce.number().int().min(1).max(65535).safeParse(value)
  if (!port.success)
    throw new UsageError(`${option} wants a port between 1 and 65535, not "${String(value)}"`)
  return port.data
}

function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve())
  })
}
