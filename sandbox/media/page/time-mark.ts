/**
 * The time mark: two rows of black and white cells across the top of the pushed picture that hold Date.now() at the
 * moment of drawing. Reading it back from a player's pixels tells how old the picture is, and that it is not a
 * picture from before. Drawn by the capture, never by the app; D-MD-08.
 *
 * Row 1: white, black, 28 bits; row 2: black, white, 28 bits; together 48 bits of milliseconds and a CRC-8.
 * Cells are width/30 wide and as high: 12 px at 360 x 640, which H.264 at 800 kbps leaves readable.
 * Pure: only the middle of each cell counts, and the two guard cells give the levels of white and black.
 */
const COLUMNS = 30
const ROWS = 2
const GUARDS = 2
const TIME_BITS = 48
const CRC_BITS = 8
const BITS_PER_ROW = COLUMNS - GUARDS
/** White and black must differ by this much (0–255) or nothing was drawn here. */
const MIN_CONTRAST = 60

/** What of a 2D canvas the drawing needs. */
export interface MarkPainter {
  fillStyle: unknown
  fillRect(x: number, y: number, width: number, height: number): void
}

/** RGBA pixels of the strip, of any size. */
export interface MarkPixels {
  readonly data: ArrayLike<number>
  readonly width: number
  readonly height: number
}

/** Height of the strip in pixels on a picture of this width. */
export const markHeight = (width: number): number => (width / COLUMNS) * ROWS

/** Draws the mark for `ms` (since the epoch) across the top of a picture `width` pixels wide. */
export function drawTimeMark(painter: MarkPainter, ms: number, width: number): void {
  const cell = width / COLUMNS
  const bits = [...toBits(ms, TIME_BITS), ...toBits(crc8(ms), CRC_BITS)]
  for (let row = 0; row < ROWS; row++) {
    const guards = row === 0 ? [1, 0] : [0, 1]
    const cells = [...guards, ...bits.slice(row * BITS_PER_ROW, (row + 1) * BITS_PER_ROW)]
    for (const [column, bit] of cells.entries()) {
      const left = Math.round(column * cell)
      const top = Math.round(row * cell)
      painter.fillStyle = bit ? '#fff' : '#000'
      painter.fillRect(left, top, Math.round((column + 1) * cell) - left, Math.round((row + 1) * cell) - top)
    }
  }
}

/** The milliseconds of a mark, or null when the strip holds none that is whole. */
export function readTimeMark(pixels: MarkPixels): number | null {
  const bits: number[] = []
  for (let row = 0; row < ROWS; row++) {
    const levels = Array.from({ length: COLUMNS }, (_, column) => cellLevel(pixels, row, column))
    const [first = 0, second = 0, ...cells] = levels
    const [white, black] = row === 0 ? [first, second] : [second, first]
    if (white - black < MIN_CONTRAST) return null
    const middle = (white + black) / 2
    bits.push(...cells.map((level) => (level > middle ? 1 : 0)))
  }
  const ms = fromBits(bits.slice(0, TIME_BITS))
  return fromBits(bits.slice(TIME_BITS)) === crc8(ms) ? ms : null
}

/** Mean brightness of the middle third of one cell. */
function cellLevel({ data, width, height }: MarkPixels, row: number, column: number): number {
  const cellWidth = width / COLUMNS
  const cellHeight = height / ROWS
  const left = Math.floor((column + 1 / 3) * cellWidth)
  const top = Math.floor((row + 1 / 3) * cellHeight)
  const right = Math.max(left + 1, Math.floor((column + 2 / 3) * cellWidth))
  const bottom = Math.max(top + 1, Math.floor((row + 2 / 3) * cellHeight))
  let sum = 0
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const at = (y * width + x) * 4
      sum += ((data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + 2] ?? 0)) / 3
    }
  }
  return sum / ((right - left) * (bottom - top))
}

// Milliseconds need 41 bits: beyond what JavaScript's bit operators hold.
const toBits = (value: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => Math.floor(value / 2 ** (count - 1 - i)) % 2)

const fromBits = (bits: readonly number[]): number => bits.reduce((value, bit) => value * 2 + bit, 0)

/** CRC-8 (polynomial 0x07) of the six bytes of `ms`. */
function crc8(ms: number): number {
  let crc = 0x5a // not 0: an all-black strip must not be a valid mark
  for (let byte = 5; byte >= 0; byte--) {
    crc ^= Math.floor(ms / 2 ** (8 * byte)) % 256
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x80 ? (crc << 1) ^ 0x07 : crc << 1) & 0xff
  }
  return crc
}
