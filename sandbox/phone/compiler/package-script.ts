import { MODULE_PARAMETERS } from '../runtime/module-parameters.ts'
import type { ScriptModule } from './scripts.ts'

/** The name WeChat itself gives the main package (performance entries, preloadRule). */
export const MAIN_PACKAGE = '__APP__'

export interface PackageContent {
  readonly root: string
  readonly modules: readonly ScriptModule[]
  /** JS expression, see TemplateCompiler.finish. */
  readonly templates: string
  readonly styles: Readonly<Record<string, string>>
}

/**
 * A package as one script. D-WX-13: its size is not limited here. It calls the function that runtime/module-loader.ts has put on the page under
 * `__phonePackage`; module code itself never sees that page: every name of the browser is a parameter. The code
 * stands in a block of its own, so that a module may declare a `const top` or `const crypto` all the same.
 */
export function writePackage({ root, modules, templates, styles }: PackageContent): string {
  const parameters = MODULE_PARAMETERS.join(',')
  const entries = modules.map(
    ({ path, code, dependencies }) =>
      `${JSON.stringify(path)}:{dependencies:${JSON.stringify(dependencies)},` +
      `run:function(${parameters}){"use strict";{${code}\n}}}`,
  )
  return [
    `__phonePackage({root:${JSON.stringify(root)},`,
    `styles:${JSON.stringify(styles)},`,
    `templates:${templates},`,
    `modules:{${entries.join(',\n')}}})`,
  ].join('\n')
}
