/** Nearest-rank percentile (`p` from 0 to 100) of figures in any order; NaN when there are none. */
export function percentile(figures: readonly number[], p: number): number {
  const sorted = [...figures].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil((p / 100) * sorted.length) - 1)] ?? Number.NaN
}

export interface Spread {
  readonly p50: number
  readonly p95: number
}

/** Median and 95th percentile, rounded to whole units. */
export const spread = (figures: readonly number[]): Spread => ({
  p50: Math.round(percentile(figures, 50)),
  p95: Math.round(percentile(figures, 95)),
})
