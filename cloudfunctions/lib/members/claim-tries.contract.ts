import { type ClaimTries, TRIES_WINDOW_MS } from './claim-tries'

/** What every ClaimTries keeps. `make` gives one without counters. */
export function claimTriesContract(name: string, make: () => Promise<ClaimTries>): void {
  test(`${name}: of many tries at once as many count as may`, async () => {
    const tries = await make()
    const counted = await Promise.all(Array.from({ length: 9 }, () => tries.count('a', 5, 1_000)))
    expect(counted.filter(Boolean)).toHaveLength(5)
    expect(await tries.count('a', 5, 1_001)).toBe(false)
    expect(await tries.count('b', 5, 1_001)).toBe(true)
  })

  test(`${name}: an hour after the first try there is a new window`, async () => {
    const tries = await make()
    expect(await tries.count('a', 1, 1_000)).toBe(true)
    expect(await tries.count('a', 1, 999 + TRIES_WINDOW_MS)).toBe(false)
    expect(await tries.count('a', 1, 1_000 + TRIES_WINDOW_MS)).toBe(true)
    expect(await tries.count('a', 1, 1_001 + TRIES_WINDOW_MS)).toBe(false)
  })

  test(`${name}: what is over is forgotten, what counts is not`, async () => {
    const tries = await make()
    await tries.count('a', 1, 1_000)
    await tries.count('b', 1, 3_000)
    await tries.forget(2_000 + TRIES_WINDOW_MS)
    expect(await tries.count('a', 1, 1_500)).toBe(true)
    expect(await tries.count('b', 1, 3_001)).toBe(false)
  })
}
