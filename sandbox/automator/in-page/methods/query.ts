import type { Element } from 'glass-easel'
import type { ElementDescriptor, ElementRegistry } from '../element-registry.ts'
import { select } from '../selector/match-selector.ts'
import { parseSelector } from '../selector/parse-selector.ts'
import { childrenOf, type ShadowNode } from '../shadow-tree.ts'
import { evaluateXPath } from '../xpath.ts'

/** Searches below `root`; custom components inside it stay closed, as `page.$` is documented. */
export function queryAll(root: Element, selector: string): ShadowNode[] {
  return [...select({ children: () => childrenOf(root) }, parseSelector(selector))] as ShadowNode[]
}

export const queryXPath = (root: Element, expression: string): ShadowNode[] =>
  evaluateXPath(childrenOf(root), expression)

/** The client's `$` turns a refusal into null. */
export function describeFirst(
  elements: ElementRegistry,
  found: readonly ShadowNode[],
  what: string,
): ElementDescriptor {
  const [first] = found
  if (!first) throw new Error(`no such element: ${what}`)
  return elements.describe(first.element)
}

export const describeAll = (elements: ElementRegistry, found: readonly ShadowNode[]) => ({
  elements: found.map((node) => elements.describe(node.element)),
})
