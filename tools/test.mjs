/**
 * `npm test [-- part-of-a-path …]`: every test of the house, quick ones first; `-- --quick`: those alone, which need no
 * phone. The last line is `N passed, N failed, N skipped`; skipped tests are named with their reason on the line before.
 */
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freshAskedDomains } from './lib/asked-domains.mjs'
import { findTests, runTests } from './lib/run-tests.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('-'))
const isQuick = process.argv.includes('--quick')

const files = findTests(root).filter(
  (file) =>
    (!isQuick || file.endsWith('.test.ts')) &&
    (wanted.length === 0 || wanted.some((part) => file.includes(part))),
)
const isLook = (file) => file.startsWith('test/look/')

// Journeys measure time and video: they get the machine to themselves. Looks only look.
const groups = [
  {
    title: 'unit, functions, contract',
    workers: 2,
    files: files.filter((file) => file.endsWith('.test.ts')),
  },
  {
    title: 'look',
    workers: 2,
    files: files.filter((file) => file.endsWith('.journey.ts') && isLook(file)),
  },
  {
    title: 'journeys',
    workers: 1,
    files: files.filter((file) => file.endsWith('.journey.ts') && !isLook(file)),
  },
].filter((group) => group.files.length > 0)

if (groups.length === 0) {
  console.error(`no test matches ${wanted.join(' ')}`)
  process.exit(1)
}
// Only a whole run can say what app and SDK ask for.
const env =
  wanted.length === 0 && !isQuick
    ? { ...process.env, KAIBO_ASKED_DOMAINS: freshAskedDomains(root) }
    : process.env
process.exit(await runTests(root, groups, env))
