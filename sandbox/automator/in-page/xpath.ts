import type { ShadowNode } from './shadow-tree.ts'

/**
 * XPath over the shadow tree: the browser's own XPath engine runs on an XML copy of it, and the hits are led back.
 * Throws with the browser's words when the expression cannot be read.
 */
export function evaluateXPath(children: readonly (ShadowNode | string)[], expression: string): ShadowNode[] {
  const xml = document.implementation.createDocument(null, 'page')
  const originals = new Map<Node, ShadowNode>()
  const copy = (parent: Element, nodes: readonly (ShadowNode | string)[]) => {
    for (const node of nodes) {
      if (typeof node === 'string') {
        parent.append(xml.createTextNode(node))
        continue
      }
      const element = xml.createElement(node.tagName)
      for (const name of ['id', 'class', 'style']) {
        const value = node.attribute(name)
        if (value) element.setAttribute(name, value)
      }
      for (const key of Object.keys(node.element.dataset)) {
        const name = `data-${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
        element.setAttribute(name, node.attribute(name) ?? '')
      }
      originals.set(element, node)
      parent.append(element)
      copy(element, node.children() as readonly (ShadowNode | string)[])
    }
  }
  copy(xml.documentElement, children)
  const hits = xml.evaluate(
    expression,
    xml.documentElement,
    null,
    XPathResult.ORDERED_NODE_SNAPSHOT_TYPE,
    null,
  )
  const found: ShadowNode[] = []
  for (let index = 0; index < hits.snapshotLength; index += 1) {
    const hit = hits.snapshotItem(index)
    const original = hit && originals.get(hit)
    if (original) found.push(original)
  }
  return found
}
