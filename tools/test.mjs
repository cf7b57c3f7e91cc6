/**
 * `npm test [-- part-of-a-path …]`: every test of the house, quick ones first. The last line is
 * `N passed, N failed, N skipped`; skipped tests are named with their reason on the line before it.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const IGNORED = new Set(['node_modules', 'miniprogram_npm', 'dist', '.sandbox', '.git'])
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('-'))

const files = find(root).filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
// Journeys measure time and video: they get the machine to themselves.
const groups = [
  {
    title: 'unit, functions, contract',
    concurrency: 2,
    files: files.filter((file) => file.endsWith('.test.ts')),
  },
  { title: 'journeys', concurrency: 1, files: files.filter((file) => file.endsWith('.journey.ts')) },
].filter((group) => group.files.length > 0)

if (groups.length === 0) {
  console.error(`no test matches ${wanted.join(' ')}`)
  process.exit(1)
}

const results = mkdtempSync(join(tmpdir(), 'kaibo-test-'))
const total = { passed: 0, failed: 0, skipped: [] }
let crashed = false
for (const [index, group] of groups.entries()) {
  console.log(`\n— ${group.title} (${group.files.length} files)`)
  const summary = join(results, `${index}.json`)
  const code = await runGroup(group, summary)
  const counted = JSON.parse(readFileSync(summary, 'utf8'))
  total.passed += counted.passed
  total.failed += counted.failed
  total.skipped.push(...counted.skipped)
  if (code !== 0 && counted.failed === 0) crashed = true
}
rmSync(results, { recursive: true, force: true })

if (crashed) {
  console.error('a test process ended without naming a failed test')
  total.failed += 1
}
if (total.skipped.length > 0) console.log(`\nskipped: ${total.skipped.join('; ')}`)
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped.length} skipped`)
process.exit(total.failed === 0 ? 0 : 1)

function runGroup(group, summary) {
  const child = spawn(
    process.execPath,
    [
      '--import',
      'tsx',
      '--test',
      `--test-concurrency=${group.concurrency}`,
      '--test-reporter=spec',
      '--test-reporter-destination=stdout',
      '--test-reporter=./tools/count-reporter.mjs',
      `--test-reporter-destination=${summary}`,
      ...group.files,
    ],
    { cwd: root, stdio: 'inherit' },
  )
  return new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)))
}

function find(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      if (entry.isDirectory()) return IGNORED.has(entry.name) ? [] : find(join(folder, entry.name))
      return /\.(?:test|journey)\.ts$/.test(entry.name) ? [relative(root, join(folder, entry.name))] : []
    })
    .sort()
}
