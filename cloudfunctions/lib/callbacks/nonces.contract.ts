import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Nonces } from './nonces'

/** What every Nonces keeps. `make` gives an empty one. */
export function noncesContract(name: string, make: () => Promise<Nonces>): void {
  test(`${name}: a nonce is used once, also by five at once; released or forgotten it can be used again`, async () => {
    const nonces = await make()
    const uses = await Promise.all(Array.from({ length: 5 }, () => nonces.use('n1', 1_000)))
    assert.equal(uses.filter(Boolean).length, 1)
    assert.equal(await nonces.use('n2', 2_000), true)
    await nonces.release('n1')
    assert.equal(await nonces.use('n1', 1_500), true)
    await nonces.forget(2_000)
    assert.equal(await nonces.use('n1', 3_000), true)
    assert.equal(await nonces.use('n2', 3_000), false)
  })
}
