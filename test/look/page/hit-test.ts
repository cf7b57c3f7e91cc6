import { parseColour } from '../colour.ts'
import type { Box } from '../layout-facts.ts'

/** How a point of something is hidden: not at all, by a thing over it, or by a page, mask or veil over everything. */
export type Hidden = 'no' | 'thing' | 'everything'

/** At a point of the screen that belongs to `element`. */
export function hiddenAt(element: Element, [x, y]: readonly [number, number], screen: Box): Hidden {
  let hidden: Hidden = 'no'
  for (const above of document.elementsFromPoint(x, y)) {
    if (above === element || element.contains(above)) break
    if (above.contains(element) || !paints(above)) continue
    // A sheet on a mask: the mask tells.
    if (spans(above, screen)) return 'everything'
    hidden = 'thing'
  }
  return hidden
}

function paints(element: Element): boolean {
  if (/^(?:IMG|VIDEO|CANVAS|INPUT)$/.test(element.tagName)) return true
  const { backgroundColor, backgroundImage, opacity } = getComputedStyle(element)
  if (Number(opacity) < 0.05) return false
  return backgroundImage !== 'none' || parseColour(backgroundColor).a > 0.05
}

/** It reaches from edge to edge: what is below is not what the page is about. */
function spans(element: Element, screen: Box): boolean {
  const { width, height } = element.getBoundingClientRect()
  return width >= 0.95 * (screen.right - screen.left) && height >= 0.95 * (screen.bottom - screen.top)
}

/** Everything can be hit while `run` runs, also what lets fingers through. */
export function withEverythingHit<T>(run: () => T): T {
  const style = document.createElement('style')
  style.textContent = '* { pointer-events: auto !important }'
  document.head.append(style)
  try {
    return run()
  } finally {
    style.remove()
  }
}
