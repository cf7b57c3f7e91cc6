import { MODULE_PARAMETERS } from '../runtime/module-parameters.ts'

/** The name WeChat itself gives the main package (performance entries, preloadRule). */
export const MAIN_PACKAGE = '__APP__'

export interface ScriptModule {
  /** Virtual path with suffix. */
  readonly path: string
  /** As people know it: relative to the project. */
  readonly source: string
  readonly code: string
  /** Source map as JSON; null for a bundled npm package. */
  readonly map: string | null
  /** Specifier as written → virtual path with suffix. What is not listed does not exist. */
  readonly dependencies: Readonly<Record<string, string>>
}

export interface PackageContent {
  readonly root: string
  readonly modules: readonly ScriptModule[]
  /** JS expression, see TemplateCompiler.finish. */
  readonly templates: string
  readonly styles: Readonly<Record<string, string>>
}

/** Where a module's code stands in its package's script. */
export interface ModulePlace {
  readonly source: string
  /** Line of the script that holds the module's first line, 0-based. */
  readonly firstLine: number
  readonly lines: number
  readonly map: string | null
}

export interface PackageScript {
  readonly code: string
  readonly places: readonly ModulePlace[]
}

/**
 * A package as one script. It calls the function that runtime/packages.ts has put on the page under
 * `__phonePackage`; module code itself never sees that page: every name of the browser is a parameter. The code
 * stands in a block of its own, so that a module may declare a `const top` or `const crypto` all the same.
 */
export function writePackage({ root, modules, templates, styles }: PackageContent): PackageScript {
  const parameters = MODULE_PARAMETERS.join(',')
  const parts = [
    `__phonePackage({root:${JSON.stringify(root)},\n`,
    `styles:${JSON.stringify(styles)},\n`,
    `templates:${templates},\n`,
    'modules:{\n',
  ]
  let line = parts.reduce((sum, part) => sum + countLines(part), 0)
  const places: ModulePlace[] = []
  for (const { path, source, code, map, dependencies } of modules) {
    const head =
      `${JSON.stringify(path)}:{dependencies:${JSON.stringify(dependencies)},` +
      `run:function(${parameters}){"use strict";{\n`
    const body = `${code}\n`
    const tail = '}}},\n'
    places.push({ source, firstLine: line + countLines(head), lines: countLines(body), map })
    line += countLines(head) + countLines(body) + countLines(tail)
    parts.push(head, body, tail)
  }
  parts.push('}})\n', `//# sourceMappingURL=${root.split('/').at(-1)}.js.map\n`)
  return { code: parts.join(''), places }
}

const countLines = (text: string): number => text.split('\n').length - 1
