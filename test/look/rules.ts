import type { Box, Icon, LayoutFacts, Line } from './layout-facts.ts'

/** The layout rules (design tokens §2–4 and the platform's own figures). */
export const MINIMUM = { target: 44, textContrast: 4.5, iconContrast: 3, type: 10 } as const

/** Layout is in fractions of a pixel, colours of a screenshot in whole steps: what is less than this is the same. */
const [HAIR, SHADE] = [0.6, 0.03]
/** Two neighbours may touch by this much, px. */
const TOUCH = 1

export interface Finding {
  readonly rule: RuleName
  readonly where: string
  readonly what: string
}

export type RuleName = keyof typeof RULES

interface Context {
  /** Words that people wrote (titles, names): only they may end in an ellipsis. */
  readonly mayTruncate: readonly string[]
}

type Found = Omit<Finding, 'rule'>

const RULES = {
  blank: ({ lines }) => (lines.length === 0 ? [{ where: 'page', what: 'not one word on the page' }] : []),

  clipped: ({ lines }) =>
    lines.filter(({ cut }) => cut > TOUCH).map((line) => found(line, `${px(line.cut)} of it are cut off`)),

  truncated: ({ lines }, { mayTruncate }) =>
    lines
      .filter(({ truncated, text }) => truncated && !mayTruncate.some((words) => text.includes(words)))
      .map((line) => found(line, 'ends in an ellipsis, and nobody wrote it')),

  covered: ({ lines, targets }) => [
    ...lines.filter(({ covered }) => covered).map((line) => found(line, 'something lies over a part of it')),
    ...targets
      .filter(({ covered }) => covered)
      .map(({ where }) => ({ where, what: 'something lies over the middle of it' })),
  ],

  overlap: ({ lines, icons }) => {
    const things = [...lines.map(drawnLine), ...icons.map(drawnIcon)]
    return things.flatMap((one, index) =>
      things
        .slice(index + 1)
        .filter((other) => meet(one.box, other.box))
        .map((other) => ({ where: one.where, what: `${one.name} meets ${other.name} (${other.where})` })),
    )
  },

  chrome: ({ lines, icons, chrome }) =>
    [...lines.map(drawnLine), ...icons.map(drawnIcon)]
      .filter(({ box }) => chrome.some((own) => meet(box, own)))
      .map(({ where, name }) => ({ where, what: `${name} is under the clock, the capsule or the home bar` })),

  clock: ({ clock }) =>
    clock !== null && clock < MINIMUM.textContrast - SHADE
      ? [
          {
            where: 'page',
            what: `contrast of the phone’s clock ${clock.toFixed(2)} < ${MINIMUM.textContrast}`,
          },
        ]
      : [],

  target: ({ targets }) =>
    targets
      .filter(({ width, height, covered }) => !covered && Math.min(width, height) < MINIMUM.target - HAIR)
      .map(({ where, width, height }) => ({ where, what: `answers on ${px(width)} × ${px(height)} only` })),

  type: ({ lines }) =>
    lines.filter(({ type }) => type < MINIMUM.type).map((line) => found(line, `type of ${px(line.type)}`)),

  'text contrast': ({ lines }) =>
    lines
      .filter(({ contrast }) => contrast < MINIMUM.textContrast - SHADE)
      .map((line) => found(line, `contrast ${line.contrast.toFixed(2)} < ${MINIMUM.textContrast}`)),

  'icon contrast': ({ icons }) =>
    icons
      .filter(({ contrast }) => contrast < MINIMUM.iconContrast - SHADE)
      .map(({ where, contrast }) => ({
        where,
        what: `contrast ${contrast.toFixed(2)} < ${MINIMUM.iconContrast}`,
      })),
} satisfies Record<string, (facts: LayoutFacts, context: Context) => readonly Found[]>

/** Everything about a page that a person would call broken; one finding for what is said twice. */
export function checkLayout(facts: LayoutFacts, context: Context = { mayTruncate: [] }): readonly Finding[] {
  const findings = (Object.keys(RULES) as RuleName[]).flatMap((rule) =>
    (RULES[rule] as (facts: LayoutFacts, context: Context) => readonly Found[])(facts, context).map(
      ({ where, what }) => ({ rule, where, what }),
    ),
  )
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()]
}

interface Drawn {
  readonly where: string
  readonly name: string
  readonly box: Box
}

const drawnLine = ({ where, text, box }: Line): Drawn => ({ where, name: quote(text), box })
const drawnIcon = ({ where, box }: Icon): Drawn => ({ where, name: 'an icon', box })

const found = ({ where, text }: Line, what: string): Found => ({ where, what: `${quote(text)} ${what}` })
const quote = (text: string) => `“${text.length > 24 ? `${text.slice(0, 23)}…` : text}”`
const px = (size: number) => `${Math.round(size * 10) / 10} px`

const meet = (one: Box, other: Box): boolean =>
  Math.min(one.right, other.right) - Math.max(one.left, other.left) > TOUCH &&
  Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > TOUCH
