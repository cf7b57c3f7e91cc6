import { addOnce, type Database } from '../database'

/** ms a counter counts for, from its first try on, by the server's clock. */
export const TRIES_WINDOW_MS = 60 * 60_000

/** The collection `claims`: counters of tries, one document each. */
export interface ClaimTries {
  /** Counts one try of `who`; false, and nothing counted, when there were `max` in this window. Exact for calls at once. */
  count(who: string, max: number, now: number): Promise<boolean>
  /** Forgets the counters whose window ended before `now`. */
  forget(now: number): Promise<void>
}

export function cloudClaimTries(db: Database): ClaimTries {
  const _ = db.command
  const claims = () => db.collection('claims')

  async function write(condition: Record<string, unknown>, data: Record<string, unknown>): Promise<boolean> {
    const { stats } = await claims().where(condition).update({ data })
    return stats.updated === 1
  }

  return {
    async count(_id, max, now) {
      const fresh = { n: 1, until: now + TRIES_WINDOW_MS }
      const again = () => write({ _id, until: _.gt(now), n: _.lt(max) }, { n: _.inc(1) })
      return (
        (await again()) ||
        (await write({ _id, until: _.lte(now) }, fresh)) ||
        (await addOnce(claims(), { _id, ...fresh })) ||
        (await again()) // somebody else's first try came between
      )
    },

    async forget(now) {
      await claims()
        .where({ until: _.lt(now) })
        .remove()
    },
  }
}
