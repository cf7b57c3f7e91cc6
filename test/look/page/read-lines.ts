import type { Box, Line } from '../layout-facts.ts'
import { boxOf, isEmpty, isPainted, meetingOf, nameOf, opacityOf, shownOf } from './geometry.ts'
import { type Hidden, hiddenAt } from './hit-test.ts'

/** A line whose contrast is still to be read from the pixels. */
export interface UnlitLine extends Omit<Line, 'contrast'> {
  /** Computed colour, `rgba()`. */
  readonly colour: string
  readonly opacity: number
}

/** Every line of text that can be seen without scrolling, inputs included. */
export function readLines(root: Element, screen: Box): UnlitLine[] {
  return textsIn(root).flatMap(({ text, host, boxes }) => {
    const { color, fontSize } = getComputedStyle(host)
    const type = Number.parseFloat(fontSize)
    const short = shortening(host)
    return rowsOf(short === null ? boxes : boxes.flatMap((box) => kept(box, short))).flatMap((drawn) => {
      const middle = (drawn.top + drawn.bottom) / 2
      const box = { ...drawn, top: middle - 0.46 * type, bottom: middle + 0.46 * type }
      const { cut, scrolledOut } = shownOf(host, box, screen)
      if (scrolledOut) return []
      const hidden = pointsOf(box).map((point) => hiddenAt(host, point, screen))
      if (isGone(hidden)) return []
      return {
        text,
        where: nameOf(host, root),
        box,
        type,
        cut,
        truncated: short !== null,
        covered: hidden.includes('thing'),
        colour: color,
        opacity: opacityOf(host),
      }
    })
  })
}

/** What an ellipsis leaves of a line; a line that is clamped away is gone. */
function kept(line: Box, short: Box): Box[] {
  const box = meetingOf(line, short)
  return isEmpty(box) || box.bottom - box.top < 0.6 * (line.bottom - line.top) ? [] : [box]
}

/** Pieces of one row (an ellipsis, a change of script) are one line. */
function rowsOf(pieces: readonly Box[]): Box[] {
  const rows: Box[] = []
  for (const piece of pieces) {
    const last = rows.at(-1)
    if (last !== undefined && Math.abs(last.top - piece.top) < 2) {
      rows[rows.length - 1] = {
        ...last,
        left: Math.min(last.left, piece.left),
        right: Math.max(last.right, piece.right),
      }
    } else rows.push(piece)
  }
  return rows
}

/** A page or a mask lies over it, or a thing that hides all of it. */
const isGone = (hidden: readonly Hidden[]): boolean =>
  hidden.includes('everything') || hidden.every((one) => one === 'thing')

const pointsOf = ({ left, top, right, bottom }: Box): [number, number][] =>
  [0.04, 0.28, 0.5, 0.72, 0.96].map((share) => [left + share * (right - left), (top + bottom) / 2])

interface Text {
  readonly text: string
  readonly host: Element
  readonly boxes: readonly Box[]
}

function textsIn(root: Element): Text[] {
  const texts: Text[] = []
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.nodeValue?.trim() ?? ''
    const host = node.parentElement
    if (text === '' || host === null || !isPainted(host)) continue
    const range = document.createRange()
    range.selectNodeContents(node)
    const boxes = [...range.getClientRects()].map(boxOf).filter((box) => !isEmpty(box))
    texts.push({ text, host, boxes })
  }
  for (const field of root.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')) {
    if (field.value === '' || !isPainted(field)) continue
    texts.push({ text: field.value, host: field, boxes: [contentBox(field)] })
  }
  return texts
}

/** A person scrolls in a field by its caret: what is typed is never cut off. */
function contentBox(field: Element): Box {
  const { left, top } = field.getBoundingClientRect()
  const { paddingLeft, paddingRight } = getComputedStyle(field)
  const x = left + field.clientLeft + Number.parseFloat(paddingLeft)
  const width = field.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight)
  const y = top + field.clientTop
  return { left: x, top: y, right: x + width, bottom: y + field.clientHeight }
}

/** The box that a text with an ellipsis is cut to, or null when all of it is there. */
function shortening(host: Element): Box | null {
  for (let at: Element | null = host; at; at = at.parentElement) {
    const { display, textOverflow, overflowX, webkitLineClamp } = getComputedStyle(at)
    if (display === 'inline') continue
    const across = textOverflow === 'ellipsis' && overflowX !== 'visible' && at.scrollWidth > at.clientWidth
    const down = webkitLineClamp !== 'none' && at.scrollHeight > at.clientHeight + 1
    return across || down ? boxOf(at.getBoundingClientRect()) : null
  }
  return null
}
