export interface TouchPoint {
  readonly identifier?: number
  readonly pageX?: number
  readonly pageY?: number
  readonly clientX?: number
  readonly clientY?: number
}

export type TouchType = 'touchstart' | 'touchmove' | 'touchend'

/**
 * A finger on the element: real TouchEvents on its DOM node, so the runtime's own touch layer makes tap and longpress
 * of them, bubbling, catch and disabled buttons included. As in DevTools the element is met even when something else
 * lies over it. Without points its middle is touched.
 */
export function touch(
  target: HTMLElement,
  type: TouchType,
  points: { touches?: readonly TouchPoint[] | null; changeTouches?: readonly TouchPoint[] | null } = {},
): void {
  const changed = (points.changeTouches ?? points.touches ?? [{}]).map((point) => toTouch(target, point))
  const active = type === 'touchend' ? (points.touches ?? []).map((point) => toTouch(target, point)) : changed
  target.dispatchEvent(
    new TouchEvent(type, {
      bubbles: true,
      cancelable: true,
      composed: true,
      touches: active,
      targetTouches: active,
      changedTouches: changed,
    }),
  )
}

export function tap(target: HTMLElement): void {
  touch(target, 'touchstart')
  touch(target, 'touchend')
}

function toTouch(target: HTMLElement, point: TouchPoint): Touch {
  const box = target.getBoundingClientRect()
  const clientX = point.clientX ?? point.pageX ?? box.left + box.width / 2
  const clientY = point.clientY ?? point.pageY ?? box.top + box.height / 2
  return new Touch({
    identifier: point.identifier ?? 0,
    target,
    clientX,
    clientY,
    pageX: point.pageX ?? clientX,
    pageY: point.pageY ?? clientY,
  })
}
