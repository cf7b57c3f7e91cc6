import type { AttributeTest, Compound, SelectorList } from './parse-selector.ts'
import { descendants, type TreeNode } from './tree-node.ts'

/** All nodes below `root` that match, in document order; ancestors are looked for up to the top of the tree. */
export function* select(root: Pick<TreeNode, 'children'>, selector: SelectorList): Generator<TreeNode> {
  for (const node of descendants(root)) {
    if (selector.some((chain) => matchesChain(node, chain, chain.length - 1))) yield node
  }
}

function matchesChain(node: TreeNode, chain: readonly Compound[], at: number): boolean {
  const compound = chain[at]
  if (!compound || !matchesCompound(node, compound)) return false
  if (at === 0) return true
  if (compound.combinator === 'child') {
    const parent = node.parent()
    return parent !== null && matchesChain(parent, chain, at - 1)
  }
  for (let above = node.parent(); above; above = above.parent()) {
    if (matchesChain(above, chain, at - 1)) return true
  }
  return false
}

function matchesCompound(node: TreeNode, compound: Compound): boolean {
  return (
    (compound.tag === null || compound.tag === node.tagName) &&
    (compound.id === null || compound.id === node.id) &&
    compound.classNames.every((name) => node.classNames.includes(name)) &&
    compound.attributes.every((test) => matchesAttribute(node.attribute(test.name), test))
  )
}

const OPERATORS: Record<AttributeTest['operator'], (actual: string, wanted: string) => boolean> = {
  present: () => true,
  '=': (actual, wanted) => actual === wanted,
  '^=': (actual, wanted) => wanted !== '' && actual.startsWith(wanted),
  '$=': (actual, wanted) => wanted !== '' && actual.endsWith(wanted),
  '*=': (actual, wanted) => wanted !== '' && actual.includes(wanted),
  '~=': (actual, wanted) => actual.split(/\s+/).includes(wanted),
}

function matchesAttribute(actual: string | null, test: AttributeTest): boolean {
  return actual !== null && OPERATORS[test.operator](actual, test.value)
}
