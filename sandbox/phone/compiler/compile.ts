import { posix, relative } from 'node:path'
import type { AppManifest, CompileProblem, ComponentManifest } from '../manifest.ts'
import { type AppConfig, readAppConfig, readComponentConfig } from './app-config.ts'
import { lineInJson } from './json-line.ts'
import {
  MAIN_PACKAGE,
  type ModulePlace,
  type PackageContent,
  type PackageScript,
  writePackage,
} from './package-script.ts'
import { checkPackageSizes } from './package-size.ts'
import { type DeclaredPlugin, readPlugins } from './plugins.ts'
import { ProblemList } from './problems.ts'
import { ProjectFileError, ProjectFiles, type ProjectFolders, pluginOf } from './project-files.ts'
import { ScriptCache } from './script-cache.ts'
import { ScriptCompiler } from './scripts.ts'
import { SourceTrace } from './source-trace.ts'
import { compileStyle } from './styles.ts'
import { type ForeignCheck, TemplateCompiler } from './templates.ts'

export interface CompileOptions extends ProjectFolders {
  readonly appid: string
  /** Provider's appid → absolute folder of what stands in for that plugin. */
  readonly plugins?: Readonly<Record<string, string>>
  /** Of earlier compilations of the same project. */
  readonly cache?: ScriptCache
}

export interface CompiledApp {
  readonly manifest: AppManifest
  /** Sub-package root (main: `__APP__`) → script that registers the package in the phone page. */
  readonly packages: ReadonlyMap<string, string>
  /** Leads from places in these scripts back to the project's lines. */
  readonly trace: SourceTrace
  /** Not empty = the app cannot run; the phone shows these instead. */
  readonly problems: readonly CompileProblem[]
}

/** Compiles a whole project. Never throws for what stands in the project's files: that is in `problems`. */
export async function compileProject(options: CompileOptions): Promise<CompiledApp> {
  const problems = new ProblemList()
  const files = new ProjectFiles(options)
  try {
    const app = readAppConfig(files, problems)
    if (app !== null) return await new Compilation(options, files, app, problems).run()
  } catch (error) {
    if (!(error instanceof ProjectFileError)) throw error
    problems.add({ file: relative(options.root, error.file), message: error.message })
  }
  return {
    manifest: emptyManifest(options.appid),
    packages: new Map(),
    trace: new SourceTrace(new Map()),
    problems: problems.all,
  }
}

class Compilation {
  private readonly options: CompileOptions
  private readonly files: ProjectFiles
  private readonly app: AppConfig
  private readonly problems: ProblemList
  private readonly subPackages: readonly { root: string; pages: readonly string[] }[]
  private readonly plugins: ReadonlyMap<string, DeclaredPlugin>
  private readonly components: Record<string, ComponentManifest> = {}
  private readonly templates = new Map<string, TemplateCompiler>()
  private readonly styles = new Map<string, Record<string, string>>()
  private readonly scripts: ScriptCompiler

  constructor(options: CompileOptions, files: ProjectFiles, app: AppConfig, problems: ProblemList) {
    this.options = options
    this.files = files
    this.app = app
    this.problems = problems
    this.subPackages = (app.subPackages ?? app.subpackages ?? []).map(({ root, pages }) => ({
      root,
      pages: pages.map((page) => posix.join(root, page)),
    }))
    this.plugins = readPlugins(app, options.plugins ?? {}, files, problems)
    this.scripts = new ScriptCompiler({
      files,
      problems,
      cache: options.cache ?? new ScriptCache(),
      subPackageOf: (path) => this.subPackageOf(path),
      hasPlugin: (alias) => this.plugins.has(alias),
    })
  }

  async run(): Promise<CompiledApp> {
    const pages = [...this.app.pages, ...this.subPackages.flatMap(({ pages }) => pages)]
    this.checkSubPackages()
    const appScript = this.files.script('app')
    if (appScript !== null) await this.scripts.add(appScript)
    else
      this.problems.add({ file: 'app.js', message: 'the file is missing: neither app.js nor app.ts exists' })
    this.addStyle(MAIN_PACKAGE, 'app', { kind: 'app' })
    for (const page of pages) await this.addPage(page)
    for (const { main } of this.plugins.values()) if (main !== null) await this.scripts.add(main)
    const contents = this.contents()
    await checkPackageSizes(
      contents.map(({ root, modules, styles }) => ({
        root,
        scripts: modules.map(({ code }) => code),
        otherBytes: this.templatesOf(root).bytes + Object.values(styles).join('').length,
      })),
      this.options.miniprogramRoot,
      this.problems,
    )
    const packages = new Map(contents.map((content) => [content.root, this.write(content)]))
    return {
      manifest: this.manifest(pages),
      packages: mapMap(packages, ({ code }) => code),
      trace: new SourceTrace(mapMap(packages, ({ places }): readonly ModulePlace[] => places)),
      problems: this.problems.all,
    }
  }

  private manifest(pages: readonly string[]): AppManifest {
    return {
      appid: this.options.appid,
      entryPage: this.app.entryPagePath ?? pages[0] ?? '',
      pages,
      subPackages: this.subPackages,
      plugins: Object.fromEntries(
        [...this.plugins].map(([alias, { publicComponents: _, ...plugin }]) => [alias, plugin]),
      ),
      window: this.app.window,
      components: this.components,
      appJson: this.app,
    }
  }

  /** https://developers.weixin.qq.com/miniprogram/dev/framework/subpackages/basic.html */
  private checkSubPackages(): void {
    const given = this.app.subPackages ?? this.app.subpackages ?? []
    const key = this.app.subPackages ? 'subPackages' : 'subpackages'
    for (const [index, { root, independent }] of given.entries()) {
      const outer = given.find((other) => root.startsWith(`${other.root}/`))
      const refuse = (message: string) =>
        this.refuse('app.json', [key, index], `sub-package "${root}" ${message}`)
      if (outer) refuse(`lies inside sub-package "${outer.root}": roots must not nest`)
      if (independent) {
        refuse('is independent, which is not supported in the sandbox (DIFFERENCES.md D-WX-11)')
      }
    }
  }

  private async addPage(page: string): Promise<void> {
    if (!this.files.has(`${page}.wxml`)) {
      this.refuse('app.json', this.placeOf(page), `page "${page}": the file ${page}.wxml is missing`)
      return
    }
    if (this.files.script(page) === null) {
      const message = `page "${page}": neither ${page}.js nor ${page}.ts exists`
      this.refuse('app.json', this.placeOf(page), message)
      return
    }
    await this.addComponent(page, true)
  }

  /** Where app.json names a page. */
  private placeOf(page: string): (string | number)[] {
    const key = this.app.subPackages ? 'subPackages' : 'subpackages'
    const main = this.app.pages.indexOf(page)
    if (main >= 0) return ['pages', main]
    const at = this.subPackages.findIndex(({ pages }) => pages.includes(page))
    return [key, at, 'pages', this.subPackages[at]?.pages.indexOf(page) ?? 0]
  }

  private refuse(file: string, path: readonly (string | number)[], message: string): void {
    this.problems.add({ file, line: lineInJson(this.files.read(file) ?? '', path), message })
  }

  private async addComponent(path: string, isPage: boolean): Promise<void> {
    if (this.components[path]) return
    const json = readComponentConfig(this.files, path, this.problems)
    const styleIsolation =
      json.styleIsolation ??
      (isPage || !json.component ? 'shared' : json.addGlobalClass ? 'apply-shared' : 'isolated')
    const scoped = styleIsolation === 'isolated' || styleIsolation.endsWith('apply-shared')
    const styleScope = scoped ? `s${Object.keys(this.components).length.toString(36)}` : null
    const using: Record<string, string> = {}
    const generics: Record<string, unknown> = {}
    const script = this.files.script(path)
    this.components[path] = {
      isPage,
      json: {
        ...json,
        usingComponents: using,
        ...(json.componentGenerics && { componentGenerics: generics }),
      },
      script,
      styleScope,
      styleIsolation,
    }
    const root = this.packageOf(path)
    this.templatesOf(root).add(path)
    if (script !== null) await this.scripts.add(script)
    this.addStyle(root, path, isPage ? { kind: 'page', path } : { kind: 'component', scope: styleScope })

    // What app.json names globally is the app's: a plugin's templates do not see it.
    const global = pluginOf(path) === null ? this.app.usingComponents : {}
    for (const [tag, target] of Object.entries({ ...global, ...json.usingComponents })) {
      const own = Object.hasOwn(json.usingComponents, tag)
      const found = this.resolveComponent(own ? path : 'app', target, ['usingComponents', tag])
      if (found === null) continue
      this.checkPlaceholder(path, tag, found, json.componentPlaceholder)
      using[tag] = found
      await this.addComponent(found, false)
    }
    for (const [name, generic] of Object.entries(json.componentGenerics ?? {})) {
      const fallback = generic === true ? undefined : generic.default
      const found =
        fallback === undefined ? null : this.resolveComponent(path, fallback, ['componentGenerics', name])
      generics[name] = found === null ? generic : { default: found }
      if (found !== null) await this.addComponent(found, false)
    }
  }

  private resolveComponent(from: string, target: string, at: readonly string[]): string | null {
    const file = `${from}.json`
    const where = `"${at.join('.')}"`
    const plugin = /^plugin(?:-private)?:\/\/([^/]+)\/(.+)$/.exec(target)
    if (plugin) {
      const [, alias = '', name = ''] = plugin
      const declared = this.plugins.get(alias)
      const found = declared?.publicComponents[name]
      if (declared === undefined) {
        this.refuse(file, at, `${where}: app.json declares no plugin "${alias}"`)
      } else if (found === undefined) {
        this.refuse(file, at, `${where}: plugin "${alias}" has no public component "${name}"`)
      }
      return found ?? null
    }
    const found = this.files.resolveComponent(from, target)
    if (found === null) {
      const message = `${where}: there is no component (.json and .wxml) at "${target}"`
      this.refuse(file, at, message)
    }
    return found
  }

  /** https://developers.weixin.qq.com/miniprogram/dev/framework/subpackages/async.html */
  private checkPlaceholder(
    path: string,
    tag: string,
    target: string,
    placeholders: Readonly<Record<string, string>> = {},
  ): void {
    const owner = this.subPackageOf(target)
    if (owner === null || owner === this.subPackageOf(path) || Object.hasOwn(placeholders, tag)) return
    const message = `"usingComponents.${tag}" is in sub-package "${owner}", which needs a componentPlaceholder`
    this.refuse(`${path}.json`, ['usingComponents', tag], message)
  }

  private addStyle(root: string, path: string, owner: Parameters<typeof compileStyle>[2]): void {
    if (!this.files.has(`${path}.wxss`)) return
    const css = compileStyle(this.files, `${path}.wxss`, owner, this.problems, this.foreignTo(root))
    const styles = this.styles.get(root) ?? {}
    styles[path] = css
    this.styles.set(root, styles)
  }

  private templatesOf(root: string): TemplateCompiler {
    const known = this.templates.get(root)
    if (known) return known
    const fresh = new TemplateCompiler(this.files, this.problems, this.foreignTo(root))
    this.templates.set(root, fresh)
    return fresh
  }

  private foreignTo(root: string): ForeignCheck {
    return (path) => {
      const owner = this.subPackageOf(path)
      return owner === root ? null : owner
    }
  }

  private packageOf(path: string): string {
    const plugin = pluginOf(path)
    if (plugin !== null) {
      return [...this.plugins.values()].find(({ root }) => root === plugin)?.packageRoot ?? MAIN_PACKAGE
    }
    return this.subPackages.find(({ root }) => path.startsWith(`${root}/`))?.root ?? MAIN_PACKAGE
  }

  private subPackageOf(path: string): string | null {
    const root = this.packageOf(path)
    return root === MAIN_PACKAGE ? null : root
  }

  private contents(): Omit<PackageContent, 'templates'>[] {
    const modules = [...this.scripts.modules.values()]
    return [MAIN_PACKAGE, ...this.subPackages.map(({ root }) => root)].map((root) => ({
      root,
      modules: modules.filter(({ path }) => this.packageOf(path) === root),
      styles: this.styles.get(root) ?? {},
    }))
  }

  private write(content: Omit<PackageContent, 'templates'>): PackageScript {
    return writePackage({ ...content, templates: this.templatesOf(content.root).finish() })
  }
}

function mapMap<K, T, R>(map: ReadonlyMap<K, T>, change: (value: T) => R): Map<K, R> {
  return new Map([...map].map(([key, value]) => [key, change(value)]))
}

function emptyManifest(appid: string): AppManifest {
  return {
    appid,
    entryPage: '',
    pages: [],
    subPackages: [],
    plugins: {},
    window: {},
    components: {},
    appJson: {},
  }
}
