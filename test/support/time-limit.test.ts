import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { useCleanUp } from './clean-up.ts'

const cleanUp = useCleanUp()
const ROOT = join(import.meta.dirname, '../..')

/** What Jest says of one file with this content. */
function runFile(content: string): { code: number | null; output: string } {
  const folder = mkdtempSync(join(ROOT, 'test/support/tmp-'))
  cleanUp(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'one.test.ts')
  writeFileSync(file, content)
  const { status, stderr } = spawnSync('npx', ['jest', '--runTestsByPath', file], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  return { code: status, output: stderr }
}

test('a test that never ends fails with its name', () => {
  const { code, output } = runFile(
    `test('hangs', () => new Promise(() => {}), 50)\ntest('goes on', () => {})`,
  )
  expect(code).toBe(1)
  expect(output).toMatch(/hangs\n\s+Error: still running after 50 ms/)
  expect(output).toContain('1 failed, 1 passed')
})

test('a hook that never ends fails the file', () => {
  const { code, output } = runFile(`beforeAll(() => new Promise(() => {}), 50)\ntest('goes on', () => {})`)
  expect(code).toBe(1)
  expect(output).toMatch(/\(beforeAll\)\n\s+Error: still running after 50 ms/)
})

test('a file that does not load is a failed one', () => {
  const { code, output } = runFile(`import './nothing.ts'\ntest('is never reached', () => {})`)
  expect(code).toBe(1)
  expect(output).toContain('nothing.ts')
})
