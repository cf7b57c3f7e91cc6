import { createRequire } from 'node:module'
import { posix } from 'node:path'
import { transformSync } from 'esbuild'
import type { TmplGroup as TmplGroupType } from 'glass-easel-template-compiler'
import type { ProblemList } from './problems.ts'
import type { ProjectFiles } from './project-files.ts'

const { TmplGroup } = createRequire(import.meta.url)('glass-easel-template-compiler') as {
  TmplGroup: new () => TmplGroupType
}

/** glass-easel mends these and goes on; WeChat's own compiler (wcc) refuses them. */
const REFUSED_BY_WECHAT = new Set(['missing end tag', 'invalid end tag', 'invalid attribute name'])

/** glass-easel's error for `<slot>default</slot>` and its like; wcc takes them, and both leave the children out. */
const TAKEN_BY_WECHAT = 'child nodes are not allowed for this element'

/** Root of the other sub-package that `path` belongs to, whose files may not be used; null = they may. */
export type ForeignCheck = (path: string) => string | null

interface TemplateParseError {
  readonly isError: boolean
  readonly message: string
  readonly path: string
  readonly startLine: number
  readonly startColumn: number
}

/**
 * The WXML and WXS of one package. What is imported from the main package is compiled in again, so that every
 * package's script stands alone.
 */
export class TemplateCompiler {
  private readonly files: ProjectFiles
  private readonly problems: ProblemList
  private readonly group = new TmplGroup()
  private readonly seen = new Set<string>()
  private readonly foreign: ForeignCheck
  /** Of the files compiled so far. */
  bytes = 0

  constructor(files: ProjectFiles, problems: ProblemList, foreign: ForeignCheck) {
    this.files = files
    this.problems = problems
    this.foreign = foreign
  }

  /** `path` without `.wxml`. */
  add(path: string, importedBy?: string): void {
    if (this.seen.has(path)) return
    this.seen.add(path)
    const file = `${path}.wxml`
    if (importedBy !== undefined && this.refusesForeign(file, importedBy)) return
    const text = this.files.read(file)
    this.bytes += text?.length ?? 0
    if (text === null) {
      this.problems.add({
        file: importedBy ?? file,
        message: importedBy ? `imports ${file}, and there is no such file` : 'the file is missing',
      })
      return
    }
    for (const error of (this.group.addTmpl(path, text) ?? []) as TemplateParseError[]) {
      if (error.message === TAKEN_BY_WECHAT) continue
      if (!error.isError && !REFUSED_BY_WECHAT.has(error.message)) continue
      const { startLine, startColumn, message } = error
      this.problems.add({ file, line: startLine + 1, column: startColumn + 1, message })
    }
    for (const name of this.group.getInlineScriptModuleNames(path) as string[]) {
      const script = this.wxs(this.group.getInlineScript(path, name), file)
      this.group.setInlineScript(path, name, script)
    }
    for (const path2 of this.group.getDirectDependencies(path) as string[]) this.add(path2, file)
    for (const script of this.group.getScriptDependencies(path) as string[]) this.addWxs(script, file)
  }

  /** JS expression of `{[path]: generator}`; its free names are those of runtime/wxs.ts. */
  finish(): string {
    this.group.setExtraRuntimeScript('Q.A=__wxs.onProp;Q.C=__wxs.onEvent;')
    const code = this.group.getTmplGenObjectGroups()
    this.group.free()
    return `(function(__wxs,getRegExp,getDate){return ${code}})`
  }

  private addWxs(path: string, importedBy: string): void {
    const file = `${path}.wxs`
    if (this.seen.has(file)) return
    this.seen.add(file)
    if (this.refusesForeign(file, importedBy)) return
    const text = this.files.read(file)
    this.bytes += text?.length ?? 0
    if (text === null) {
      this.problems.add({ file: importedBy, message: `needs ${file}, and there is no such file` })
      return
    }
    this.group.addScript(path, this.wxs(text, file))
    for (const [, target = ''] of text.matchAll(/\brequire\(\s*["']([^"']+)["']\s*\)/g)) {
      const joined = target.startsWith('/')
        ? target.slice(1)
        : posix.normalize(posix.join(posix.dirname(path), target))
      this.addWxs(joined.replace(/\.wxs$/, ''), file)
    }
  }

  private refusesForeign(file: string, importedBy: string): boolean {
    const owner = this.foreign(file)
    if (owner !== null) this.problems.add({ file: importedBy, message: foreignMessage(file, owner) })
    return owner !== null
  }

  private wxs(source: string, file: string): string {
    try {
      return transformWxs(source)
    } catch (error) {
      const first = (error as { errors?: { text: string; location?: { line: number; column: number } }[] })
        .errors?.[0]
      this.problems.add({
        file,
        line: first?.location?.line,
        message: first?.text ?? (error as Error).message,
      })
      return ''
    }
  }
}

export const foreignMessage = (file: string, owner: string): string =>
  `uses ${file} of sub-package "${owner}", and a package may use its own files and the main package's only`

/**
 * D-WX-17: syntax newer than ES5 passes here. WXS is not JavaScript: `x.constructor` is a type name ('Array', 'String', …), and modules are required with suffix.
 * https://developers.weixin.qq.com/miniprogram/dev/reference/wxs/06datatype.html
 */
export function transformWxs(source: string): string {
  return transformSync(source, { loader: 'js', target: 'es2020' })
    .code.replace(/([\w$][\w$.[\]]*)\.constructor\b/g, '__wxs.typeName($1)')
    .replace(/\brequire\((["'])([^"']+)\.wxs\1\)/g, 'require($1$2$1)')
}
