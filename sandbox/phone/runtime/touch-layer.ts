import type { Element } from 'glass-easel'
import { dispatchEvent } from './event-object.ts'

/** WeChat's own figures: 10 px make a move, 350 ms a long press. */
const MOVE_PX = 10
const LONG_PRESS_MS = 350

interface Point {
  readonly identifier: number
  readonly pageX: number
  readonly pageY: number
  readonly clientX: number
  readonly clientY: number
  readonly force: number
}

interface Press {
  readonly target: HTMLElement
  readonly startX: number
  readonly startY: number
  readonly timer: ReturnType<typeof setTimeout>
  moved: boolean
  /** A longpress handler ran: no tap follows. */
  long: boolean
}

const PASSED_ON = ['transitionend', 'animationstart', 'animationiteration', 'animationend'] as const

export interface TouchLayer {
  /** True while the macrotask of a tap runs. */
  inTap(): boolean
  /** Runs `handler` as if a person had tapped. */
  asTap(handler: () => void): void
}

/**
 * Fingers and mouse on the stage become touchstart, touchmove, touchend, touchcancel, tap and longpress of the
 * touched element. A mouse button is one finger. D-WX-07: `longtap` and `force` are as the browser has them.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/view/wxml/event.html
 */
export function installTouchLayer(stage: HTMLElement): TouchLayer {
  const presses = new Map<number, Press>()
  let tapping = false

  const fire = (
    target: HTMLElement,
    type: string,
    touches: Point[],
    changed: Point[],
    original: Event,
  ): boolean => {
    const element = elementAt(target)
    const point = changed[0]
    if (!element || !point) return false
    const inPage = seenFromPage(target)
    const { pageX, pageY } = inPage(point)
    return dispatchEvent(element, type, type.startsWith('touch') ? {} : { x: pageX, y: pageY }, {
      fields: { touches: touches.map(inPage), changedTouches: changed.map(inPage) },
      originalEvent: original,
    })
  }

  const asTap = (handler: () => void): void => {
    tapping = true
    // The gesture lives to the end of this macrotask; microtasks still belong to it.
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      tapping = false
      port1.close()
    }
    port2.postMessage(null)
    handler()
  }

  const start = (point: Point, target: HTMLElement, touches: Point[], original: Event): void => {
    const press: Press = {
      target,
      startX: point.clientX,
      startY: point.clientY,
      moved: false,
      long: false,
      timer: setTimeout(() => {
        press.long = hears(target, 'longpress')
        fire(target, 'longpress', touches, [point], original)
        fire(target, 'longtap', touches, [point], original)
      }, LONG_PRESS_MS),
    }
    presses.set(point.identifier, press)
    fire(target, 'touchstart', touches, [point], original)
  }

  const move = (point: Point, touches: Point[], original: Event): boolean => {
    const press = presses.get(point.identifier)
    if (!press) return false
    const far = Math.hypot(point.clientX - press.startX, point.clientY - press.startY) > MOVE_PX
    if (far && !press.moved) {
      press.moved = true
      clearTimeout(press.timer)
    }
    return fire(press.target, 'touchmove', touches, [point], original)
  }

  const end = (point: Point, touches: Point[], original: Event, cancelled: boolean): void => {
    const press = presses.get(point.identifier)
    if (!press) return
    presses.delete(point.identifier)
    clearTimeout(press.timer)
    fire(press.target, cancelled ? 'touchcancel' : 'touchend', touches, [point], original)
    if (cancelled || press.moved || press.long || press.target.closest('wx-button[disabled]')) return
    asTap(() => fire(press.target, 'tap', touches, [point], original))
  }

  listenTouches(stage, start, move, end)
  listenMouse(stage, start, move, end)
  for (const type of PASSED_ON) {
    stage.addEventListener(type, (event) => {
      const element = elementAt(event.target)
      const { elapsedTime } = event as AnimationEvent | TransitionEvent
      if (element) dispatchEvent(element, type, { elapsedTime }, { originalEvent: event })
    })
  }
  return { inTap: () => tapping, asTap }
}

type Start = (point: Point, target: HTMLElement, touches: Point[], original: Event) => void
type Move = (point: Point, touches: Point[], original: Event) => boolean
type End = (point: Point, touches: Point[], original: Event, cancelled: boolean) => void

function listenTouches(stage: HTMLElement, start: Start, move: Move, end: End): void {
  const each = (event: TouchEvent, run: (point: Point, touches: Point[], touch: Touch) => void) => {
    const touches = [...event.touches].map(pointOfTouch)
    for (const touch of event.changedTouches) run(pointOfTouch(touch), touches, touch)
  }
  stage.addEventListener(
    'touchstart',
    (event) =>
      each(event, (point, touches, { target }) => start(point, target as HTMLElement, touches, event)),
    { passive: true },
  )
  // Not passive: a handler bound with catchtouchmove keeps the page from scrolling.
  stage.addEventListener(
    'touchmove',
    (event) =>
      each(event, (point, touches) => {
        if (move(point, touches, event) && event.cancelable) event.preventDefault()
      }),
    { passive: false },
  )
  stage.addEventListener('touchend', (event) =>
    each(event, (point, touches) => end(point, touches, event, false)),
  )
  stage.addEventListener('touchcancel', (event) =>
    each(event, (point, touches) => end(point, touches, event, true)),
  )
}

/** Touch input raises pointer events, too; only what has no touch events of its own is taken from them. */
function listenMouse(stage: HTMLElement, start: Start, move: Move, end: End): void {
  const isMouse = (event: PointerEvent) => event.pointerType !== 'touch' && event.isPrimary
  stage.addEventListener('pointerdown', (event) => {
    const point = pointOfPointer(event)
    if (isMouse(event) && event.button === 0) start(point, event.target as HTMLElement, [point], event)
  })
  window.addEventListener('pointermove', (event) => {
    const point = pointOfPointer(event)
    if (isMouse(event)) move(point, [point], event)
  })
  window.addEventListener('pointerup', (event) => {
    if (isMouse(event)) end(pointOfPointer(event), [], event, false)
  })
  window.addEventListener('pointercancel', (event) => {
    if (isMouse(event)) end(pointOfPointer(event), [], event, true)
  })
}

const pointOfTouch = ({ identifier, pageX, pageY, clientX, clientY, force }: Touch): Point => ({
  identifier,
  pageX,
  pageY,
  clientX,
  clientY,
  force,
})

/** Apart from the identifiers that fingers have. */
const MOUSE = 100

const pointOfPointer = ({ pageX, pageY, clientX, clientY }: PointerEvent): Point => ({
  identifier: MOUSE,
  pageX,
  pageY,
  clientX,
  clientY,
  force: 1,
})

/** Points count from the page's own window (client) and from the start of its content (page). */
function seenFromPage(target: HTMLElement): (point: Point) => Point {
  const scroller = target.closest('.phone-scroller')
  const { x, y } = scroller?.getBoundingClientRect() ?? new DOMRect()
  return (point) => {
    const clientX = point.clientX - x
    const clientY = point.clientY - y
    const pageX = clientX + (scroller?.scrollLeft ?? 0)
    const pageY = clientY + (scroller?.scrollTop ?? 0)
    return { ...point, clientX, clientY, pageX, pageY }
  }
}

/** The engine's element of a DOM node or of its nearest ancestor that has one. */
export function elementAt(node: EventTarget | null): Element | null {
  for (let at = node as Node | null; at; at = at.parentNode) {
    const element = (at as Node & { __wxElement?: Element }).__wxElement
    if (element) return element
  }
  return null
}

function hears(target: HTMLElement, type: string): boolean {
  for (let at: Node | null = target; at; at = at.parentNode) {
    const element = (at as Node & { __wxElement?: ElementWithListeners }).__wxElement
    if (element?._$eventTarget?.listeners[type]) return true
  }
  return false
}

/** glass-easel 0.12.1 keeps listeners here and offers no question for them. */
interface ElementWithListeners {
  readonly _$eventTarget?: { readonly listeners: Record<string, unknown> }
}
