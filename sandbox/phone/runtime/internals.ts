import { component, glassEasel } from 'glass-easel-miniprogram-adapter'
import type { AppLife } from './app-life.ts'
import type { Components } from './components.ts'
import { dispatchEvent } from './event-object.ts'
import type { RuntimeInternals } from './inspect.ts'
import type { ModuleGlobals, ModuleLoader } from './module-loader.ts'
import type { AppPages } from './page-stack.ts'
import { domOf } from './selector-query.ts'
import { elementAt, type TouchLayer } from './touch-layer.ts'

export interface InternalsDeps {
  readonly app: AppLife
  readonly pages: AppPages
  readonly components: Components
  readonly touch: TouchLayer
  readonly globals: ModuleGlobals
  readonly loader: ModuleLoader
}

export function createInternals({
  app,
  pages,
  components,
  touch,
  globals,
  loader,
}: InternalsDeps): RuntimeInternals {
  const pageComponent = (pageID: number) => pages.current().find((page) => page.pageID === pageID)?.component
  return {
    ge: glassEasel,
    wx: globals.wx as Record<string, unknown>,
    moduleScope: () => ({ ...globals }),
    getApp: app.getApp,
    getCurrentPages: () => pages.instances(),
    pageComponent,
    pageRoot: (pageID) => pageComponent(pageID)?.getShadowRoot() ?? null,
    isCustom: (element) => {
      const found = element.asGeneralComponent()
      return found !== null && components.isAppSpace(found.getRootBehavior().ownerSpace)
    },
    instanceOf: (element) => {
      const caller: unknown = element.asGeneralComponent()?.getMethodCaller()
      return caller instanceof component.ComponentCaller
        ? (caller as unknown as Record<string, unknown>)
        : null
    },
    domOf,
    elementAt,
    dispatch: (element, type, detail, fields) => void dispatchEvent(element, type, detail, { fields }),
    asTap: touch.asTap,
    intercept: (change) => loader.intercept(change),
  }
}
