import type { Element } from 'glass-easel'
import type { RuntimeInternals } from '../../phone/runtime/inspect.ts'
import { tagNameOf } from './shadow-tree.ts'

export interface ElementDescriptor {
  readonly elementId: string
  readonly tagName: string
  /** Present for custom components: makes the client offer data(), setData() and callMethod(). */
  readonly nodeId?: string
}

/**
 * Stable ids: the client keeps one Element object per id, so the same element must always get the same one.
 * Elements are held weakly; a removed one answers "no longer on the page".
 */
export class ElementRegistry {
  readonly #ids = new WeakMap<Element, string>()
  readonly #elements = new Map<string, WeakRef<Element>>()
  readonly #engine: Pick<RuntimeInternals, 'isCustom' | 'domOf'>
  #last = 0

  constructor(engine: Pick<RuntimeInternals, 'isCustom' | 'domOf'>) {
    this.#engine = engine
  }

  describe(element: Element): ElementDescriptor {
    let elementId = this.#ids.get(element)
    if (elementId === undefined) {
      this.#last += 1
      elementId = `el-${this.#last}`
      this.#ids.set(element, elementId)
      this.#elements.set(elementId, new WeakRef(element))
    }
    const tagName = tagNameOf(element)
    return this.#engine.isCustom(element) ? { elementId, tagName, nodeId: elementId } : { elementId, tagName }
  }

  /** Throws when the id is unknown or its element has left the page. */
  get(elementId: string): Element {
    const element = this.#elements.get(elementId)?.deref()
    if (!element) throw new Error(`no element ${elementId}`)
    if (!this.#engine.domOf(element)?.isConnected) {
      throw new Error(`<${tagNameOf(element)}> is no longer on the page`)
    }
    return element
  }
}
