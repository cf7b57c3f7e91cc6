import { useFixture } from './use-fixture.ts'

class Counter {
  #count = 0
  get count(): number {
    return this.#count
  }
  add(): void {
    this.#count += 1
  }
}

const ended: Counter[] = []

describe('a fixture', () => {
  const counter = useFixture(
    async () => new Counter(),
    (made) => ended.push(made),
  )
  let refusal = ''
  try {
    counter.add()
  } catch (error) {
    refusal = (error as Error).message
  }

  test('cannot be looked into before the tests', () => {
    expect(refusal).toBe('add: the fixture exists only inside tests, once it was made')
  })

  test('is one and the same object for every test', () => counter.add())

  test('keeps what an earlier test did to it', () => expect(counter.count).toBe(1))
})

test('is ended after the last test of its block', () =>
  expect(ended.map(({ count }) => count)).toStrictEqual([1]))
