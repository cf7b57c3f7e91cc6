import type { Element, GeneralComponent, Node } from 'glass-easel'
import { toPlain } from './plain.ts'
import type { TreeNode } from './selector/tree-node.ts'

/** A TreeNode that knows its glass-easel element. */
export interface ShadowNode extends TreeNode {
  readonly element: Element
}

/** The view of glass-easel's shadow trees that selectors, XPath and WXML printing use. */
export function shadowNode(element: Element): ShadowNode {
  return {
    element,
    tagName: tagNameOf(element),
    id: element.id,
    classNames: element.class.split(/\s+/).filter(Boolean),
    attribute: (name) => attributeOf(element, name),
    parent: () => {
      const parent = realParent(element)
      return parent && shadowNode(parent)
    },
    children: () => childrenOf(element),
  }
}

export function childrenOf(element: Element): (ShadowNode | string)[] {
  return element.childNodes.flatMap((child) => expand(child))
}

/** Virtual nodes (wx:if, wx:for, block, slot) are not elements of WXML: their children stand in for them. */
function expand(node: Node): (ShadowNode | string)[] {
  const text = node.asTextNode()
  if (text) return [text.textContent]
  const element = node.asElement()
  if (!element) return []
  return element.isVirtual() && element.asGeneralComponent() === null
    ? childrenOf(element)
    : [shadowNode(element)]
}

function realParent(element: Element): Element | null {
  for (let parent = element.parentNode; parent; parent = parent.parentNode) {
    if (parent.asShadowRoot()) return null
    if (!parent.asVirtualNode()) return parent
  }
  return null
}

export function tagNameOf(element: Element): string {
  const component = element.asGeneralComponent()
  return component?.tagName ?? element.asNativeNode()?.is ?? 'block'
}

export function attributeOf(element: Element, name: string): string | null {
  if (name === 'id') return element.id || null
  if (name === 'class') return element.class || null
  if (name === 'style') return element.style || null
  if (name.startsWith('data-')) return asText(element.dataset[camelCase(name.slice(5))])
  const component = element.asGeneralComponent()
  const property = component ? asText(propertyOf(component, name)) : null
  if (property !== null) return property
  const own = element.attributes.find((attribute) => attribute.name === name)
  return own ? asText(own.value) : null
}

export function propertyOf(component: GeneralComponent, name: string): unknown {
  return (component.data as Record<string, unknown>)[camelCase(name)]
}

const asText = (value: unknown): string | null =>
  value === undefined || value === null
    ? null
    : typeof value === 'string'
      ? value
      : (JSON.stringify(toPlain(value)) ?? null)

export const camelCase = (name: string): string =>
  name.replace(/-([a-z])/g, (_match, letter: string) => letter.toUpperCase())

export const dashCase = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
