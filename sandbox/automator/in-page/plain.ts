/** A JSON copy of whatever app code answers: cycles are cut, functions left out, errors become their message. */
export function toPlain(value: unknown): unknown {
  const ancestors: unknown[] = []
  const text = JSON.stringify(value, function (this: unknown, _key, item: unknown) {
    if (typeof item === 'bigint') return String(item)
    if (item instanceof Error) return { message: item.message, stack: item.stack }
    if (typeof item !== 'object' || item === null) return item
    while (ancestors.length > 0 && ancestors.at(-1) !== this) ancestors.pop()
    if (ancestors.includes(item)) return '[Circular]'
    ancestors.push(item)
    return item
  })
  return text === undefined ? undefined : JSON.parse(text)
}

/** `goods[0].price` of an object; undefined when any step is missing. No path = the whole. */
export function readPath(value: unknown, path: string | null | undefined): unknown {
  if (!path) return value
  let at = value
  for (const key of path.split(/[.[\]]+/).filter(Boolean)) {
    if (at === null || at === undefined) return undefined
    at = (at as Record<string, unknown>)[key.replace(/^["']|["']$/g, '')]
  }
  return at
}
