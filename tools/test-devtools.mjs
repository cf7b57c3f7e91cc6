/**
 * `npm run test:devtools -- --cli PATH`: the journeys tagged @devtools in WeChat DevTools. PATH is its command line
 * (`cli` of the application on macOS, `cli.bat` on Windows), whose service port must be open (设置-安全). The project is
 * opened as it stands: AppID, cloud environment and uploaded functions are the merchant's own.
 *
 * The sandbox answers the same command line: `--cli sandbox/cli.mjs`.
 */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { tagOf } from './lib/journey-tags.mjs'
import { findTests, runTests } from './lib/run-tests.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const cli = readCli()
const files = findTests(root).filter(
  (file) => file.endsWith('.journey.ts') && tagOf(readFileSync(join(root, file), 'utf8')) === '@devtools',
)
const groups = [{ title: 'journeys @devtools', workers: 1, files }]
process.exit(await runTests(root, groups, { ...process.env, KAIBO_CLI: cli }))

function readCli() {
  const usage = 'npm run test:devtools -- --cli PATH (the command line of WeChat DevTools)'
  let given
  try {
    given = parseArgs({ options: { cli: { type: 'string' } } }).values.cli
  } catch (error) {
    console.error(error.message)
  }
  if (given === undefined) {
    console.error(usage)
    process.exit(2)
  }
  const path = resolve(given)
  if (!existsSync(path)) {
    console.error(`nothing at ${path}\n${usage}`)
    process.exit(2)
  }
  return path
}
