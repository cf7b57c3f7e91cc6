import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { waitFor } from '../test/support/wait-for.ts'
import { openProject } from './project/project.ts'
import { LOCK_FILE, type Sandbox, type SandboxOptions, startSandbox } from './sandbox.ts'

const FIXTURE = fileURLToPath(new URL('./automator/testing/fixture/', import.meta.url))

let folder = ''
const running: Sandbox[] = []
let said: string[] = []

async function start(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({
    project: openProject(folder),
    log: (line) => said.push(line),
    ...options,
  })
  running.push(sandbox)
  return sandbox
}

/** Of this test process; esbuild's service lives as long as the process that bundles. */
function children(): string[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'ppid=,args='], { encoding: 'utf8' })
  return stdout
    .split('\n')
    .filter((line) => Number.parseInt(line, 10) === process.pid && !/\bps -A\b|esbuild/.test(line))
}

const lockFile = () => join(folder, '.sandbox', LOCK_FILE)

describe('a sandbox', () => {
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sandbox-whole-'))
    cpSync(FIXTURE, folder, { recursive: true })
    said = []
  })
  afterEach(async () => {
    for (const sandbox of running.splice(0)) await sandbox.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  it('starts every part, tells its address and leaves nothing behind', async () => {
    expect(children()).toStrictEqual([])
    const sandbox = await start()
    const state = (await (await fetch(`${sandbox.url}/_sandbox/state`)).json()) as { ports: unknown }
    expect(state.ports).toStrictEqual(sandbox.ports)
    assert.ok(sandbox.ports.http && sandbox.ports.rtmp && sandbox.ports.flv)
    expect(sandbox.ports.zego).toBeNull()
    expect(JSON.parse(readFileSync(lockFile(), 'utf8')).url).toBe(sandbox.url)
    const { openid } = sandbox.people.byName('Ann')
    expect(await sandbox.cloud.database.find('members')).toStrictEqual([{ _id: 'owner', openid }])
    const { result } = await sandbox.cloud.callFunction({ openid }, 'echo', { text: 'hi' })
    expect(result).toStrictEqual({ heard: 'hi', from: openid })
    await sandbox.devices.openConfigured({ headless: true })
    expect(children().length).toBeGreaterThan(0)
    await sandbox.stop()
    await sandbox.stop()
    expect(existsSync(lockFile())).toBe(false)
    await expect(fetch(sandbox.url)).rejects.toThrow()
    await waitFor(() => children().length === 0, { what: 'every child to end' })
  })

  it('runs once a data folder, and says where', async () => {
    const first = await start()
    await expect(start()).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      message: `a sandbox of this project is already running: ${first.url}`,
    })
    const second = await start({ dataDir: join(folder, 'other') })
    expect(second.url).not.toBe(first.url)
  })

  it('says that a port is busy, and takes down what had started', async () => {
    const busy = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => busy.once('listening', resolve))
    const { port } = busy.address() as AddressInfo
    await expect(start({ port })).rejects.toMatchObject({
      code: 'PORT_IN_USE',
      message: expect.stringMatching(new RegExp(`port ${port} is already in use`)),
    })
    expect(existsSync(lockFile())).toBe(false)
    busy.close()
    await start()
  })

  it('names what is wrong in app.json, and starts again once it is mended', async () => {
    const file = join(folder, 'app/app.json')
    const good = readFileSync(file, 'utf8')
    writeFileSync(file, '{ "pages": [')
    await expect(start()).rejects.toMatchObject({
      code: 'BAD_PROJECT',
      message: expect.stringMatching(/^the app cannot run:\n {2}app\.json:1:\d+: not valid JSON/),
    })
    expect(existsSync(lockFile())).toBe(false)
    writeFileSync(file, good)
    await start()
  })

  it('says how to get functions that were not built', async () => {
    rmSync(join(folder, 'functions'), { recursive: true })
    const sandbox = await start()
    assert.ok(
      said.some((line) => /no cloud functions in .*build the project first/.test(line)),
      said.join('\n'),
    )
    const reply = await fetch(`${sandbox.url}/_sandbox/call`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ person: 'Ann', function: 'echo', data: {} }),
    })
    const { error } = (await reply.json()) as { error: { errCode: number } }
    expect(error.errCode).toBe(-501000)
  })

  it('names a placeholder and an index file that make no sense', async () => {
    const config = JSON.parse(readFileSync(join(folder, 'sandbox.config.json'), 'utf8'))
    const write = (cloud: object) =>
      writeFileSync(
        join(folder, 'sandbox.config.json'),
        JSON.stringify({ ...config, cloud: { ...config.cloud, ...cloud } }),
      )
    write({ functionEnv: { ID: '{zego.appID}' } })
    await expect(start()).rejects.toMatchObject({
      code: 'BAD_PROJECT',
      message: expect.stringMatching(/\{zego\.appID\}/),
    })
    write({ indexes: 'none.json' })
    await expect(start()).rejects.toMatchObject({
      code: 'BAD_PROJECT',
      message: expect.stringMatching(/none\.json/),
    })
    expect(existsSync(lockFile())).toBe(false)
  })

  it('keeps people and data over a restart, and goes back to the seed', async () => {
    const first = await start()
    await first.devices.addPerson('Cai')
    await first.cloud.database.insert('members', { _id: 'extra' })
    const owner = first.people.byName('Ann').openid
    await first.stop()

    const second = await start()
    expect(second.people.byName('Ann').openid).toBe(owner)
    expect(second.people.byName('Cai').name).toBe('Cai')
    expect(await second.cloud.database.count('members', {})).toBe(2)
    await second.devices.openPhone({ person: 'Cai' })
    await second.reset()
    expect(await second.cloud.database.find('members')).toStrictEqual([{ _id: 'owner', openid: owner }])
    expect(() => second.people.byName('Cai')).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }))
    expect(second.devices.phones()).toStrictEqual([])
    await second.stop()

    const third = await start({ reset: true })
    expect(third.people.byName('Ann').openid).not.toBe(owner)
  })
})
