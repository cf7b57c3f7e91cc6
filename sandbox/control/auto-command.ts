import { join } from 'node:path'
import { z } from 'zod'
import { SandboxError } from '../errors.ts'
import type { Log } from '../part.ts'
import type { Project } from '../project/project.ts'
import { LOCK_FILE, type Sandbox, startSandbox } from '../sandbox.ts'
import { readLock } from './lock.ts'

export interface AutoOptions {
  readonly project: Project
  readonly port: number
  /** Name or openid of the person whose phone is driven. */
  readonly account?: string
  readonly log: Log
  readonly signalled: Promise<void>
  /** Ends a sandbox whose test died without Tool.close. */
  readonly idleMs?: number
}

const STARTING_MS = 60_000
const AGAIN_AFTER_MS = 200
const IDLE_MS = 10 * 60_000

const errorSchema = z.object({ error: z.object({ message: z.string() }) })
const peopleSchema = z.object({ people: z.array(z.object({ name: z.string(), openid: z.string() })) })

/**
 * `cli auto`, as DevTools' own: opens a phone with an automation port. The first call runs the sandbox and lives until
 * the last port has closed; a later call for the same project asks the running sandbox and ends at once.
 */
export async function runAuto(options: AutoOptions): Promise<void> {
  const lockFile = join(options.project.root, '.sandbox', LOCK_FILE)
  const running = await runningUrl(lockFile)
  if (running !== null) {
    await joinRunning(running, options)
    return
  }
  let sandbox: Sandbox
  try {
    sandbox = await startSandbox({ project: options.project, scene: 'marked', log: options.log })
  } catch (error) {
    // Another `auto` was faster.
    const winner = await runningUrl(lockFile)
    if (winner === null) throw error
    await joinRunning(winner, options)
    return
  }
  try {
    const person = personOf(sandbox.people.list(), options.account)
    const over = sandbox.devices.automatorsOver()
    const { wsEndpoint } = await sandbox.devices.openAutomator({ person, port: options.port })
    options.log(`automator ${wsEndpoint}`)
    const idle = watchIdle(sandbox, options.idleMs ?? IDLE_MS)
    await Promise.race([over, idle.elapsed, options.signalled])
    idle.stop()
  } finally {
    await sandbox.stop()
  }
}

/** Waits while another process starts it; null = none. */
async function runningUrl(lockFile: string): Promise<string | null> {
  const deadline = Date.now() + STARTING_MS
  for (;;) {
    const lock = readLock(lockFile)
    if (lock === null || lock.pid === process.pid) return null
    if (lock.url !== null) return lock.url
    if (Date.now() > deadline)
      throw new SandboxError('INTERNAL', 'another process is starting this sandbox and does not finish')
    await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS))
  }
}

async function joinRunning(url: string, { port, account, log }: AutoOptions): Promise<void> {
  const state = peopleSchema.parse(await (await fetch(`${url}/_sandbox/state`)).json())
  const person = personOf(state.people, account)
  const response = await fetch(`${url}/_sandbox/automator`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ person, port }),
  })
  const answer: unknown = await response.json()
  if (!response.ok) throw new SandboxError('BAD_REQUEST', errorSchema.parse(answer).error.message)
  log(`automator ws://127.0.0.1:${port} (joined ${url})`)
}

/** DevTools' `--auto-account` is an openid of getTestAccounts(); a name is easier to write. */
function personOf(
  people: readonly { name: string; openid: string }[],
  account: string | undefined,
): string | undefined {
  if (account === undefined) return undefined
  const person = people.find(({ name, openid }) => name === account || openid === account)
  if (person) return person.name
  const names = people.map(({ name }) => name).join(', ')
  throw new SandboxError('NOT_FOUND', `--auto-account: nobody here is called "${account}" (people: ${names})`)
}

function watchIdle(sandbox: Sandbox, idleMs: number): { elapsed: Promise<void>; stop(): void } {
  let lastBusy = Date.now()
  let timer: NodeJS.Timeout | undefined
  const elapsed = new Promise<void>((resolve) => {
    timer = setInterval(
      () => {
        if (sandbox.devices.automators().some((port) => port.clients() > 0)) lastBusy = Date.now()
        else if (Date.now() - lastBusy > idleMs) resolve()
      },
      Math.min(idleMs, 5_000),
    )
  })
  return { elapsed, stop: () => clearInterval(timer) }
}
