/**
 * `npm run coverage [-- part-of-a-path …]`: lines and branches per room, from V8 itself, of the tests that need no
 * browser. What runs in the phones (journeys, looks) is not counted: it runs in a browser.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { transform } from 'esbuild'
import { CoverageReport } from 'monocart-coverage-reports'
import { findTests, runTests } from './lib/run-tests.mjs'

const SOURCES = /^(?:miniprogram|cloudfunctions|sandbox)\/.*\.ts$/
const NOT_COUNTED = /\.(?:test|contract|d)\.ts$|\/testing\/|node_modules|miniprogram_npm/
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const wanted = process.argv.slice(2)
const folder = mkdtempSync(join(tmpdir(), 'kaibo-coverage-'))

const files = findTests(root)
  .filter((file) => file.endsWith('.test.ts'))
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
// One worker is Jest's own process, which has written its counts when it ends.
const groups = [{ title: 'unit, functions, contract', workers: 1, files }]
const code = await runTests(root, groups, { ...process.env, NODE_V8_COVERAGE: folder })

const isCounted = (path) => SOURCES.test(path) && !NOT_COUNTED.test(path)
const report = new CoverageReport({
  outputDir: join(folder, 'report'),
  reports: 'none',
  logging: 'error',
  entryFilter: ({ url }) => url.startsWith('file:') && isCounted(url.split(`${root}/`)[1] ?? ''),
  sourceFilter: isCounted,
  all: {
    dir: ['miniprogram', 'cloudfunctions', 'sandbox'].map((name) => join(root, name)),
    filter: (path) => isCounted(relative(root, resolve(root, path))),
    // What no test loaded is TypeScript yet.
    transformer: async (entry) => {
      const { code, map } = await transform(entry.source, {
        loader: 'ts',
        sourcemap: true,
        sourcefile: entry.url,
      })
      Object.assign(entry, { source: code, sourceMap: JSON.parse(map) })
    },
  },
})
await report.addFromDir(folder)
const covered = await report.generate()
rmSync(folder, { recursive: true, force: true })

/** `cloudfunctions/lib/orders/mark-paid.ts` lies in `cloudfunctions/lib`. */
const rooms = new Map()
for (const file of covered.files) rooms.set(roomOf(file), [...(rooms.get(roomOf(file)) ?? []), file])
console.log('\nroom                                  lines  branches')
for (const [room, of] of [...rooms].sort()) console.log(row(room, of))
console.log(row('all', covered.files))
process.exit(code)

function roomOf({ sourcePath }) {
  const folders = sourcePath.split('/').slice(0, -1)
  return folders.slice(0, 2).join('/')
}

function row(name, of) {
  const percent = (metric) => {
    const sum = (key) => of.reduce((total, { summary }) => total + summary[metric][key], 0)
    return sum('total') === 0 ? '–' : `${((100 * sum('covered')) / sum('total')).toFixed(1)} %`
  }
  return `${name.padEnd(36)}${percent('lines').padStart(8)}${percent('branches').padStart(10)}`
}
