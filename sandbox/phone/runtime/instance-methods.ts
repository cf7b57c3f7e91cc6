import type { ComponentSpace, Element, GeneralComponent } from 'glass-easel'
import { component as adapterComponent, glassEasel } from 'glass-easel-miniprogram-adapter'
import { SandboxUnsupportedError } from '../../errors.ts'
import { LayoutObserver } from './layout-observer.ts'
import type { PhoneRuntime } from './phone-runtime.ts'
import { pluginRootOf } from './plugin-root.ts'
import { SelectorQuery } from './selector-query.ts'
import { checkSetData } from './set-data.ts'
import type { Feature } from './versions.ts'

export interface InstanceMethodDeps {
  /** The space of the project's own components; built-ins keep the engine's setData. */
  isAppSpace(space: ComponentSpace): boolean
  report(error: unknown): void
  warn(text: string): void
  /** `wx`, for `this.router` and `this.pageRouter`. */
  wx(): unknown
  pageIDOf(component: GeneralComponent): number | null
  supports: PhoneRuntime['supports']
}

interface Instance {
  readonly _$: GeneralComponent
}

/** Methods that older base libraries do not have. */
const SINCE: Readonly<Record<string, Feature>> = {
  animate: 'animate',
  clearAnimation: 'animate',
  createMediaQueryObserver: 'createMediaQueryObserver',
  getPageId: 'getPageId',
  getTabBar: 'getTabBar',
  groupSetData: 'groupSetData',
  selectOwnerComponent: 'selectOwnerComponent',
  setUpdatePerformanceListener: 'setUpdatePerformanceListener',
}

/**
 * What `this` of a page or component has in WeChat and glass-easel-miniprogram-adapter lacks or does otherwise.
 * https://developers.weixin.qq.com/miniprogram/dev/reference/api/Component.html
 */
export function installInstanceMethods(deps: InstanceMethodDeps): void {
  const prototype = adapterComponent.ComponentCaller.prototype as unknown as Record<string, unknown>
  const engineSetData = prototype.setData as (this: Instance, data: unknown) => void
  const engineTrigger = prototype.triggerEvent as (this: Instance, ...args: unknown[]) => void

  const methods: Record<string, (this: Instance, ...args: never[]) => unknown> = {
    setData(data: unknown, callback?: () => void) {
      if (!deps.isAppSpace(this._$.getRootBehavior().ownerSpace)) {
        engineSetData.call(this, data)
      } else {
        const checked = checkSetData(data)
        for (const key of checked.undefinedKeys) {
          deps.warn(`Setting data field "${key}" to undefined is invalid.`)
        }
        engineSetData.call(this, checked.data)
      }
      if (typeof callback !== 'function') return
      setTimeout(() => glassEasel.safeCallback('setData callback', callback, this as never, [], this._$), 0)
    },
    triggerEvent(name: string, detail?: unknown, options?: object) {
      engineTrigger.call(this, name, detail === undefined ? {} : detail, options ?? {})
    },
    createSelectorQuery() {
      return new SelectorQuery(this, deps.report)
    },
    createIntersectionObserver(options?: object) {
      return new LayoutObserver(this._$, options ?? {}, deps.report)
    },
    selectComponent(selector: string) {
      return selectable(this, this._$.getShadowRoot()?.querySelector(selector) ?? null)
    },
    selectAllComponents(selector: string) {
      const found = this._$.getShadowRoot()?.querySelectorAll(selector) ?? []
      return found.map((element) => selectable(this, element)).filter((instance) => instance !== undefined)
    },
    getPageId() {
      return `pageId:${deps.pageIDOf(this._$) ?? 0}`
    },
    getTabBar() {
      return null
    },
    animate() {
      throw new SandboxUnsupportedError('this.animate', 'D-WX-08')
    },
    clearAnimation() {
      throw new SandboxUnsupportedError('this.clearAnimation', 'D-WX-08')
    },
    setUpdatePerformanceListener() {
      throw new SandboxUnsupportedError('this.setUpdatePerformanceListener', 'D-WX-08')
    },
  }
  for (const [name, value] of Object.entries(methods)) {
    Object.defineProperty(prototype, name, { value, writable: true, configurable: true })
  }
  for (const [name, feature] of Object.entries(SINCE)) {
    if (deps.supports(feature)) continue
    Object.defineProperty(prototype, name, { value: undefined, writable: true, configurable: true })
  }
  if (!deps.supports('router')) return
  for (const name of ['router', 'pageRouter']) {
    Object.defineProperty(prototype, name, { get: () => deps.wx(), configurable: true })
  }
}

/**
 * What selectComponent answers for an element: its instance, or what it exports. Between the app and a plugin only what
 * is exported can be seen. undefined = no component of app code.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/custom-component/events.html
 */
function selectable(source: Instance, element: Element | null): unknown {
  if (element === null) return null
  const caller: unknown = element.asGeneralComponent()?.getMethodCaller()
  if (!(caller instanceof adapterComponent.ComponentCaller)) return undefined
  const foreign = pluginRootOf(caller._$.is) !== pluginRootOf(source._$.is)
  const { _$export } = caller as { _$export?: (source: unknown) => unknown }
  const exported = _$export?.call(caller, foreign ? null : source)
  if (exported !== undefined) return exported
  return foreign ? null : caller
}
