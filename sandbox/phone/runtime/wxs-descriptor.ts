import type { Element } from 'glass-easel'

/** glass-easel's segment for styles that win over the template's. */
const TEMPORARY_STYLE = 3
const EXTRA_CLASS = 2

/**
 * ComponentDescriptor, what WXS event handlers get for an element.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/view/interactive-animation.html
 */
export function createDescriber(): (element: Element) => unknown {
  const known = new WeakMap<Element, unknown>()
  const describe = (element: Element | null | undefined): unknown => {
    if (!element) return null
    const made = known.get(element)
    if (made) return made
    const fresh = create(element, describe)
    known.set(element, fresh)
    return fresh
  }
  return describe
}

function create(element: Element, describe: (element: Element | null | undefined) => unknown): unknown {
  const state = {}
  const styles: Record<string, string | number> = {}
  const component = element.asGeneralComponent()
  const inside = (): Element | null => component?.getShadowRoot() ?? null
  const dom = () => element.$$ as unknown as HTMLElement
  const descriptor = {
    selectComponent: (selector: string) => describe(inside()?.asShadowRoot()?.querySelector(selector)),
    selectAllComponents: (selector: string) =>
      (inside()?.asShadowRoot()?.querySelectorAll(selector) ?? []).map(describe),
    setStyle(style: string | Record<string, string | number>) {
      if (typeof style === 'string') element.setNodeStyle(style, TEMPORARY_STYLE)
      else {
        Object.assign(styles, style)
        const text = Object.entries(styles).map(([name, value]) => `${dashed(name)}:${value}`)
        element.setNodeStyle(text.join(';'), TEMPORARY_STYLE)
      }
      return descriptor
    },
    addClass(names: string) {
      for (const name of names.split(/\s+/)) element.toggleNodeClass(name, true, EXTRA_CLASS)
      return descriptor
    },
    removeClass(names: string) {
      for (const name of names.split(/\s+/)) element.toggleNodeClass(name, false, EXTRA_CLASS)
      return descriptor
    },
    hasClass: (name: string) => element.classList?.contains(name) ?? false,
    getDataset: () => ({ ...element.dataset }),
    callMethod(name: string, args: unknown) {
      const method = (component?.getMethodCaller() as Record<string, unknown> | undefined)?.[name]
      if (typeof method === 'function') method.call(component?.getMethodCaller(), args)
    },
    requestAnimationFrame: (run: () => void) => void requestAnimationFrame(run),
    setTimeout: (run: () => void, ms?: number) => setTimeout(run, ms),
    clearTimeout: (timer: number) => clearTimeout(timer),
    getState: () => state,
    triggerEvent: (name: string, detail: unknown) => component?.triggerEvent(name, detail as never),
    getComputedStyle: (names: readonly string[] = []) => {
      const computed = getComputedStyle(dom()) as unknown as Record<string, string>
      return Object.fromEntries(names.map((name) => [name, computed[name]]))
    },
    getBoundingClientRect: () => {
      const { left, top, right, bottom, width, height } = dom().getBoundingClientRect()
      return { left, top, right, bottom, width, height }
    },
  }
  return descriptor
}

const dashed = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
