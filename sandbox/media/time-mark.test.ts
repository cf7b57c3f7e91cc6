import fc from 'fast-check'
import { drawTimeMark, type MarkPixels, markHeight, readTimeMark } from './page/time-mark.ts'

/** A canvas of numbers: fills rectangles with black or white. */
class PixelCanvas implements MarkPixels {
  fillStyle: unknown = '#000'
  readonly data: Uint8ClampedArray
  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.data = new Uint8ClampedArray(width * height * 4).fill(128)
  }
  fillRect(left: number, top: number, width: number, height: number): void {
    const level = this.fillStyle === '#fff' ? 255 : 0
    for (let y = top; y < top + height; y++) {
      this.data.fill(level, (y * this.width + left) * 4, (y * this.width + left + width) * 4)
    }
  }
}

function markOf(ms: number, width = 360): PixelCanvas {
  const canvas = new PixelCanvas(width, Math.round(markHeight(width)))
  drawTimeMark(canvas, ms, width)
  return canvas
}

function changed(pixels: MarkPixels, change: (level: number, index: number) => number): MarkPixels {
  return { ...pixels, width: pixels.width, height: pixels.height, data: Array.from(pixels.data, change) }
}

/** Nearest-neighbour scaling, as a player that shows another size would. */
function scaled(pixels: MarkPixels, width: number): MarkPixels {
  const height = Math.round((pixels.height * width) / pixels.width)
  const data = Array.from({ length: width * height * 4 }, (_, i) => {
    const [x, y] = [Math.floor(i / 4) % width, Math.floor(i / 4 / width)]
    const from = (n: number, size: number, of: number) => Math.floor(((n + 0.5) * of) / size)
    return (
      pixels.data[
        (from(y, height, pixels.height) * pixels.width + from(x, width, pixels.width)) * 4 + (i % 4)
      ] ?? 0
    )
  })
  return { data, width, height }
}

const NOW = 1_795_348_354_711

test('every moment comes back to the millisecond', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 48 - 1 }), (ms) => expect(readTimeMark(markOf(ms))).toBe(ms)),
    { seed: 5, numRuns: 200 },
  )
})

const READABLE: ReadonlyArray<[string, MarkPixels]> = [
  ['540 wide', markOf(NOW, 540)],
  ['a width that does not divide', markOf(NOW, 361)],
  ['shown half as large', scaled(markOf(NOW), 180)],
  ['shown three times as large', scaled(markOf(NOW), 1080)],
  ['darker and flatter', changed(markOf(NOW), (level) => 20 + level * 0.4)],
  ['noisy', changed(markOf(NOW), (level, i) => level + ((i * 7919) % 120) - 60)],
]

for (const [name, pixels] of READABLE) {
  test(`a mark is readable: ${name}`, () => expect(readTimeMark(pixels)).toBe(NOW))
}

const flipped = markOf(NOW)
flipped.fillStyle = '#fff'
flipped.fillRect(72, 0, 12, 12)
flipped.fillStyle = '#000'
flipped.fillRect(84, 0, 12, 12)
const black = changed(markOf(NOW), () => 0)
const mirrored = (() => {
  const pixels = markOf(NOW)
  const data = Array.from(pixels.data, (_, i) => {
    const x = Math.floor(i / 4) % pixels.width
    return pixels.data[i + (pixels.width - 1 - 2 * x) * 4] ?? 0
  })
  return { data, width: pixels.width, height: pixels.height }
})()

const UNREADABLE: ReadonlyArray<[string, MarkPixels]> = [
  ['a black picture', black],
  ['a flat grey picture', new PixelCanvas(360, 24)],
  ['almost no contrast', changed(markOf(NOW), (level) => 100 + level / 10)],
  ['cells damaged', flipped],
  ['mirrored', mirrored],
]

for (const [name, pixels] of UNREADABLE) {
  test(`no moment is made up: ${name}`, () => expect(readTimeMark(pixels)).toBeNull())
}
