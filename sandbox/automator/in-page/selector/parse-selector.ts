/** `view.row > #buy[data-id="3"]` as data. A selector list matches when any of its chains does. */
export interface Compound {
  /** How this compound hangs on the one before it. */
  readonly combinator: 'descendant' | 'child'
  readonly tag: string | null
  readonly id: string | null
  readonly classNames: readonly string[]
  readonly attributes: readonly AttributeTest[]
}

export interface AttributeTest {
  readonly name: string
  readonly operator: 'present' | '=' | '^=' | '$=' | '*=' | '~='
  readonly value: string
}

export type SelectorList = readonly (readonly Compound[])[]

const SIMPLE =
  /^(?:(?<tag>\*|[A-Za-z][\w-]*)|#(?<id>[\w-]+)|\.(?<className>[\w-]+)|\[\s*(?<name>[\w:-]+)\s*(?:(?<operator>[\^$*~]?=)\s*(?:"(?<double>[^"]*)"|'(?<single>[^']*)'|(?<bare>[^\]\s]+))\s*)?\])/

/**
 * Throws Error with the rest that could not be read, so that a typing mistake in a test does not pass as
 * "no such element". `>>>` and pseudo classes are not part of the automator's documented selectors.
 */
export function parseSelector(source: string): SelectorList {
  const chains: Compound[][] = []
  let rest = source.trim()
  let chain: Compound[] = []
  let combinator: Compound['combinator'] = 'descendant'
  if (rest === '') throw new Error('selector is empty')
  while (rest !== '') {
    const { compound, length } = readCompound(rest, combinator, source)
    chain.push(compound)
    rest = rest.slice(length)
    const separator = /^\s*,\s*|^\s*>(?!>)\s*|^\s+/.exec(rest)?.[0] ?? ''
    rest = rest.slice(separator.length)
    if (separator !== '' && rest === '') throw new Error(`selector "${source}" ends too early`)
    if (separator.includes(',')) {
      chains.push(chain)
      chain = []
    }
    combinator = separator.includes('>') ? 'child' : 'descendant'
  }
  chains.push(chain)
  return chains
}

function readCompound(text: string, combinator: Compound['combinator'], source: string) {
  let tag: string | null = null
  let id: string | null = null
  const classNames: string[] = []
  const attributes: AttributeTest[] = []
  let length = 0
  for (;;) {
    const match = SIMPLE.exec(text.slice(length))
    const groups = match?.groups
    if (!match || !groups || (groups.tag !== undefined && length > 0)) break
    length += match[0].length
    if (groups.tag !== undefined) tag = groups.tag === '*' ? null : groups.tag
    else if (groups.id !== undefined) id = groups.id
    else if (groups.className !== undefined) classNames.push(groups.className)
    else if (groups.name !== undefined) {
      attributes.push({
        name: groups.name,
        operator: (groups.operator as AttributeTest['operator'] | undefined) ?? 'present',
        value: groups.double ?? groups.single ?? groups.bare ?? '',
      })
    }
  }
  if (length === 0) throw new Error(`selector "${source}" is not understood at "${text}"`)
  const compound: Compound = { combinator, tag, id, classNames, attributes }
  return { compound, length }
}
