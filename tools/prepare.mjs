/**
 * What WeChat DevTools and the sandbox expect beside the sources, built after every install:
 * the ZEGO SDK of the rtc sub-package, every `miniprogram_npm/`, and `dist/cloudfunctions/`.
 * A step runs only when its output is missing or older than its input (`--force`: always).
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** @type {readonly {name: string, inputs: string[], output: string, run: () => Promise<void>}[]} */
const STEPS = [
  {
    // Its own physical node_modules: with workspaces DevTools' packer finds nothing, silently.
    name: 'packages of the rtc sub-package',
    inputs: ['miniprogram/rtc/package-lock.json'],
    output: 'miniprogram/rtc/node_modules/.package-lock.json',
    run: async () => {
      const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
      const result = spawnSync(
        npm,
        ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
        {
          cwd: join(root, 'miniprogram/rtc'),
          stdio: 'inherit',
          shell: process.platform === 'win32',
        },
      )
      if (result.status !== 0) throw new Error('npm ci in miniprogram/rtc failed')
    },
  },
  {
    name: 'miniprogram_npm',
    inputs: ['package-lock.json', 'miniprogram/rtc/package-lock.json', 'tools/pack-npm.mjs'],
    output: 'miniprogram/rtc/miniprogram_npm/.packed',
    run: async () => (await import('./pack-npm.mjs')).packNpm(root),
  },
  {
    name: 'cloud functions',
    inputs: ['cloudfunctions', 'miniprogram/domain', 'tools/build-functions.mjs', 'package-lock.json'],
    output: 'dist/cloudfunctions/.built',
    run: async () => (await import('./build-functions.mjs')).buildFunctions(root),
  },
]

export async function prepare({ force = false } = {}) {
  for (const step of STEPS) {
    if (!force && !isStale(step)) continue
    const startedAt = Date.now()
    await step.run()
    console.log(`prepared ${step.name} (${Date.now() - startedAt} ms)`)
  }
}

function isStale({ inputs, output }) {
  const built = join(root, output)
  if (!existsSync(built)) return true
  const builtAt = statSync(built).mtimeMs
  return inputs.some((input) => newest(join(root, input)) > builtAt)
}

function newest(path) {
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), stat.mtimeMs)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  // npm runs `prepare` before dev dependencies exist when it packs for others; there is nothing to build then.
  if (existsSync(join(root, 'node_modules/esbuild')))
    await prepare({ force: process.argv.includes('--force') })
}
