import { readPath, toPlain } from './plain.ts'

const cyclic: Record<string, unknown> = { name: 'a' }
cyclic.self = cyclic
const shared = { n: 1 }

describe('what app code answers, as JSON', () => {
  const CASES: readonly [why: string, value: unknown, expected: unknown][] = [
    ['plain data stays', { a: [1, 'x', null, true] }, { a: [1, 'x', null, true] }],
    ['nothing stays nothing', undefined, undefined],
    ['functions are left out', { a: 1, run: () => 1 }, { a: 1 }],
    ['a function alone is nothing', () => 1, undefined],
    ['cycles are cut', cyclic, { name: 'a', self: '[Circular]' }],
    [
      'the same object twice is no cycle',
      { a: shared, b: shared, c: [shared] },
      { a: { n: 1 }, b: { n: 1 }, c: [{ n: 1 }] },
    ],
    ['a bigint becomes text', { n: 10n }, { n: '10' }],
    ['a date becomes text', { at: new Date(0) }, { at: '1970-01-01T00:00:00.000Z' }],
  ]
  for (const [why, value, expected] of CASES) it(why, () => expect(toPlain(value)).toStrictEqual(expected))

  it('errors keep their message', () => {
    expect((toPlain({ error: new Error('broken') }) as { error: { message: string } }).error.message).toBe(
      'broken',
    )
  })
})

describe('data paths', () => {
  const data = { goods: [{ id: 1, 'odd-key': { deep: 2 } }], none: null }
  const CASES: readonly [path: string | null | undefined, expected: unknown][] = [
    [undefined, data],
    [null, data],
    ['', data],
    ['goods[0].id', 1],
    ['goods.0.id', 1],
    ['goods[0]["odd-key"].deep', 2],
    ['goods[9].id', undefined],
    ['none.deeper', undefined],
    ['goods.length', 1],
  ]
  for (const [path, expected] of CASES) {
    it(`${String(path)} is read`, () => expect(readPath(data, path)).toStrictEqual(expected))
  }
})
