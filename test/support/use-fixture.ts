/**
 * What `make` answers before the tests of a file or of a `describe`, once for all of them:
 *
 *     const anchor = useFixture(() => world.phone('阿禾'))
 *
 * The answer stands for the object itself and can be handed on at once, but looked into only while tests run. `end` is
 * called after the last test.
 */
export function useFixture<T extends object>(make: () => Promise<T>, end?: (made: T) => unknown): T {
  let made: T | undefined
  beforeAll(async () => {
    made = await make()
  })
  afterAll(async () => {
    if (made) await end?.(made)
  })
  return new Proxy({} as T, {
    get(_, name) {
      if (!made) throw new Error(`${String(name)}: the fixture exists only inside tests, once it was made`)
      const value: unknown = Reflect.get(made, name)
      // Classes find their private fields only in the object itself.
      return typeof value === 'function' ? value.bind(made) : value
    },
  })
}
