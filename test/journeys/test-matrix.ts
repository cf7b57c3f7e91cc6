/** `npm run test:all` runs long matrices whole; `npm test` a sample of each (tools/test-all.mjs). */
export const RUNS_WHOLE = process.env.KAIBO_MATRIX === 'whole'

/** Every row of a matrix, or the ones that are marked as telling. */
export function sampled<R extends { readonly telling?: true }>(rows: readonly R[]): readonly R[] {
  return RUNS_WHOLE ? rows : rows.filter(({ telling }) => telling)
}
