import type { Box, Target } from '../layout-facts.ts'
import { boxOf, isPainted, nameOf } from './geometry.ts'
import { type Hidden, hiddenAt, withEverythingHit } from './hit-test.ts'

/** Set by the snapshot on everything that hears a tap. */
export const TARGET = 'data-probe-target'

/** Points that a finger tries, px apart, and how far from the middle it goes at most. */
const STEP = 0.5
const ENOUGH = 60

/** How far a finger may miss the middle of each target. Pseudo elements that widen it count, what lies over it does not. */
export function readTargets(root: Element, screen: Box): Target[] {
  return [...root.querySelectorAll(`[${TARGET}]`)].flatMap((element) => {
    if (!isPainted(element)) return []
    return broughtIntoView(element, () => {
      const { left, top, right, bottom } = boxOf(element.getBoundingClientRect())
      const [x, y] = [(left + right) / 2, (top + bottom) / 2]
      const hidden = withEverythingHit((): Hidden => hiddenAt(element, [x, y], screen))
      if (hidden === 'everything') return []
      const answers = (atX: number, atY: number) => element.contains(document.elementFromPoint(atX, atY))
      const reach = (dx: number, dy: number) => {
        let far = 0
        while (far < ENOUGH && answers(x + dx * (far + STEP), y + dy * (far + STEP))) far += STEP
        return far
      }
      return {
        where: nameOf(element, root),
        width: reach(-1, 0) + reach(1, 0) + STEP,
        height: reach(0, -1) + reach(0, 1) + STEP,
        covered: hidden === 'thing' || !answers(x, y),
      }
    })
  })
}

/** Scrolls it into view while `run` runs; nothing moves when all of it is seen. */
function broughtIntoView<T>(element: Element, run: () => T): T {
  const before: [Element, number, number][] = []
  for (let at = element.parentElement; at; at = at.parentElement)
    before.push([at, at.scrollLeft, at.scrollTop])
  element.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' })
  try {
    return run()
  } finally {
    for (const [at, left, top] of before) at.scrollTo({ left, top, behavior: 'instant' })
  }
}
