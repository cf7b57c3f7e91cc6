import type { GeneralComponent } from 'glass-easel'
import { boxInPage, domOf } from './selector-query.ts'

interface Margins {
  left?: number
  top?: number
  right?: number
  bottom?: number
}

interface ObserverOptions {
  thresholds?: number[]
  initialRatio?: number
  observeAll?: boolean
}

/**
 * wx.createIntersectionObserver on the browser's own observer, whose first answer always comes in a later task.
 * https://developers.weixin.qq.com/miniprogram/dev/api/wxml/IntersectionObserver.html
 */
export class LayoutObserver {
  private readonly component: GeneralComponent
  private readonly options: ObserverOptions
  private readonly report: (error: unknown) => void
  private reference: { selector: string | null; margins: Margins } = { selector: null, margins: {} }
  private observers: IntersectionObserver[] = []

  constructor(component: GeneralComponent, options: ObserverOptions, report: (error: unknown) => void) {
    this.component = component
    this.options = options
    this.report = report
  }

  relativeTo(selector: string, margins: Margins = {}): this {
    this.reference = { selector, margins }
    return this
  }

  relativeToViewport(margins: Margins = {}): this {
    this.reference = { selector: null, margins }
    return this
  }

  observe(selector: string, callback: (result: unknown) => void): void {
    const root = this.component.getShadowRoot()
    if (!root) return
    const targets = this.options.observeAll
      ? root.querySelectorAll(selector)
      : [root.querySelector(selector)].filter((element) => element !== null)
    const { left = 0, top = 0, right = 0, bottom = 0 } = this.reference.margins
    const frame = this.frame()
    for (const target of targets) {
      const dom = domOf(target)
      if (!dom) continue
      let first = true
      const observer = new IntersectionObserver(
        (entries) => {
          for (const entry of entries) {
            const known = first && entry.intersectionRatio === (this.options.initialRatio ?? 0)
            first = false
            if (!known) this.call(callback, result(target.id, { ...target.dataset }, dom, entry))
          }
        },
        {
          root: frame,
          rootMargin: `${top}px ${right}px ${bottom}px ${left}px`,
          threshold: this.options.thresholds ?? [0],
        },
      )
      observer.observe(dom)
      this.observers.push(observer)
    }
  }

  disconnect(): void {
    for (const observer of this.observers) observer.disconnect()
    this.observers = []
  }

  /** The element that visibility is measured against: the named one, else the page's window. */
  private frame(): HTMLElement | null {
    const { selector } = this.reference
    const named = selector === null ? null : this.component.getShadowRoot()?.querySelector(selector)
    if (named) return domOf(named)
    return domOf(this.component)?.closest<HTMLElement>('.phone-scroller') ?? null
  }

  private call(callback: (result: unknown) => void, value: unknown): void {
    try {
      callback(value)
    } catch (error) {
      this.report(error)
    }
  }
}

function result(id: string, dataset: unknown, dom: HTMLElement, entry: IntersectionObserverEntry): unknown {
  const frame = dom.closest('.phone-scroller')?.getBoundingClientRect()
  return {
    id,
    dataset,
    intersectionRatio: entry.intersectionRatio,
    intersectionRect: shifted(entry.intersectionRect, frame),
    boundingClientRect: plain(boxInPage(dom)),
    relativeRect: shifted(entry.rootBounds ?? new DOMRect(), frame),
    time: Date.now(),
  }
}

const shifted = (box: DOMRectReadOnly, frame: DOMRect | undefined) =>
  plain(new DOMRect(box.x - (frame?.x ?? 0), box.y - (frame?.y ?? 0), box.width, box.height))

const plain = ({ left, top, right, bottom, width, height }: DOMRect) => ({
  left,
  top,
  right,
  bottom,
  width,
  height,
})
