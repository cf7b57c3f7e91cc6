import assert from 'node:assert/strict'
import type { Icon, LayoutFacts, Line, Target } from './layout-facts.ts'
import { checkLayout, type RuleName } from './rules.ts'

const line = (change: Partial<Line> = {}): Line => ({
  text: '直播已结束',
  where: '.title',
  box: { left: 20, top: 200, right: 120, bottom: 224 },
  type: 24,
  cut: 0,
  truncated: false,
  covered: false,
  contrast: 7,
  ...change,
})
const icon = (change: Partial<Icon> = {}): Icon => ({
  where: '.eye',
  box: { left: 20, top: 300, right: 40, bottom: 320 },
  contrast: 5,
  ...change,
})
const target = (change: Partial<Target> = {}): Target => ({
  where: '#start',
  width: 44,
  height: 44,
  covered: false,
  ...change,
})
const page = (change: Partial<LayoutFacts> = {}): LayoutFacts => ({
  screen: { width: 390, height: 844 },
  chrome: [{ left: 296, top: 51, right: 383, bottom: 83 }],
  clock: 16,
  lines: [line()],
  icons: [icon()],
  targets: [target()],
  ...change,
})

const neighbour = (left: number, top: number) =>
  line({ text: '谢谢你来', where: '.text', box: { left, top, right: left + 80, bottom: top + 14 } })

const sound: ReadonlyArray<[name: string, facts: LayoutFacts, mayTruncate?: string[]]> = [
  ['a page that keeps every rule', page()],
  [
    'figures that just reach it',
    page({ lines: [line({ contrast: 4.5, type: 10 })], icons: [icon({ contrast: 3 })] }),
  ],
  ['fractions of a pixel less', page({ targets: [target({ width: 43.5 })] })],
  ['lines that touch', page({ lines: [line(), neighbour(20, 223.5)] })],
  [
    'a title of a person, truncated',
    page({ lines: [line({ text: '梅子青开窑夜', truncated: true })] }),
    ['梅子青开窑夜'],
  ],
  [
    'a text that ends where the capsule begins',
    page({ lines: [line({ box: { left: 20, top: 60, right: 296, bottom: 74 } })] }),
  ],
]

test('a sound page has no finding', () => {
  for (const [name, facts, mayTruncate = []] of sound)
    assert.deepEqual(checkLayout(facts, { mayTruncate }), [], name)
})

const broken: ReadonlyArray<[rule: RuleName, name: string, facts: LayoutFacts]> = [
  ['blank', 'no words at all', page({ lines: [] })],
  ['clipped', 'the last character is cut off', page({ lines: [line({ cut: 9 })] })],
  ['truncated', 'our own sentence ends in an ellipsis', page({ lines: [line({ truncated: true })] })],
  ['covered', 'a chip lies over a word', page({ lines: [line({ covered: true })] })],
  ['covered', 'a sheet lies over a button', page({ targets: [target({ covered: true })] })],
  ['overlap', 'two lines in one place', page({ lines: [line(), neighbour(100, 210)] })],
  [
    'overlap',
    'an icon in a word',
    page({ icons: [icon({ box: { left: 110, top: 205, right: 130, bottom: 225 } })] }),
  ],
  [
    'chrome',
    'a word under the capsule',
    page({ lines: [line({ box: { left: 200, top: 60, right: 310, bottom: 74 } })] }),
  ],
  ['clock', 'a white clock on paper', page({ clock: 1.1 })],
  ['target', 'a low button', page({ targets: [target({ height: 36 })] })],
  ['target', 'a narrow button', page({ targets: [target({ width: 40 })] })],
  ['type', 'type too small to read', page({ lines: [line({ type: 9 })] })],
  ['text contrast', 'grey on grey', page({ lines: [line({ contrast: 4.4 })] })],
  ['icon contrast', 'sprout on paper', page({ icons: [icon({ contrast: 1.16 })] })],
]

for (const [rule, name, facts] of broken) {
  test(`${rule}: ${name} is found, and nothing else`, () => {
    expect(checkLayout(facts).map((finding) => finding.rule)).toStrictEqual([rule])
  })
}

test('the same fault in two lines of one text is said once', () => {
  const twice = [
    line({ contrast: 2 }),
    line({ contrast: 2, box: { left: 20, top: 260, right: 90, bottom: 284 } }),
  ]
  expect(checkLayout(page({ lines: twice }))).toHaveLength(1)
})
