import { type Colour, contrast, over, parseColour } from '../colour.ts'
import type { Box } from '../layout-facts.ts'
import type { Picture } from './decode-png.ts'

/** Strokes and text are judged by the worst twentieth of their ground, not by one pixel of an edge. */
const WORST = 0.05
/** Strokes thinner than a pixel are paler than their colour: the strongest tenth says what it is. */
const STRONGEST = 0.9
/** Steps of 255 by which a pixel of an icon differs from the same pixel without it. */
const DRAWN = 16

/** Contrast of a text of this colour on what lies behind it. */
export function textContrast(colour: string, opacity: number, behind: Picture, box: Box): number {
  const plain = parseColour(colour)
  const ink = { ...plain, a: plain.a * opacity }
  const ratios = pixelsOf(behind, box).map((ground) => contrast(over(ink, ground), ground))
  return quantile(ratios, WORST)
}

/** Contrast of what is drawn in the box, from a picture with it and one without. 1 = nothing is drawn. */
export function iconContrast(drawn: Picture, behind: Picture, box: Box): number {
  const grounds = pixelsOf(behind, box)
  const ratios = pixelsOf(drawn, box).flatMap((ink, at) => {
    const ground = grounds[at]
    return ground !== undefined && differ(ink, ground) ? [contrast(ink, ground)] : []
  })
  return quantile(ratios, STRONGEST)
}

const differ = (one: Colour, other: Colour): boolean =>
  Math.max(Math.abs(one.r - other.r), Math.abs(one.g - other.g), Math.abs(one.b - other.b)) > DRAWN

function pixelsOf({ width, height, data }: Picture, { left, top, right, bottom }: Box): Colour[] {
  const pixels: Colour[] = []
  for (let y = Math.max(0, Math.ceil(top)); y < Math.min(height, Math.floor(bottom)); y += 1) {
    for (let x = Math.max(0, Math.ceil(left)); x < Math.min(width, Math.floor(right)); x += 1) {
      const [r = 0, g = 0, b = 0] = data.subarray(4 * (y * width + x))
      pixels.push({ r, g, b, a: 1 })
    }
  }
  return pixels
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 1
}
