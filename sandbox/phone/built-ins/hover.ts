import { type Caller, hostOf, property } from './component.ts'

/** `hover-class` and its timing, shared by view, button and navigator. Times in ms. */
export const hoverProperties = (hoverClass: string, start: number, stay: number) => ({
  hoverClass: property(String, hoverClass),
  hoverStopPropagation: Boolean,
  hoverStartTime: property(Number, start),
  hoverStayTime: property(Number, stay),
})

interface HoverData {
  hoverClass: string
  hoverStopPropagation: boolean
  hoverStartTime: number
  hoverStayTime: number
  disabled?: boolean
}

/** glass-easel's segment for temporary classes, so that the template's own classes stay. */
const TEMPORARY = 3

/** `hover-class` of a button that sets none. */
export const PRESET = 'button-hover'

/** Presses that a child kept for itself by hover-stop-propagation. */
const kept = new WeakSet<Event>()

/** Adds the class while the finger rests on the element. Source: WeChat docs, view, hover-class. */
export function attachHover(caller: Caller<HoverData>): void {
  const host = hostOf(caller)
  let timer: ReturnType<typeof setTimeout> | undefined
  const later = (classNames: string, ms: number) => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      caller._$.setNodeClass(classNames, TEMPORARY)
      // the preset look of a button must show inside components, too, where class names have a prefix
      caller._$.$$?.toggleAttribute('wx-pressed', classNames === PRESET)
    }, ms)
  }
  host.addEventListener('pointerdown', (event) => {
    const { hoverClass, hoverStartTime, hoverStopPropagation, disabled } = caller.data
    if (kept.has(event) || disabled) return
    if (hoverStopPropagation) kept.add(event)
    if (hoverClass !== '' && hoverClass !== 'none') later(hoverClass, hoverStartTime)
  })
  for (const name of ['pointerup', 'pointercancel', 'pointerleave'] as const) {
    host.addEventListener(name, () => {
      if (timer !== undefined) later('', caller.data.hoverStayTime)
    })
  }
}
