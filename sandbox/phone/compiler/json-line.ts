import { findNodeAtLocation, parseTree } from 'jsonc-parser'

/** Line of `text`, 1-based, where the value at `path` stands, or the nearest thing around it that is there. */
export function lineInJson(text: string, path: readonly (string | number)[]): number {
  const tree = parseTree(text)
  for (let length = path.length; tree !== undefined && length > 0; length--) {
    const node = findNodeAtLocation(tree, path.slice(0, length))
    if (node)
      return text.slice(0, (node.parent?.type === 'property' ? node.parent : node).offset).split('\n').length
  }
  return 1
}
