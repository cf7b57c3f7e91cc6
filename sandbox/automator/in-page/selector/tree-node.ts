/**
 * What the selector engine, XPath and WXML printing see of the shadow tree of one page or component: real nodes
 * only. Virtual nodes (wx:if, block, slot) are left out, and so is everything inside a custom component.
 * glass-easel's own selectors know no tags, so the automator needs this view.
 */
export interface TreeNode {
  /** As written in WXML: `view`, `zego-player`. */
  readonly tagName: string
  readonly id: string
  readonly classNames: readonly string[]
  /** null = the attribute is absent. */
  attribute(name: string): string | null
  /** null at the top of the shadow tree. */
  parent(): TreeNode | null
  /** Element children and text, in document order. */
  children(): readonly (TreeNode | string)[]
}

export function* descendants(node: Pick<TreeNode, 'children'>): Generator<TreeNode> {
  for (const child of node.children()) {
    if (typeof child === 'string') continue
    yield child
    yield* descendants(child)
  }
}
