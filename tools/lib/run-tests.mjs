import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
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
 * @param {readonly {title: string, workers: number, files: string[]}[]} groups one worker = in Jest's own process
 * @param {NodeJS.ProcessEnv} [env] environment of the tests
 * @returns {Promise<number>} the exit code
 */
export async function runTests(root, groups, env = process.env) {
  const folder = mkdtempSync(join(tmpdir(), 'kaibo-test-'))
  const total = { passed: 0, failed: 0, skipped: [] }
  for (const [index, group] of groups.entries()) {
    console.log(`\n— ${group.title} (${group.files.length} files)`)
    const outputFile = join(folder, `${index}.json`)
    const code = await runJest(root, group, outputFile, env)
    const { passed, failed, skipped } = countResults(outputFile, group.files.length)
    total.passed += passed
    total.failed += code !== 0 && failed === 0 ? 1 : failed
    total.skipped.push(...skipped)
    if (code !== 0 && failed === 0) console.error('Jest ended without naming a failed test')
  }
  rmSync(folder, { recursive: true, force: true })

  if (total.skipped.length > 0) console.log(`\nskipped: ${total.skipped.join('; ')}`)
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped.length} skipped`)
  return total.failed === 0 ? 0 : 1
}

/** What Jest wrote with `--outputFile`. A file that did not load, or holds no test, is one failed test. */
function countResults(outputFile, fileCount) {
  const counted = { passed: 0, failed: 0, skipped: [] }
  const { testResults = [] } = existsSync(outputFile) ? JSON.parse(readFileSync(outputFile, 'utf8')) : {}
  for (const { name, assertionResults } of testResults) {
    if (assertionResults.length === 0) {
      console.error(`no test ran in ${name}`)
      counted.failed += 1
    }
    for (const { status, title } of assertionResults) {
      if (status === 'passed') counted.passed += 1
      else if (status === 'failed') counted.failed += 1
      else counted.skipped.push(title)
    }
  }
  if (testResults.length < fileCount) {
    console.error(`only ${testResults.length} of ${fileCount} files were run`)
    counted.failed += 1
  }
  return counted
}

function runJest(root, { workers, files }, outputFile, env) {
  const child = spawn(
    process.execPath,
    [
      join(root, 'node_modules/jest/bin/jest.js'),
      `--maxWorkers=${workers}`,
      // Without its summary: the counts of all groups come last.
      `--reporters=${join(root, 'tools/lib/jest-reporter.mjs')}`,
      '--json',
      `--outputFile=${outputFile}`,
      '--runTestsByPath',
      ...files,
    ],
    {
      cwd: root,
      stdio: 'inherit',
      env,
    },
  )
  return new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)))
}
