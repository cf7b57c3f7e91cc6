import type { Box, Icon } from '../layout-facts.ts'
import { boxOf, isPainted, nameOf, shownOf } from './geometry.ts'
import { hiddenAt } from './hit-test.ts'

/** Larger pictures are pictures. */
const LARGEST = 64
export const ICON = 'data-probe-icon'

/** Small drawings without words. Each gets a mark, so that it can be taken away for the second picture. */
export function readIcons(root: Element, screen: Box): Omit<Icon, 'contrast'>[] {
  return [...root.querySelectorAll('*')].flatMap((element) => {
    if (element.childElementCount > 0 || element.textContent !== '' || !isPainted(element)) return []
    const drawn = drawing(element)
    if (drawn === null) return []
    const box = boxOf(element.getBoundingClientRect())
    const size = Math.max(box.right - box.left, box.bottom - box.top)
    if (size < 4 || size > LARGEST || shownOf(element, box, screen).scrolledOut) return []
    const middle = [(box.left + box.right) / 2, (box.top + box.bottom) / 2] as const
    if (hiddenAt(element, middle, screen) !== 'no') return []
    element.setAttribute(ICON, drawn)
    return { where: nameOf(element, root), box }
  })
}

function drawing(element: Element): 'ground' | 'mask' | null {
  const { backgroundImage, maskImage } = getComputedStyle(element)
  if (maskImage.includes('url(')) return 'mask'
  return backgroundImage.includes('url(') ? 'ground' : null
}
