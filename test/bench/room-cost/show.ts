/**
 * An ordinary show, as numbers. They are ours, not measured at a merchant's: docs/cost.md turns the answer into yuan for
 * other ones.
 */
export const SHOW = {
  minutes: 60,
  /** People who come, once each. */
  viewers: 1_000,
  /** Share of them who are there early and wait, up to 5 minutes. */
  early: 0.05,
  /** Share of them who come in the first ten minutes, when the card is passed on; the others come evenly. */
  first: 0.5,
  /** Average stay, exponential; nobody stays less than 20 s or longer than the show. */
  stayMs: 20 * 60_000,
  /** Share who come by the home page instead of a share card. */
  byHome: 0.2,
  /** Times in an hour of watching that the app is left for a moment (10 s to 2 min) and opened again. */
  leavesAnHour: 2,
  /** Times in an hour of watching that the phone changes its network. */
  networksAnHour: 1,
  /** Share of ZEGO's barrages that do not reach a phone. */
  lost: 0.01,
  /** The anchor is called once, so long: the stream stops and comes back. */
  callAtMs: 20 * 60_000,
  callMs: 30_000,
} as const

export interface Visit {
  /** ms from the start of the show; negative = before it. */
  readonly comesAt: number
  readonly leavesAt: number
  readonly byHome: boolean
  /** ms from the start. */
  readonly leavesApp: readonly { readonly at: number; readonly forMs: number }[]
  readonly changesNetwork: readonly number[]
}

/** `random` 0 ≤ x < 1; the same numbers give the same visits. */
export function visitsOf(random: () => number): Visit[] {
  const showMs = SHOW.minutes * 60_000
  const between = (from: number, to: number) => from + random() * (to - from)
  const after = (meanMs: number) => -Math.log(1 - random()) * meanMs

  /** Moments that come `anHour` times in an hour on average, between two times. */
  const moments = (anHour: number, from: number, to: number) => {
    const found: number[] = []
    for (let at = from; ; ) {
      at += after(3_600_000 / anHour)
      if (at >= to) return found
      found.push(at)
    }
  }

  return Array.from({ length: SHOW.viewers }, () => {
    const kind = random()
    const comesAt =
      kind < SHOW.early
        ? between(-5 * 60_000, 0)
        : kind < SHOW.early + SHOW.first
          ? between(0, 10 * 60_000)
          : between(10 * 60_000, showMs - 60_000)
    const leavesAt = Math.max(comesAt, 0) + Math.max(20_000, after(SHOW.stayMs))
    const until = Math.min(leavesAt, showMs)
    return {
      comesAt,
      leavesAt,
      byHome: random() < SHOW.byHome,
      leavesApp: moments(SHOW.leavesAnHour, comesAt, until).map((at) => ({
        at,
        forMs: between(10_000, 120_000),
      })),
      changesNetwork: moments(SHOW.networksAnHour, comesAt, until),
    }
  })
}
