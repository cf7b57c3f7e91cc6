import type { Element, GeneralComponent, ShadowRoot } from 'glass-easel'
import type { glassEasel } from 'glass-easel-miniprogram-adapter'
import type { ModuleChange } from './module-loader.ts'
import type { PhoneRuntime } from './phone-runtime.ts'

/**
 * The running app from the inside, for modules that are bundled into the page (`extraPageModules` of startPhone):
 * they see and touch what no app code and no `wx` family may. Their default export is a PageModule; it runs once a
 * page load, before the app's first script.
 */
export interface RuntimeInternals {
  /** The engine module that made every element here. */
  readonly ge: typeof glassEasel
  /** The very object that app code calls as `wx`: replaced members are what the app calls from then on. */
  readonly wx: Record<string, unknown>
  /** The app's globals by name (wx, getApp, getCurrentPages, console, …), as each module gets them. */
  moduleScope(): Record<string, unknown>
  getApp(): Record<string, unknown>
  getCurrentPages(): readonly Record<string, unknown>[]
  /** Component of an open page; undefined when it was closed. */
  pageComponent(pageID: number): GeneralComponent | undefined
  /** Shadow tree of an open page: where its template's elements are. */
  pageRoot(pageID: number): ShadowRoot | null
  /** True for pages and components of the project, false for built-ins and nodes that are no component. */
  isCustom(element: Element): boolean
  /** `this` of the component behind an element: of a project's component what its methods see. */
  instanceOf(element: Element): Record<string, unknown> | null
  /** The DOM element that stands for an element; a virtual host is stood for by its first shown descendant. */
  domOf(element: Element): HTMLElement | null
  /** The element behind a DOM node or behind its nearest ancestor that has one. */
  elementAt(dom: Node): Element | null
  /** Sends an event as the touch layer does: through capture and bubble phase, across shadow borders. */
  dispatch(element: Element, type: string, detail: unknown, fields?: Record<string, unknown>): void
  /** Runs a handler inside a "user TAP gesture". */
  asTap(handler: () => void): void
  /** What `change` answers is what the app gets of a module; for modules that are loaded from now on. */
  intercept(change: ModuleChange): void
}

export type PageModule = (phone: PhoneRuntime, internals: RuntimeInternals) => void
