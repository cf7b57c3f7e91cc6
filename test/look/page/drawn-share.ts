import type { Picture } from './decode-png.ts'

/** Steps of 255 that nobody sees. */
const SAME = 6

/** Share of the pixels from row `top` on whose colour is not the most frequent one. */
export function drawnShare({ width, height, data }: Picture, top: number): number {
  const counts = new Map<number, number>()
  const start = Math.ceil(top) * width
  const end = width * height
  for (let at = start; at < end; at += 1) {
    const key = keyOf(data, at)
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  const [ground = 0] = [...counts].reduce((most, one) => (one[1] > most[1] ? one : most), [0, 0])
  let drawn = 0
  for (let at = start; at < end; at += 1) {
    const key = keyOf(data, at)
    if (SHIFTS.some((shift) => Math.abs(((key >> shift) & 255) - ((ground >> shift) & 255)) > SAME))
      drawn += 1
  }
  return drawn / Math.max(1, end - start)
}

const SHIFTS = [16, 8, 0] as const

const keyOf = (data: Uint8ClampedArray, pixel: number): number =>
  ((data[4 * pixel] ?? 0) << 16) | ((data[4 * pixel + 1] ?? 0) << 8) | (data[4 * pixel + 2] ?? 0)
