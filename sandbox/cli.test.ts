import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { waitFor } from '../test/support/wait-for.ts'
import type { AutomatorClient } from './automator/testing/client.ts'
import { readLock } from './control/lock.ts'
import { LOCK_FILE } from './sandbox.ts'

const automator = createRequire(import.meta.url)('miniprogram-automator') as AutomatorClient
const CLI = fileURLToPath(new URL('./cli.mjs', import.meta.url))
const CLIENT = fileURLToPath(new URL('./automator/testing/launch-client.mjs', import.meta.url))
const FIXTURE = fileURLToPath(new URL('./automator/testing/fixture/', import.meta.url))

interface Run {
  readonly child: ChildProcess
  output(): string
  readonly ended: Promise<number | null>
}

let folder = ''
const runs: Run[] = []

const run = (...args: string[]): Run => runProgram(CLI, args)

function runProgram(program: string, args: string[]): Run {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] })
  let output = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  child.stderr.on('data', (chunk) => (output += chunk))
  const ended = new Promise<number | null>((resolve) => child.on('exit', (code) => resolve(code)))
  const started = { child, output: () => output, ended }
  runs.push(started)
  return started
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

const connected = (port: number) =>
  waitFor(() => automator.connect({ wsEndpoint: `ws://127.0.0.1:${port}` }), {
    what: `an automator on port ${port}`,
    timeoutMs: 30_000,
    everyMs: 200,
  })

const lockFile = () => join(folder, '.sandbox', LOCK_FILE)

describe('command line', () => {
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sandbox-cli-'))
    cpSync(FIXTURE, folder, { recursive: true })
  })
  afterEach(async () => {
    for (const { child, ended } of runs.splice(0)) {
      child.kill('SIGTERM')
      await ended
    }
    rmSync(folder, { recursive: true, force: true })
  })

  const WRONG: readonly [args: string[], sentence: RegExp][] = [
    [[], /which command/],
    [['dance'], /no command "dance"/],
    [['part', 'cinema'], /which part\? One of .*media/],
    [['start', '--port', 'http'], /--port wants a port/],
    [['start', '--port', '70000'], /--port wants a port/],
    [['start', '--speed', '2'], /--speed/],
    [['auto', '--auto-port', '9420'], /--project/],
    [['auto', '--project', '.'], /--auto-port/],
  ]
  it('answers wrong arguments with one sentence and code 2', async () => {
    await Promise.all(
      WRONG.map(async ([args, sentence]) => {
        const { ended, output } = run(...args)
        assert.equal(await ended, 2, args.join(' '))
        expect(output()).toMatch(sentence)
        expect(output()).not.toMatch(/\n\s+at /)
      }),
    )
  })

  it('says what is wrong with a folder, without a stack', async () => {
    const { ended, output } = run('start', '--project', join(folder, 'app'))
    expect(await ended).toBe(1)
    expect(output()).toMatch(/^no project\.config\.json in /)
    expect(output()).not.toMatch(/\n\s+at /)
  })

  it('starts, says ready once it is usable, and ends with a signal', async () => {
    const { child, output, ended } = run('start', '--project', folder)
    const url = await waitFor(() => /^ready (http:\/\/127\.0\.0\.1:\d+)$/m.exec(output())?.[1], {
      what: 'ready',
      timeoutMs: 30_000,
    })
    expect((await fetch(url)).status).toBe(200)
    child.kill('SIGINT')
    expect(await ended).toBe(0)
    expect(existsSync(lockFile())).toBe(false)
    await expect(fetch(url)).rejects.toThrow()
  })

  it('starts one part alone and says where it is', async () => {
    const { child, output, ended } = run('part', 'media', '--project', folder)
    await waitFor(() => /^ready media$/m.test(output()), { what: 'ready', timeoutMs: 30_000 })
    const [, url] = /^media\.url (http:\S+)$/m.exec(output()) ?? []
    assert.ok(url)
    expect((await fetch(url)).status).toBe(404)
    expect(output()).not.toMatch(/^cloud\./m)
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
    expect(existsSync(lockFile())).toBe(false)
  })

  it('is a cliPath for automator.launch, for two phones of one sandbox', async () => {
    const [first, second] = [await freePort(), await freePort()]
    const ann = runProgram(process.execPath, [CLIENT, CLI, folder, String(first), 'Ann'])
    await waitFor(() => ann.output().includes('page pages/index/index'), {
      what: 'the launched app',
      timeoutMs: 40_000,
    })
    const host = readLock(lockFile())
    assert.ok(host?.url)

    const join = run('auto', '--project', folder, '--auto-port', String(second), '--auto-account', 'Ben')
    assert.equal(await join.ended, 0, join.output())
    const ben = await connected(second)
    const people = async () => {
      const state = (await (await fetch(`${host.url}/_sandbox/state`)).json()) as {
        phones: { person: string }[]
      }
      return state.phones.map(({ person }) => person)
    }
    expect(await people()).toStrictEqual(['Ann', 'Ben'])

    const stranger = run(
      'auto',
      '--project',
      folder,
      '--auto-port',
      String(await freePort()),
      '--auto-account',
      'Zoe',
    )
    expect(await stranger.ended).toBe(1)
    expect(stranger.output()).toMatch(/nobody here is called "Zoe" \(people: Ann, Ben\)/)

    ann.child.stdin?.write('close\n')
    assert.equal(await ann.ended, 0, ann.output())
    expect(await people()).toStrictEqual(['Ben'])
    expect((await ben.currentPage()).path).toBe('pages/index/index')
    await ben.close()
    await waitFor(() => !existsSync(lockFile()), { what: 'the sandbox to end with its last phone' })
    await waitFor(() => !isAlive(host.pid), { what: 'the process to end' })
  }, 90_000)
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
