import { type KeyValueStore, STORAGE_LIMITS, StorageArea } from './storage-area.ts'

class InMemoryStore implements KeyValueStore {
  readonly #map = new Map<string, string>()
  get length(): number {
    return this.#map.size
  }
  key(index: number): string | null {
    return [...this.#map.keys()][index] ?? null
  }
  getItem(key: string): string | null {
    return this.#map.get(key) ?? null
  }
  setItem(key: string, value: string): void {
    this.#map.set(key, value)
  }
  removeItem(key: string): void {
    this.#map.delete(key)
  }
}

const VALUES: readonly unknown[] = ['text', '', 0, false, null, [1, { a: 2 }], { b: [] }, new Date(5)]

for (const value of VALUES) {
  test(`${JSON.stringify(value)} comes back as it was stored`, () => {
    const area = new StorageArea(new InMemoryStore(), 'p/')
    area.set('k', value)
    expect(area.get('k')).toStrictEqual(value)
  })
}

test('a key that was never stored is absent', () => {
  expect(new StorageArea(new InMemoryStore(), 'p/').get('nothing')).toBeUndefined()
})

test('two people on one phone do not see each other’s storage', () => {
  const store = new InMemoryStore()
  const an = new StorageArea(store, 'wx0/An/')
  const bo = new StorageArea(store, 'wx0/Bo/')
  an.set('k', 1)
  bo.set('k', 2)
  bo.clear()
  expect(an.get('k')).toBe(1)
  expect(bo.keys()).toStrictEqual([])
})

test('one value may have 1 MB and no more', () => {
  const area = new StorageArea(new InMemoryStore(), '')
  area.set('k', 'x'.repeat(STORAGE_LIMITS.keyBytes - 64))
  expect(() => area.set('k', 'x'.repeat(STORAGE_LIMITS.keyBytes))).toThrow(/exceed storage item max length/)
  expect(() => area.set('k', '汉'.repeat(STORAGE_LIMITS.keyBytes / 2))).toThrow(
    /exceed storage item max length/,
  )
})

test('all values together may have 10 MB, and replacing one counts once', () => {
  const area = new StorageArea(new InMemoryStore(), '')
  const megabyte = 'x'.repeat(STORAGE_LIMITS.keyBytes - 64)
  for (let index = 0; index < 10; index++) area.set(`k${index}`, megabyte)
  expect(() => area.set('k10', megabyte)).toThrow(/exceed storage max size 10Mb/)
  area.set('k9', megabyte)
  expect(area.info().limitSize).toBe(10240)
  expect(area.info().currentSize).toBe(10240)
})

test('a key must be text', () => {
  const area = new StorageArea(new InMemoryStore(), '')
  expect(() => area.get(5 as unknown as string)).toThrow(/parameter.key should be String/)
})
