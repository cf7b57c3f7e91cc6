import { type ClaimTries, TRIES_WINDOW_MS } from '../members/claim-tries'

export class InMemoryClaimTries implements ClaimTries {
  readonly counters = new Map<string, { n: number; until: number }>()

  async count(who: string, max: number, now: number): Promise<boolean> {
    await new Promise<void>((resolve) => setImmediate(resolve))
    const kept = this.counters.get(who)
    const { n, until } = kept && kept.until > now ? kept : { n: 0, until: now + TRIES_WINDOW_MS }
    if (n >= max) return false
    this.counters.set(who, { n: n + 1, until })
    return true
  }

  async forget(now: number): Promise<void> {
    for (const [who, { until }] of this.counters) if (until < now) this.counters.delete(who)
  }
}
