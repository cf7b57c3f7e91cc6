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
    expect(percentile(figures, p)).toBe(expected))
}

test('a spread is whole numbers', () => expect(spread([1.4, 2.6, 10.2])).toStrictEqual({ p50: 3, p95: 10 }))
