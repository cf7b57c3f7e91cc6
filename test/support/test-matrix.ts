/** `npm run test:all` runs every row of a long matrix, `npm test` a sample of each (tools/test-all.mjs). */
export const FULL_MATRIX = process.env.KAIBO_MATRIX === 'whole'

/** The rows to run now: all of them, or those that are marked `inSample`. */
export function matrixRows<R extends { readonly inSample?: true }>(rows: readonly R[]): readonly R[] {
  return FULL_MATRIX ? rows : rows.filter(({ inSample }) => inSample)
}
