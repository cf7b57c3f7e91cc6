import type { Nonces } from './nonces'

/** What every Nonces keeps. `make` gives an empty one. */
export function noncesContract(name: string, make: () => Promise<Nonces>): void {
  test(`${name}: a nonce is used once, also by five at once; released or forgotten it can be used again`, async () => {
    const nonces = await make()
    const uses = await Promise.all(Array.from({ length: 5 }, () => nonces.use('n1', 1_000)))
    expect(uses.filter(Boolean)).toHaveLength(1)
    expect(await nonces.use('n2', 2_000)).toBe(true)
    await nonces.release('n1')
    expect(await nonces.use('n1', 1_500)).toBe(true)
    await nonces.forget(2_000)
    expect(await nonces.use('n1', 3_000)).toBe(true)
    expect(await nonces.use('n2', 3_000)).toBe(false)
  })
}
