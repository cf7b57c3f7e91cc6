import type { Element, Event as GlassEvent } from 'glass-easel'
import { glassEasel } from 'glass-easel-miniprogram-adapter'

/** What handlers get for `target` and `currentTarget`; never the component itself. */
export interface EventNode {
  readonly id: string
  readonly offsetLeft: number
  readonly offsetTop: number
  readonly dataset: Record<string, unknown>
}

const elements = new WeakMap<object, Element>()
const origins = new WeakMap<object, Element>()

/** The element whose handler runs, for WXS and for `wx` families that need more than WeChat tells the app. */
export const eventElement = (event: object): Element | undefined => elements.get(event)

/** The element that the event started at, be it inside another component. */
export const eventOrigin = (event: object): Element | undefined => origins.get(event)

/**
 * Makes glass-easel hand out event objects as WeChat does: plain data of its own, which can be logged and compared.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/view/wxml/event.html
 */
export function installPlainEvents(): void {
  const prototype = glassEasel.Event.prototype
  prototype.wrapShadowedEvent = function (target, mark, current) {
    const plain: Record<string, unknown> = {
      type: this.type,
      timeStamp: this.timeStamp,
      target: describe(target),
      currentTarget: describe(current),
      mark: mark ?? {},
      detail: this.detail,
      ...this.extraFields,
    }
    elements.set(plain, elementOf(current))
    const origin = origins.get(this)
    if (origin) origins.set(plain, origin)
    // glass-easel itself calls these on the wrapped event.
    for (const name of ['stopPropagation', 'preventDefault', 'markMutated', 'getEventName'] as const) {
      Object.defineProperty(plain, name, { value: () => this[name]() })
    }
    return plain as never
  }
}

/** Handlers run with component instances; the element stands behind them. */
const elementOf = (node: unknown): Element => (node as { _$?: Element })._$ ?? (node as Element)

function describe(node: unknown): EventNode {
  const element = elementOf(node)
  const dom = element.$$ as unknown as HTMLElement | null
  return {
    id: element.id,
    offsetLeft: dom?.offsetLeft ?? 0,
    offsetTop: dom?.offsetTop ?? 0,
    dataset: { ...element.dataset },
  }
}

export interface DispatchOptions {
  readonly bubbles?: boolean
  readonly composed?: boolean
  readonly fields?: Record<string, unknown>
  readonly originalEvent?: unknown
}

/** Sends an event through capture and bubble phase. True when a handler stopped it (`catch…`). */
export function dispatchEvent(
  element: Element,
  type: string,
  detail: unknown,
  { bubbles = true, composed = true, fields, originalEvent }: DispatchOptions = {},
): boolean {
  const event: GlassEvent<unknown> = new glassEasel.Event(type, detail, {
    bubbles,
    composed,
    capturePhase: true,
    extraFields: fields,
    originalEvent,
  })
  origins.set(event, element)
  glassEasel.Event.dispatchEvent(element, event)
  return event.defaultPrevented()
}
