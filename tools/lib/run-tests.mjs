import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'

const IGNORED = new Set(['node_modules', 'miniprogram_npm', 'dist', '.sandbox', '.git'])

/** Every test and journey of the house, as sorted paths from `root`. */
export function findTests(root, folder = root) {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      if (entry.isDirectory()) return IGNORED.has(entry.name) ? [] : findTests(root, join(folder, entry.name))
      return /\.(?:test|journey)\.ts$/.test(entry.name) ? [relative(root, join(folder, entry.name))] : []
    })
    .sort()
}

/**
 * Runs groups of test files one after the other and says `N passed, N failed, N skipped` on the last line.
 * @param {string} root
 * @param {readonly {title: string, concurrency: number, files: string[]}[]} groups
 * @param {NodeJS.ProcessEnv} [env] environment of the tests
 * @returns {Promise<number>} the exit code
 */
export async function runTests(root, groups, env = process.env) {
  const results = mkdtempSync(join(tmpdir(), 'kaibo-test-'))
  const total = { passed: 0, failed: 0, skipped: [] }
  let crashed = false
  for (const [index, group] of groups.entries()) {
    console.log(`\n— ${group.title} (${group.files.length} files)`)
    const summary = join(results, `${index}.json`)
    const code = await runGroup(root, group, summary, env)
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
  return total.failed === 0 ? 0 : 1
}

function runGroup(root, { concurrency, files }, summary, env) {
  const child = spawn(
    process.execPath,
    [
      '--import',
      'tsx',
      '--test',
      `--test-concurrency=${concurrency}`,
      '--test-reporter=spec',
      '--test-reporter-destination=stdout',
      '--test-reporter=./tools/count-reporter.mjs',
      `--test-reporter-destination=${summary}`,
      ...files,
    ],
    { cwd: root, stdio: 'inherit', env },
  )
  return new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)))
}
