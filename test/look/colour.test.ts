import assert from 'node:assert/strict'
import { contrast, over, parseColour } from './colour.ts'

const hex = (text: string) => ({
  r: Number.parseInt(text.slice(1, 3), 16),
  g: Number.parseInt(text.slice(3, 5), 16),
  b: Number.parseInt(text.slice(5, 7), 16),
  a: 1,
})

test('computed colours are read in every form Chromium writes them', () => {
  const forms: ReadonlyArray<[text: string, colour: [number, number, number, number]]> = [
    ['rgb(17, 22, 14)', [17, 22, 14, 1]],
    ['rgba(255, 255, 255, 0.88)', [255, 255, 255, 0.88]],
    ['rgb(17 22 14 / 0.5)', [17, 22, 14, 0.5]],
    ['color(srgb 1 0.5 0 / 0.25)', [255, 127.5, 0, 0.25]],
  ]
  for (const [text, [r, g, b, a]] of forms) assert.deepEqual(parseColour(text), { r, g, b, a }, text)
  expect(() => parseColour('lab(50% 0 0)')).toThrow(/no colour/)
})

test('contrast is the figure of WCAG and of the design’s own table', () => {
  const glass = { ...hex('#0e120b'), a: 0.64 }
  const white = hex('#ffffff')
  const pairs: ReadonlyArray<[string, number, number]> = [
    ['black on white', contrast(hex('#000000'), white), 21],
    ['a colour on itself', contrast(white, white), 1],
    ['the grey that WCAG lets just pass', contrast(hex('#767676'), white), 4.54],
    ['ink on page', contrast(hex('#11160e'), hex('#f4f3ec')), 16.49],
    ['money on white', contrast(hex('#cf2a1a'), white), 5.25],
    ['white on glass over a white frame', contrast(white, over(glass, white)), 5.7],
    [
      'white at 86 % on the same glass',
      contrast(over({ ...white, a: 0.86 }, over(glass, white)), over(glass, white)),
      4.72,
    ],
  ]
  for (const [name, ratio, expected] of pairs) {
    assert.ok(Math.abs(ratio - expected) < 0.02, `${name}: ${ratio.toFixed(2)} instead of ${expected}`)
  }
})
