import assert from 'node:assert/strict'
import { recordedExports, shown } from './recorded-exports.ts'

class Animal {
  #sounds = 0
  name: string
  constructor(name: string) {
    this.name = name
  }
  static kinds(): string[] {
    return ['dog']
  }
  get sounds(): number {
    return this.#sounds
  }
  say(what: string): string {
    this.count()
    return `${this.name} says ${what}`
  }
  count(): number {
    this.#sounds += 1
    return this.#sounds
  }
  chain(): this {
    return this
  }
  async later(value: number): Promise<number> {
    if (value < 0) throw new Error('negative')
    return value
  }
  fail(): never {
    throw new TypeError('no')
  }
}
class Dog extends Animal {
  bark(): string {
    return this.say('wau')
  }
}

function watched() {
  const told: [string, unknown][] = []
  const helper = () => 'plain'
  const exports = { Dog, helper, version: '1' }
  const recorded = recordedExports(exports, (what, detail) => told.push([what, detail])) as typeof exports
  return { told, recorded, names: () => told.map(([what]) => what) }
}

test('instances, static calls and calls of an instance are told in order, the package’s own are not', () => {
  const { recorded, told } = watched()
  const dog = new recorded.Dog('Rex')
  recorded.Dog.kinds()
  dog.bark()
  dog.say('hi')
  expect(told).toStrictEqual([
    ['new Dog', { args: ['Rex'] }],
    ['Dog.kinds', { args: [] }],
    ['Dog.bark', { args: [] }],
    ['Dog.say', { args: ['hi'] }],
  ])
})

test('what is watched works as before: private fields, results, properties, inheritance, chains', () => {
  const { recorded } = watched()
  const dog = new recorded.Dog('Rex')
  expect(dog.bark()).toBe('Rex says wau')
  expect(dog.sounds).toBe(1)
  dog.name = 'Max'
  expect(dog.say('hi')).toBe('Max says hi')
  expect(dog.chain()).toBe(dog)
  assert.ok(dog instanceof Dog && dog instanceof recorded.Dog)
  expect(dog.bark).toBe(dog.bark)
  expect([recorded.helper(), recorded.version]).toStrictEqual(['plain', '1'])
  class Puppy extends recorded.Dog {}
  assert.ok(new Puppy('Tim') instanceof Dog)
})

test('the outcome of a promise and a throw are told, and reach the caller', async () => {
  const { recorded, told } = watched()
  const dog = new recorded.Dog('Rex')
  told.length = 0
  expect(await dog.later(7)).toBe(7)
  await expect(dog.later(-1)).rejects.toThrow(/negative/)
  expect(() => dog.fail()).toThrow(TypeError)
  expect(told).toStrictEqual([
    ['Dog.later', { args: [7] }],
    ['Dog.later.resolved', { result: 7 }],
    ['Dog.later', { args: [-1] }],
    ['Dog.later.rejected', { error: { name: 'Error', message: 'negative' } }],
    ['Dog.fail', { args: [] }],
    ['Dog.fail.thrown', { error: { name: 'TypeError', message: 'no' } }],
  ])
})

test('a class that is the whole export is watched, too', () => {
  const told: string[] = []
  const Recorded = recordedExports(Dog, (what) => told.push(what)) as typeof Dog
  new Recorded('Rex').bark()
  expect(told).toStrictEqual(['new Dog', 'Dog.bark'])
  expect(recordedExports(7, () => {})).toBe(7)
})

test('a recording keeps values short, plain and without a whole token', () => {
  const cycle: Record<string, unknown> = { f: () => {}, u: undefined, n: 1n }
  cycle.self = cycle
  const token = `04${'x'.repeat(300)}`
  expect(shown(token)).toBe(`04${'x'.repeat(28)}… (302)`)
  expect(JSON.parse(JSON.stringify(shown(cycle)))).toStrictEqual({
    f: '[function]',
    u: null,
    n: '1',
    self: {
      f: '[function]',
      u: null,
      n: '1',
      self: { f: '[function]', u: null, n: '1', self: { f: '[function]', u: null, n: '1', self: '[…]' } },
    },
  })
  expect(shown(Array.from({ length: 99 })) as unknown[]).toHaveLength(30)
})
