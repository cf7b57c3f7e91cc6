/**
 * The door of every npm command. On a fresh clone it first installs what is missing and runs the steps of `prepare`
 * whose output is missing or older than its input, so `npm start` alone is enough. Plain JavaScript without
 * dependencies: it must run before anything is installed.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Command → script; `tsx` runs TypeScript as it stands. */
const COMMANDS = {
  start: ['sandbox/cli.mjs', 'start'],
  test: ['tools/test.mjs'],
  check: ['--import', 'tsx', 'tools/check.mjs'],
  'check:wechat': ['tools/check-wechat.mjs'],
  bench: ['--import', 'tsx', 'test/bench/run.ts'],
  screenshots: ['--import', 'tsx', 'test/support/take-screenshots.ts'],
  'seed-pictures': ['--import', 'tsx', 'tools/seed-pictures.mjs'],
  build: ['tools/prepare.mjs', '--force'],
  doctor: ['--import', 'tsx', 'tools/doctor.mjs'],
  'setup-code': ['tools/setup-code.mjs'],
  media: ['tools/media.mjs'],
  'test:devtools': ['tools/test-devtools.mjs'],
  'test:all': ['tools/test-all.mjs'],
  'test:newest-node': ['tools/test-newest-node.mjs'],
  coverage: ['tools/coverage.mjs'],
}

const [name, ...rest] = process.argv.slice(2)
const command = COMMANDS[name]
if (!command) {
  console.error(`unknown command ${name ?? ''}; there is: ${Object.keys(COMMANDS).join(', ')}`)
  process.exit(2)
}

const [major = 0] = process.versions.node.split('.').map(Number)
if (major < 20) {
  console.error(`Node.js 20 or newer is needed; this is ${process.versions.node}`)
  process.exit(1)
}

if (!isInstalled()) {
  console.log('installing packages (once)…')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const installed = spawnSync(
    npm,
    ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: root,
      stdio: 'inherit',
      shell: process.platform === 'win32',
    },
  )
  if (installed.status !== 0) process.exit(installed.status ?? 1)
}
if (name !== 'build') {
  const { prepare } = await import('./prepare.mjs')
  await prepare()
}

const child = spawn(process.execPath, [...command, ...rest], { cwd: root, stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))

function isInstalled() {
  const marker = join(root, 'node_modules/.package-lock.json')
  return existsSync(marker) && statSync(marker).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs
}
