/**
 * Packages that few commands need and that are too large for `npm ci`: each has its own folder in tools/ with a lock
 * file and is installed on demand into the user's cache folder, under the hash of that lock. Every checkout of this
 * machine shares it, `git clean` does not lose it, and another version lies beside it.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'

const LOCK = 'package-lock.json'
const NPM_CI = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
const IMPATIENT = ['--fetch-retries=1', '--fetch-timeout=60000']

/** The package is not there and could not be fetched; the message says how to get it. */
export class NotInstalled extends Error {}

/** @returns {string} the folder whose node_modules hold what `home` locks, whether it exists or not */
export function onDemandFolder(home) {
  const hash = createHash('sha256')
    .update(readFileSync(join(home, LOCK)))
    .digest('hex')
  const cache = process.env.XDG_CACHE_HOME || join(homedir() || tmpdir(), '.cache')
  return join(cache, 'kaibo', `${basename(home)}-${hash.slice(0, 12)}`)
}

/**
 * Installs it unless it is there. Throws NotInstalled.
 * @param {{home: string, command: string, size: string}} wanted `command` is what a person calls to get it
 * @returns {string} its folder
 */
export function installOnDemand({ home, command, size }) {
  const folder = onDemandFolder(home)
  if (existsSync(folder)) return folder
  const { dependencies } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'))
  const what = Object.entries(dependencies).flat().join(' ')
  console.log(`installing ${what} (once, ${size})…`)
  let half
  try {
    mkdirSync(dirname(folder), { recursive: true })
    half = mkdtempSync(`${folder}-`)
    for (const file of ['package.json', LOCK]) cpSync(join(home, file), join(half, file))
    const windows = process.platform === 'win32'
    const { status, stderr, error } = spawnSync(windows ? 'npm.cmd' : 'npm', [...NPM_CI, ...IMPATIENT], {
      cwd: half,
      encoding: 'utf8',
      shell: windows,
    })
    if (status !== 0) throw error ?? new Error(reasonIn(stderr))
    // Whole or not at all; who came first has the place.
    if (!existsSync(folder)) renameSync(half, folder)
    return folder
  } catch (error) {
    throw new NotInstalled(
      `${what} is not here (${error.message}): with the npm registry in reach, ${command} installs it (${size})`,
    )
  } finally {
    if (half) rmSync(half, { recursive: true, force: true })
  }
}

const reasonIn = (stderr) => /npm (?:error|ERR!) (?:code )?(.+)/.exec(stderr ?? '')?.[1] ?? 'npm ci failed'
