import assert from 'node:assert/strict'
import { CloudError } from '../errors.ts'
import { applyUpdate } from './update-operators.ts'

const REFUSED: ReadonlyArray<[update: Record<string, unknown>, sentence: RegExp]> = [
  [{ $set: { _id: 2 } }, /immutable field '_id'/],
  [{ $set: { 'a.b': 1 }, $inc: { a: 1 } }, /would create a conflict at 'a'/],
  [{ $set: { a: 1 }, $inc: { a: 1 } }, /would create a conflict/],
  [{ $rename: { text: 'a' }, $set: { a: 1 } }, /would create a conflict/],
  [{ $set: { 'a..b': 1 } }, /empty field name/],
  [{ $set: { 'list.x': 1 } }, /Cannot create field 'x' in an array/],
  [{ $set: { 'text.x': 1 } }, /Cannot create field 'x'/],
  [{ $inc: { nothing: 1 } }, /non-numeric type/],
  [{ $inc: { n: '1' } }, /non-numeric argument/],
  [{ $pop: { text: 1 } }, /non-array field/],
  [{ $evil: { n: 1 } }, /Unknown modifier: \$evil/],
  [{ n: 1 }, /Modifiers operate on fields/],
]

describe('an update', () => {
  const document = () => ({ _id: 1, n: 1, text: 'x', list: [1], nothing: null })

  for (const [update, sentence] of REFUSED) {
    test(`${JSON.stringify(update)} is refused and leaves the document alone`, () => {
      const before = document()
      assert.throws(
        () => applyUpdate(before, update),
        (error) => error instanceof CloudError && sentence.test(error.message),
      )
      expect(before).toStrictEqual(document())
    })
  }

  test('never changes the document it is given', () => {
    const before = document()
    applyUpdate(before, { $push: { list: 2 }, $set: { 'deep.er': 1 }, $inc: { n: 1 } })
    expect(before).toStrictEqual(document())
  })

  test('cannot reach the prototype of all objects', () => {
    const after = applyUpdate(document(), {
      $set: JSON.parse('{"__proto__.polluted": true, "constructor.prototype.polluted": true}'),
    })
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
    assert.ok(Object.hasOwn(after, '__proto__'))
  })
})
