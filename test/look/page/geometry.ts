import type { Box } from '../layout-facts.ts'

/** The page that is shown, as the sandbox's phone draws it. */
export const PAGE = '.phone-page:not([hidden])'

export const boxOf = ({ left, top, right, bottom }: DOMRect): Box => ({ left, top, right, bottom })

export const meetingOf = (one: Box, other: Box): Box => ({
  left: Math.max(one.left, other.left),
  top: Math.max(one.top, other.top),
  right: Math.min(one.right, other.right),
  bottom: Math.min(one.bottom, other.bottom),
})

export const isEmpty = ({ left, top, right, bottom }: Box): boolean => right - left < 1 || bottom - top < 1

/** A name a person finds in the WXML: `#start`, `.state-title`, else the tag. */
export function nameOf(element: Element, root: Element): string {
  for (let at: Element | null = element; at && at !== root; at = at.parentElement) {
    const id = at.getAttribute('data-wx-id')
    if (id) return `#${id}`
    const own = [...at.classList].find((name) => !name.startsWith('wxb-'))
    if (own) return `.${own}`
  }
  return element.tagName.toLowerCase()
}

/** Its own opacity times that of everything around it. */
export function opacityOf(element: Element): number {
  let opacity = 1
  for (let at: Element | null = element; at; at = at.parentElement) {
    opacity *= Number(getComputedStyle(at).opacity)
  }
  return opacity
}

export const isPainted = (element: Element): boolean =>
  element.checkVisibility({ visibilityProperty: true }) && opacityOf(element) > 0.05

export interface Shown {
  /** px that are lost for good: cut by a frame that does not scroll, or by the screen. */
  readonly cut: number
  /** A part of it has to be scrolled to. */
  readonly scrolledOut: boolean
}

/** How much of `box`, which belongs to `element`, can be seen. */
export function shownOf(element: Element, box: Box, screen: Box): Shown {
  let cut = 0
  let scrolledOut = false
  const frame = (edge: Box, x: 'free' | 'cuts' | 'scrolls', y: 'free' | 'cuts' | 'scrolls') => {
    const overX = Math.max(0, edge.left - box.left, box.right - edge.right)
    const overY = Math.max(0, edge.top - box.top, box.bottom - edge.bottom)
    for (const [over, how] of [
      [overX, x],
      [overY, y],
    ] as const) {
      if (how === 'cuts') cut = Math.max(cut, over)
      if (how === 'scrolls' && over > 1) scrolledOut = true
    }
  }
  for (const around of framesOf(element)) {
    const { overflowX, overflowY, display } = getComputedStyle(around)
    if (display === 'inline' || display === 'contents') continue
    frame(
      paddingBox(around),
      kindOf(overflowX, around.scrollWidth > around.clientWidth + 1),
      kindOf(overflowY, around.scrollHeight > around.clientHeight + 1),
    )
  }
  // What can be scrolled to is judged when it was scrolled to.
  if (!scrolledOut) frame(screen, 'cuts', 'cuts')
  return { cut: scrolledOut ? 0 : cut, scrolledOut }
}

const kindOf = (overflow: string, moves: boolean): 'free' | 'cuts' | 'scrolls' =>
  overflow === 'visible' ? 'free' : moves && /auto|scroll/.test(overflow) ? 'scrolls' : 'cuts'

/** The element and the ancestors that may cut it: an absolutely placed one is not cut by what it is not placed in. */
function* framesOf(element: Element): Generator<Element> {
  let escapes = false
  for (let at: Element | null = element; at; at = at.parentElement) {
    const { position, transform } = getComputedStyle(at)
    const holds = position !== 'static' || transform !== 'none'
    if (!escapes || holds) {
      yield at
      escapes = position === 'absolute' || position === 'fixed'
    }
  }
}

function paddingBox(element: Element): Box {
  const { left, top } = element.getBoundingClientRect()
  const x = left + element.clientLeft
  const y = top + element.clientTop
  return { left: x, top: y, right: x + element.clientWidth, bottom: y + element.clientHeight }
}
