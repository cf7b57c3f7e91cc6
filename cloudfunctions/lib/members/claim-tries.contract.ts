import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ClaimTries, TRIES_WINDOW_MS } from './claim-tries'

/** What every ClaimTries keeps. `make` gives one without counters. */
export function claimTriesContract(name: string, make: () => Promise<ClaimTries>): void {
  test(`${name}: of many tries at once as many count as may`, async () => {
    const tries = await make()
    const counted = await Promise.all(Array.from({ length: 9 }, () => tries.count('a', 5, 1_000)))
    assert.equal(counted.filter(Boolean).length, 5)
    assert.equal(await tries.count('a', 5, 1_001), false)
    assert.equal(await tries.count('b', 5, 1_001), true)
  })

  test(`${name}: an hour after the first try there is a new window`, async () => {
    const tries = await make()
    assert.equal(await tries.count('a', 1, 1_000), true)
    assert.equal(await tries.count('a', 1, 999 + TRIES_WINDOW_MS), false)
    assert.equal(await tries.count('a', 1, 1_000 + TRIES_WINDOW_MS), true)
    assert.equal(await tries.count('a', 1, 1_001 + TRIES_WINDOW_MS), false)
  })

  test(`${name}: what is over is forgotten, what counts is not`, async () => {
    const tries = await make()
    await tries.count('a', 1, 1_000)
    await tries.count('b', 1, 3_000)
    await tries.forget(2_000 + TRIES_WINDOW_MS)
    assert.equal(await tries.count('a', 1, 1_500), true)
    assert.equal(await tries.count('b', 1, 3_001), false)
  })
}
