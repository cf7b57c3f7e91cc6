/**
 * `npm run test:all [-- part-of-a-path …]`: the tests whose matrices `npm test` only samples, with every row. These
 * are the ones that import test/support/test-matrix.ts, which reads the environment variable set here.
 */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findTests, runTests } from './lib/run-tests.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('-'))
const files = findTests(root)
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
  .filter((file) => readFileSync(join(root, file), 'utf8').includes("/test-matrix.ts'"))

if (files.length === 0) {
  console.error(`no test with a long matrix matches ${wanted.join(' ')}`)
  process.exit(1)
}
const groups = [{ title: 'whole matrices', workers: 1, files }]
process.exit(await runTests(root, groups, { ...process.env, KAIBO_MATRIX: 'whole' }))
