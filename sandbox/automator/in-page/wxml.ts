import type { TreeNode } from './selector/tree-node.ts'

const SHOWN_ATTRIBUTES = ['id', 'class', 'style'] as const

/** WXML text of a node as the automator's `outerWxml()` gives it: tag, id, class, style, children. */
export function outerWxml(node: TreeNode): string {
  const attributes = SHOWN_ATTRIBUTES.map((name) => [name, node.attribute(name)] as const)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => ` ${name}="${escapeText(value ?? '').replaceAll('"', '&quot;')}"`)
    .join('')
  return `<${node.tagName}${attributes}>${innerWxml(node)}</${node.tagName}>`
}

export function innerWxml(node: Pick<TreeNode, 'children'>): string {
  return node
    .children()
    .map((child) => (typeof child === 'string' ? escapeText(child) : outerWxml(child)))
    .join('')
}

const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
