/** `npm run check [-- name …]`: everything that can be proved without running a test. Exit code 1 when one fails. */
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkApp } from './check/app.mjs'
import { checkBorders } from './check/borders.mjs'
import { checkDifferences } from './check/differences.mjs'
import { checkJourneys } from './check/journeys.mjs'
import { checkLinks } from './check/links.mjs'
import { checkPackages } from './check/packages.mjs'
import { checkRooms } from './check/rooms.mjs'
import { checkSecrets } from './check/secrets.mjs'
import { checkTemplates } from './check/templates.mjs'
import { checkVersions } from './check/versions.mjs'
import { runTool } from './lib/run-tool.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const PROGRAMS = ['tsconfig.json', 'cloudfunctions', 'sandbox', 'sandbox/tsconfig.page.json', 'test']

/** Each check answers the problems it found, one line a problem. */
const CHECKS = {
  types: async () =>
    (await Promise.all(PROGRAMS.map((program) => runTool('tsc', ['-p', program], root)))).flat(),
  lint: () => runTool('biome', ['ci', '--colors=off', '--diagnostic-level=warn', '.'], root),
  borders: () => checkBorders(root),
  differences: () => checkDifferences(root),
  journeys: () => checkJourneys(root),
  templates: () => checkTemplates(root),
  app: () => checkApp(root),
  packages: () => checkPackages(root),
  versions: () => checkVersions(root),
  rooms: () => checkRooms(root),
  secrets: () => checkSecrets(root),
  links: () => checkLinks(root),
}

const wanted = process.argv.slice(2)
let failed = 0
for (const [name, check] of Object.entries(CHECKS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  const startedAt = Date.now()
  const problems = await check()
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1)
  console.log(`${problems.length === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`)
  for (const problem of problems) console.log(`     ${problem}`)
  if (problems.length > 0) failed += 1
}
console.log(failed === 0 ? 'every check passed' : `${failed} of the checks failed`)
process.exit(failed === 0 ? 0 : 1)
