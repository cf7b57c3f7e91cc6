import { posix } from 'node:path'
import postcss, { type AtRule, type ChildNode, CssSyntaxError, type Root, type Rule } from 'postcss'
import selectorParser from 'postcss-selector-parser'
import { convertUnits } from '../units.ts'
import type { ProblemList } from './problems.ts'
import { type ProjectFiles, pluginOf } from './project-files.ts'
import { type ForeignCheck, foreignMessage } from './templates.ts'

/** Whose style sheet it is decides what `page` and a class name mean in it. */
export type StyleOwner =
  | { readonly kind: 'app' }
  | { readonly kind: 'page'; readonly path: string }
  | { readonly kind: 'component'; readonly scope: string | null }

const HOISTED = /^(?:-webkit-)?(?:keyframes|font-face)$/

/**
 * One WXSS file as CSS for the phone page. All pages live in one document, so a page's rules stand in
 * `@scope (wx-page[is=…])` and its `page` selector becomes that scope's root; a component's classes get its
 * scope as prefix (glass-easel does the same to the elements). Tags become `wx-TAG`.
 * rpx: https://developers.weixin.qq.com/miniprogram/dev/framework/view/wxss.html
 */
export function compileStyle(
  files: ProjectFiles,
  file: string,
  owner: StyleOwner,
  problems: ProblemList,
  foreign: ForeignCheck = () => null,
): string {
  const root = parseWithImports({ files, problems, foreign, seen: new Set() }, file)
  root.walkDecls((declaration) => {
    declaration.value = convertUnits(declaration.value)
  })
  root.walkAtRules('media', (rule) => {
    rule.params = rule.params.replace(/(\d*\.?\d+)rpx\b/g, (_all, n: string) => `${Number(n) / 2}px`)
  })
  root.walkRules((rule) => {
    if (insideKeyframes(rule)) return
    try {
      rule.selector = compileSelector(rule.selector, owner)
    } catch (error) {
      // postcss-selector-parser throws plain errors.
      problems.add({ file, line: rule.source?.start?.line, message: (error as Error).message })
    }
  })
  if (owner.kind !== 'page') return root.toString()
  const hoisted = root.nodes.filter((node) => node.type === 'atrule' && HOISTED.test(node.name))
  for (const node of hoisted) node.remove()
  const global = hoisted.map(String).join('\n')
  return `${global}\n@scope (wx-page[is="${owner.path}"]) {\n${root.toString()}\n}`
}

export function compileSelector(selector: string, owner: StyleOwner): string {
  const scope = owner.kind === 'component' ? owner.scope : null
  const attribute = (name: string, value: string) => {
    const node = selectorParser.attribute({ attribute: name, operator: '=', value, quoteMark: '"', raws: {} })
    node.setValue(value, { quoteMark: '"' })
    return node
  }
  return selectorParser((root) => {
    root.walk((node) => {
      if (node.type === 'class' && scope !== null) node.value = `${scope}--${node.value}`
      else if (node.type === 'id') node.replaceWith(attribute('data-wx-id', node.value))
      else if (node.type === 'pseudo' && node.value === ':host') {
        node.replaceWith(attribute('wx-host', scope ?? ''))
      } else if (node.type === 'tag') {
        if (node.value === 'page' && owner.kind === 'page') {
          node.replaceWith(selectorParser.pseudo({ value: ':scope' }))
        } else node.value = `wx-${node.value}`
      }
    })
  }).processSync(selector)
}

interface Import {
  readonly files: ProjectFiles
  readonly problems: ProblemList
  readonly foreign: ForeignCheck
  readonly seen: Set<string>
}

function parseWithImports(context: Import, file: string): Root {
  const { files, problems, seen } = context
  if (seen.has(file)) return postcss.root()
  seen.add(file)
  const text = files.read(file)
  if (text === null) return postcss.root()
  let root: Root
  try {
    root = postcss.parse(text)
  } catch (error) {
    if (!(error instanceof CssSyntaxError)) throw error
    problems.add({ file, line: error.line, column: error.column, message: error.reason })
    return postcss.root()
  }
  root.walkAtRules('import', (rule) => {
    rule.replaceWith(importedNodes(context, file, rule))
  })
  return root
}

function importedNodes(context: Import, file: string, rule: AtRule): ChildNode[] {
  const target = rule.params
    .replace(/^url\((.*)\)$/, '$1')
    .replace(/["']/g, '')
    .trim()
  const plugin = pluginOf(file)
  const path = target.startsWith('/')
    ? posix.join(plugin ?? '', target.slice(1))
    : posix.normalize(posix.join(posix.dirname(file), target))
  const line = rule.source?.start?.line
  if (!context.files.has(path) || pluginOf(path) !== plugin) {
    context.problems.add({ file, line, message: `@import "${target}": no such file` })
    return []
  }
  const owner = context.foreign(path)
  if (owner !== null) {
    context.problems.add({ file, line, message: foreignMessage(path, owner) })
    return []
  }
  return parseWithImports(context, path).nodes
}

function insideKeyframes(rule: Rule): boolean {
  return rule.parent?.type === 'atrule' && /keyframes$/.test((rule.parent as AtRule).name)
}
