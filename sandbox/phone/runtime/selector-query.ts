import type { Element, GeneralComponent } from 'glass-easel'
import { glassEasel } from 'glass-easel-miniprogram-adapter'

export interface QueryFields {
  id?: boolean
  dataset?: boolean
  mark?: boolean
  rect?: boolean
  size?: boolean
  scrollOffset?: boolean
  properties?: readonly string[]
  computedStyle?: readonly string[]
  context?: boolean
  node?: boolean
}

type Callback = (result: unknown) => void
interface Caller {
  readonly _$: GeneralComponent
}
interface Job {
  readonly scope: GeneralComponent
  /** null = the viewport. */
  readonly selector: string | null
  readonly all: boolean
  readonly fields: QueryFields
  readonly callback: Callback | undefined
}

/**
 * wx.createSelectorQuery. D-WX-18: `node` knows canvas only, and `ref` is missing. Answers in a later task than `exec`, as the view layer does.
 * https://developers.weixin.qq.com/miniprogram/dev/api/wxml/SelectorQuery.html
 */
export class SelectorQuery {
  private readonly jobs: Job[] = []
  private scope: GeneralComponent
  private readonly report: (error: unknown) => void

  constructor(caller: Caller, report: (error: unknown) => void) {
    this.scope = caller._$
    this.report = report
  }

  in(caller: Caller): this {
    if (caller) this.scope = caller._$
    return this
  }

  select(selector: string): NodesRef {
    return this.nodes(selector, false)
  }

  selectAll(selector: string): NodesRef {
    return this.nodes(selector, true)
  }

  selectViewport(): NodesRef {
    return this.nodes(null, false)
  }

  exec(callback?: (results: unknown[]) => void): this {
    const jobs = this.jobs.splice(0)
    setTimeout(() => {
      const results = jobs.map(run)
      for (const [index, job] of jobs.entries()) this.call(job.callback, results[index])
      this.call(callback as Callback | undefined, results)
    }, 0)
    return this
  }

  private call(callback: Callback | undefined, result: unknown): void {
    if (typeof callback !== 'function') return
    try {
      callback(result)
    } catch (error) {
      this.report(error)
    }
  }

  private nodes(selector: string | null, all: boolean): NodesRef {
    const { scope } = this
    return new NodesRef(this, (fields, callback) => {
      this.jobs.push({ scope, selector, all, fields, callback })
    })
  }
}

class NodesRef {
  private readonly query: SelectorQuery
  private readonly push: (fields: QueryFields, callback: Callback | undefined) => void

  constructor(query: SelectorQuery, push: (fields: QueryFields, callback: Callback | undefined) => void) {
    this.query = query
    this.push = push
  }

  fields(fields: QueryFields, callback?: Callback): SelectorQuery {
    this.push(fields, callback)
    return this.query
  }

  boundingClientRect(callback?: Callback): SelectorQuery {
    return this.fields({ id: true, dataset: true, rect: true, size: true }, callback)
  }

  scrollOffset(callback?: Callback): SelectorQuery {
    return this.fields({ id: true, dataset: true, scrollOffset: true }, callback)
  }

  context(callback?: Callback): SelectorQuery {
    return this.fields({ context: true }, callback)
  }

  node(callback?: Callback): SelectorQuery {
    return this.fields({ node: true }, callback)
  }
}

function run({ scope, selector, all, fields }: Job): unknown {
  if (selector === null) return viewport(scope, fields)
  const root = scope.getShadowRoot()
  if (!root) return all ? [] : null
  if (all) return root.querySelectorAll(selector).map((element) => read(element, fields))
  const element = root.querySelector(selector)
  return element ? read(element, fields) : null
}

function viewport(scope: GeneralComponent, fields: QueryFields): Record<string, unknown> {
  let page: Element = scope
  while (page.ownerShadowRoot) page = page.ownerShadowRoot.getHostNode()
  const scroller = (page.$$ as unknown as HTMLElement | null)?.parentElement ?? document.documentElement
  const { clientWidth: width, clientHeight: height } = scroller
  return {
    ...(fields.id && { id: '' }),
    ...(fields.dataset && { dataset: {} }),
    ...(fields.rect && { left: 0, top: 0, right: width, bottom: height }),
    ...(fields.size && { width, height }),
    ...(fields.scrollOffset && scrollOf(scroller)),
  }
}

function read(element: Element, fields: QueryFields): Record<string, unknown> {
  const dom = domOf(element)
  const box = boxInPage(dom)
  const component = glassEasel.Component.isComponent(element) ? element : null
  const data = (component?.data ?? {}) as Record<string, unknown>
  const style = fields.computedStyle && dom && getComputedStyle(dom)
  const caller = component?.getMethodCaller() as { createContext?: () => unknown } | undefined
  return {
    ...(fields.id && { id: element.id }),
    ...(fields.dataset && { dataset: { ...element.dataset } }),
    ...(fields.mark && { mark: element.collectMarks() }),
    ...(fields.rect && { left: box.left, top: box.top, right: box.right, bottom: box.bottom }),
    ...(fields.size && { width: box.width, height: box.height }),
    ...(fields.scrollOffset && dom && scrollOf(dom)),
    ...Object.fromEntries((fields.properties ?? []).map((name) => [name, data[name]])),
    ...(style &&
      Object.fromEntries((fields.computedStyle ?? []).map((n) => [n, style.getPropertyValue(dashed(n))]))),
    // Built-ins that have a context (live-player, …) make it in a method of this name.
    ...(fields.context && { context: caller?.createContext?.() ?? null }),
    ...(fields.node && { node: dom?.querySelector('canvas') ?? null }),
  }
}

const scrollOf = ({ scrollLeft, scrollTop, scrollWidth, scrollHeight }: HTMLElement) => ({
  scrollLeft,
  scrollTop,
  scrollWidth,
  scrollHeight,
})

const dashed = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

/** A virtual host has no element of its own: its first shown descendant stands for it. */
export function domOf(element: Element): HTMLElement | null {
  const own = element.$$ as unknown
  if (own instanceof HTMLElement) return own
  for (const child of element.getComposedChildren()) {
    const found = child.asElement()
    const dom = found && domOf(found)
    if (dom) return dom
  }
  return null
}

/** Positions count from the page's own window, below the navigation bar. */
export function boxInPage(dom: HTMLElement | null): DOMRect {
  if (!dom) return new DOMRect()
  const box = dom.getBoundingClientRect()
  const frame = dom.closest('.phone-scroller')?.getBoundingClientRect()
  return new DOMRect(box.x - (frame?.x ?? 0), box.y - (frame?.y ?? 0), box.width, box.height)
}
