/**
 * WeChat's own compiler, `miniprogram-ci`, kept out of the project's packages: 1,100 packages, 275 MB, and needed only to
 * judge and to measure. It has its own lock file (tools/wechat-compiler) and is installed on demand into the user's
 * cache folder, under the hash of that lock: every checkout of this machine shares it, `git clean` does not lose it,
 * and another version lies beside it.
 */
import { fork, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const HOME = join(dirname(dirname(fileURLToPath(import.meta.url))), 'wechat-compiler')
const MANIFESTS = ['package.json', 'package-lock.json']

/** The compiler is not there and could not be fetched; the message says how to get it. */
export class NoWeChatCompiler extends Error {}

/** @returns {string} the folder whose node_modules hold miniprogram-ci, whether it exists or not */
function wechatCompilerFolder() {
  const hash = createHash('sha256')
    .update(readFileSync(join(HOME, 'package-lock.json')))
    .digest('hex')
  const cache = process.env.XDG_CACHE_HOME || join(homedir() || tmpdir(), '.cache')
  return join(cache, 'kaibo', `wechat-compiler-${hash.slice(0, 12)}`)
}

export const hasWeChatCompiler = () => existsSync(wechatCompilerFolder())

/** Installs it unless it is there. Throws NoWeChatCompiler. @returns {string} its folder */
function installWeChatCompiler() {
  const folder = wechatCompilerFolder()
  if (existsSync(folder)) return folder
  const { 'miniprogram-ci': version } = JSON.parse(
    readFileSync(join(HOME, 'package.json'), 'utf8'),
  ).dependencies
  const refuse = (why) => {
    throw new NoWeChatCompiler(
      `miniprogram-ci ${version} is not here (${why}): with the npm registry in reach, npm run check:wechat installs it (275 MB)`,
    )
  }
  console.log(`installing miniprogram-ci ${version} (once, 275 MB)…`)
  let half
  try {
    mkdirSync(dirname(folder), { recursive: true })
    half = mkdtempSync(`${folder}-`)
    for (const file of MANIFESTS) cpSync(join(HOME, file), join(half, file))
  } catch (error) {
    refuse(error.message)
  }
  try {
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
    const { status, stderr, error } = spawnSync(
      npm,
      [
        'ci',
        '--ignore-scripts',
        '--no-audit',
        '--no-fund',
        '--loglevel=error',
        '--fetch-retries=1',
        '--fetch-timeout=60000',
      ],
      { cwd: half, encoding: 'utf8', shell: process.platform === 'win32' },
    )
    if (status !== 0) refuse(reasonOf(stderr, error))
    // Whole or not at all; who came first has the place.
    if (!existsSync(folder)) renameSync(half, folder)
    return folder
  } finally {
    rmSync(half, { recursive: true, force: true })
  }
}

const reasonOf = (stderr, error) =>
  error?.message ?? /npm (?:error|ERR!) (?:code )?(.+)/.exec(stderr ?? '')?.[1] ?? 'npm ci failed'

/**
 * One process for any number of compilations, one after the other: loading the package takes longer than a compilation.
 * @typedef {{files: Record<string, number>, warnings: string[]}} Compiled path below miniprogramRoot → bytes
 * @typedef {{refused: {code: number, message: string}, warnings: string[]}} Refused
 * @returns {Promise<{compile(projectPath: string): Promise<Compiled | Refused>, close(): void}>}
 */
export async function startWeChatCompiler(folder = installWeChatCompiler()) {
  const cwd = mkdtempSync(join(tmpdir(), 'kaibo-wechat-'))
  const worker = fork(join(HOME, 'worker.mjs'), [folder], {
    cwd,
    // Its own log tells of each request it does not make.
    stdio: 'ignore',
    // A loader of ours is none of its business.
    env: { ...process.env, NODE_OPTIONS: '' },
    execArgv: [],
  })
  const waiting = new Map()
  let ready = () => {}
  const isReady = new Promise((resolve, reject) => {
    ready = resolve
    waiting.set('ready', { reject })
  })
  worker.on('message', ({ ready: loaded, id, ...answer }) => {
    if (loaded) {
      waiting.delete('ready')
      ready()
    } else {
      waiting.get(id)?.resolve(answer)
      waiting.delete(id)
    }
  })
  worker.on('exit', (code, signal) => {
    for (const { reject } of waiting.values())
      reject(new Error(`WeChat's compiler ended with ${code ?? signal}`))
    rmSync(cwd, { recursive: true, force: true })
  })
  await isReady

  let last = 0
  return {
    compile: (projectPath) =>
      new Promise((resolve, reject) => {
        last += 1
        waiting.set(last, { resolve, reject })
        worker.send({ id: last, projectPath })
      }),
    close: () => {
      if (worker.connected) worker.disconnect()
    },
  }
}
