import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export interface Fault {
  readonly name: string
  readonly check: (root: string) => Promise<string[]>
  readonly files: Record<string, string>
  /** What the problem must say; null = no problem. */
  readonly says: RegExp | null
}

/** A check that cannot fail is no check: each gets a small repository with one fault and must name it. */
export function testFaults(faults: readonly Fault[]): void {
  let root: string
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'kaibo-check-'))
    execFileSync('git', ['init', '-q'], { cwd: root })
  })
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  describe('each check names the fault', () => {
    for (const { name, check, files, says } of faults) {
      test(`${name}: ${says ? 'refused' : 'accepted'}`, async () => {
        for (const [file, content] of Object.entries(files)) {
          mkdirSync(dirname(join(root, file)), { recursive: true })
          writeFileSync(join(root, file), content)
        }
        try {
          const problems = (await check(root)).filter((problem) => says !== null || !/README/.test(problem))
          if (says) expect(problems.join('\n')).toMatch(says)
          else expect(problems).toStrictEqual([])
        } finally {
          for (const file of Object.keys(files)) rmSync(join(root, file))
        }
      })
    }
  })
}
