import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { isLock, takeLock } from './control/lock.ts'
import { createMovableClock } from './control/movable-clock.ts'
import { createUpdates } from './control/updates.ts'
import { SandboxError } from './errors.ts'
import type { Clock, Log } from './part.ts'
import { type Running, startParts } from './part-runner.ts'
import { type Handles, PARTS, type SandboxBase, type Shortcuts, shortcutsOf } from './parts.ts'
import { openSecrets } from './people/secrets.ts'
import type { Project } from './project/project.ts'

export interface SandboxOptions extends Readonly<SandboxBase['options']> {
  readonly project: Project
  /** Everything the sandbox keeps; absent = `.sandbox` in the project. */
  readonly dataDir?: string
  /** Forgets what the data folder holds, secrets and people included. */
  readonly reset?: boolean
  /** The machine's time, of which the sandbox's clock is ahead or behind. */
  readonly clock?: Clock
  readonly log: Log
}

interface Ending {
  /** Back to the seed. */
  reset(): Promise<void>
  /** Everything ends in reverse order; twice is harmless. */
  stop(): Promise<void>
}

export type Sandbox = Handles & Shortcuts & Ending

export const LOCK_FILE = 'sandbox.lock.json'

/**
 * Starts every part of the table; a part that fails to start takes the others down. Throws SandboxError: PORT_IN_USE,
 * BAD_PROJECT, NO_BROWSER, or BAD_REQUEST when a sandbox of this data folder runs already. Tests bring another `table`.
 */
export async function startSandbox(options: SandboxOptions, table = PARTS): Promise<Sandbox> {
  const { running, ...ending } = await start(options, table)
  const shortcuts = shortcutsOf(running.handles)
  ending.announce(shortcuts.url)
  return { ...running.handles, ...shortcuts, reset: ending.reset, stop: ending.stop }
}

/** One part alone, with those that it needs. Answers their handles. */
export async function startPart(
  name: keyof Handles,
  options: SandboxOptions,
): Promise<{ readonly handles: Partial<Handles> } & Ending> {
  const { running, reset, stop } = await start(options, PARTS, name)
  return { handles: running.handles, reset, stop }
}

async function start(
  { project, log: terminal, ...options }: SandboxOptions,
  table: typeof PARTS,
  only?: keyof Handles,
) {
  const dataDir = options.dataDir ?? join(project.root, '.sandbox')
  mkdirSync(dataDir, { recursive: true })
  const lock = takeLock(join(dataDir, LOCK_FILE))
  if (!isLock(lock)) {
    const where = lock.url ?? 'it is just starting'
    throw new SandboxError('BAD_REQUEST', `a sandbox of this project is already running: ${where}`)
  }
  let running: Running<Handles> | undefined
  try {
    if (options.reset) forget(dataDir, table)
    const updates = createUpdates()
    const clock = createMovableClock(options.clock)
    const reset = async () => {
      clock.move(0)
      await running?.reset()
      updates.changed('reset')
    }
    const log: Log = (line, detail) => {
      terminal(line, detail)
      updates.say({ at: Date.now(), from: 'sandbox', type: 'info', text: line })
    }
    const { secret } = openSecrets(join(dataDir, 'secrets.json'))
    const base: SandboxBase = { project, dataDir, clock, log, terminal, updates, secret, reset, options }
    const started = await startParts<Handles, SandboxBase>(table, base, only)
    running = started
    return {
      running: started,
      announce: (url: string) => lock.announce(url),
      reset,
      async stop() {
        await started.stop().finally(() => lock.release())
      },
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

/** Only what a sandbox made: the folder may hold a person's own notes. */
function forget(dataDir: string, table: typeof PARTS): void {
  for (const name of ['people.json', 'secrets.json', ...table.map((part) => part.name)]) {
    rmSync(join(dataDir, name), { recursive: true, force: true })
  }
}
