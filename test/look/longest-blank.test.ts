import assert from 'node:assert/strict'
import { longestBlank } from './longest-blank.ts'

const [EMPTY, FULL] = [0, 0.4]

const openings: ReadonlyArray<[name: string, frames: [atMs: number, drawn: number][], blankMs: number]> = [
  [
    'nothing was ever blank',
    [
      [0, FULL],
      [500, FULL],
    ],
    0,
  ],
  [
    'one empty frame between two pages',
    [
      [0, FULL],
      [500, EMPTY],
      [620, FULL],
    ],
    120,
  ],
  [
    'several empty frames are one blank',
    [
      [0, FULL],
      [100, EMPTY],
      [300, EMPTY],
      [500, FULL],
    ],
    400,
  ],
  [
    'the longer of two',
    [
      [0, EMPTY],
      [100, FULL],
      [200, EMPTY],
      [500, FULL],
    ],
    300,
  ],
  [
    'still blank at the end',
    [
      [0, FULL],
      [600, EMPTY],
    ],
    400,
  ],
  [
    'a speck of dust is not a page',
    [
      [0, 0.0004],
      [700, FULL],
    ],
    700,
  ],
]

test('the longest blank of an opening', () => {
  for (const [name, frames, blankMs] of openings) {
    const shown = frames.map(([atMs, drawn]) => ({ atMs, drawn }))
    assert.equal(longestBlank(shown, 1_000), blankMs, name)
  }
})
