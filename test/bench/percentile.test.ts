import assert from 'node:assert/strict'
import { test } from 'node:test'
import { percentile, spread } from './percentile.ts'

const cases: ReadonlyArray<[figures: number[], p: number, expected: number]> = [
  [[3, 1, 2], 50, 2],
  [[4, 1, 3, 2], 50, 2],
  [[7], 95, 7],
  [Array.from({ length: 100 }, (_, i) => i + 1), 95, 95],
  [[], 50, Number.NaN],
]
for (const [figures, p, expected] of cases) {
  test(`p${p} of ${figures.length} figures is ${expected}`, () =>
    assert.equal(percentile(figures, p), expected))
}

test('a spread is whole numbers', () => assert.deepEqual(spread([1.4, 2.6, 10.2]), { p50: 3, p95: 10 }))
