import type { Element } from 'glass-easel'
import type { RuntimeInternals } from '../../phone/runtime/inspect.ts'
import type { OpenedPage, PhoneRuntime } from '../../phone/runtime/phone-runtime.ts'
import type { AppScope } from './app-scope.ts'
import type { ElementRegistry } from './element-registry.ts'
import type { Mocks } from './mocks.ts'

/** What the method tables get: one object per page load. */
export interface AutomatorPage {
  readonly phone: PhoneRuntime
  readonly internals: RuntimeInternals
  readonly scope: AppScope
  readonly elements: ElementRegistry
  readonly mocks: Mocks
  /** An event for the connected clients. */
  emit(method: string, params: unknown): void
}

/** Throws when the page was closed: the client's Page object is stale then. */
export function openedPage(phone: PhoneRuntime, pageID: number): OpenedPage {
  const page = phone.pages.current().find((opened) => opened.pageID === pageID)
  if (!page) throw new Error(`page ${pageID} is closed`)
  return page
}

export function pageRoot({ phone, internals }: AutomatorPage, pageID: number): Element {
  const { path } = openedPage(phone, pageID)
  const root = internals.pageRoot(pageID)
  if (!root) throw new Error(`page ${path} is not rendered yet`)
  return root
}

export const describePage = (page: OpenedPage) => ({
  pageId: page.pageID,
  path: page.path,
  query: page.query,
})
