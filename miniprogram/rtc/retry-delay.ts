const FIRST_MS = 1_000
const LONGEST_MS = 15_000

/** ms before the next try of something that did not reach the server: 1, 2, 4, 8, then 15 s. */
export function retryDelay(tries: number): number {
  return Math.min(FIRST_MS * 2 ** tries, LONGEST_MS)
}
