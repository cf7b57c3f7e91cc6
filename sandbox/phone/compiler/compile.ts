import { posix, relative } from 'node:path'
import type { AppManifest, CompileProblem, ComponentManifest } from '../manifest.ts'
import { type AppConfig, readAppConfig, readComponentConfig } from './app-config.ts'
import { MAIN_PACKAGE, type PackageContent, writePackage } from './package-script.ts'
import { ProblemList } from './problems.ts'
import { ProjectFileError, ProjectFiles, type ProjectFolders } from './project-files.ts'
import { ScriptCompiler } from './scripts.ts'
import { compileStyle } from './styles.ts'
import { TemplateCompiler } from './templates.ts'

export interface CompileOptions extends ProjectFolders {
  readonly appid: string
}

export interface CompiledApp {
  readonly manifest: AppManifest
  /** Sub-package root (main: `__APP__`) → script that registers the package in the phone page. */
  readonly packages: ReadonlyMap<string, string>
  /** Not empty = the app cannot run; the phone shows these instead. */
  readonly problems: readonly CompileProblem[]
  /** The app runs, but not quite as on a phone. */
  readonly warnings: readonly CompileProblem[]
}

/** Compiles a whole project. Never throws for what stands in the project's files: that is in `problems`. */
export async function compileProject(options: CompileOptions): Promise<CompiledApp> {
  const problems = new ProblemList()
  const files = new ProjectFiles(options)
  const app = readAppConfig(files, problems)
  if (app === null)
    return {
      manifest: emptyManifest(options.appid),
      packages: new Map(),
      problems: problems.all,
      warnings: [],
    }
  try {
    return await new Compilation(options, files, app, problems).run()
  } catch (error) {
    if (!(error instanceof ProjectFileError)) throw error
    problems.add({ file: relative(options.root, error.file), message: error.message })
    return {
      manifest: emptyManifest(options.appid),
      packages: new Map(),
      problems: problems.all,
      warnings: [],
    }
  }
}

class Compilation {
  private readonly options: CompileOptions
  private readonly files: ProjectFiles
  private readonly app: AppConfig
  private readonly problems: ProblemList
  private readonly subPackages: readonly { root: string; pages: readonly string[] }[]
  private readonly components: Record<string, ComponentManifest> = {}
  private readonly templates = new Map<string, TemplateCompiler>()
  private readonly styles = new Map<string, Record<string, string>>()
  private readonly scripts: ScriptCompiler

  constructor(options: CompileOptions, files: ProjectFiles, app: AppConfig, problems: ProblemList) {
    this.options = options
    this.files = files
    this.app = app
    this.problems = problems
    this.scripts = new ScriptCompiler(files, problems)
    this.subPackages = (app.subPackages ?? app.subpackages ?? []).map(({ root, pages }) => ({
      root,
      pages: pages.map((page) => posix.join(root, page)),
    }))
  }

  async run(): Promise<CompiledApp> {
    const pages = [...this.app.pages, ...this.subPackages.flatMap(({ pages }) => pages)]
    const appScript = this.files.script('app')
    if (appScript !== null) await this.scripts.add(appScript)
    else
      this.problems.add({ file: 'app.js', message: 'the file is missing: neither app.js nor app.ts exists' })
    this.addStyle(MAIN_PACKAGE, 'app', { kind: 'app' })
    for (const page of pages) await this.addPage(page)
    const manifest: AppManifest = {
      appid: this.options.appid,
      entryPage: this.app.entryPagePath ?? pages[0] ?? '',
      pages,
      subPackages: this.subPackages,
      window: this.app.window,
      components: this.components,
      appJson: this.app,
    }
    return {
      manifest,
      packages: this.writePackages(),
      problems: this.problems.all,
      warnings: this.warnings(),
    }
  }

  private warnings(): CompileProblem[] {
    const independent = (this.app.subPackages ?? this.app.subpackages ?? []).filter((sub) => sub.independent)
    return independent.map(({ root }) => ({
      file: 'app.json',
      message: `sub-package "${root}" is independent, and starts with the main package here (DIFFERENCES.md D-WX-11)`,
    }))
  }

  private async addPage(page: string): Promise<void> {
    if (!this.files.has(`${page}.wxml`)) {
      this.problems.add({ file: 'app.json', message: `page "${page}": the file ${page}.wxml is missing` })
      return
    }
    if (this.files.script(page) === null) {
      const message = `page "${page}": neither ${page}.js nor ${page}.ts exists`
      this.problems.add({ file: 'app.json', message })
      return
    }
    await this.addComponent(page, true)
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

    for (const [tag, target] of Object.entries({ ...this.app.usingComponents, ...json.usingComponents })) {
      const own = Object.hasOwn(json.usingComponents, tag)
      const found = this.resolveComponent(own ? path : 'app', target, `"usingComponents.${tag}"`)
      if (found === null) continue
      using[tag] = found
      await this.addComponent(found, false)
    }
    for (const [name, generic] of Object.entries(json.componentGenerics ?? {})) {
      const fallback = generic === true ? undefined : generic.default
      const found =
        fallback === undefined ? null : this.resolveComponent(path, fallback, `"componentGenerics.${name}"`)
      generics[name] = found === null ? generic : { default: found }
      if (found !== null) await this.addComponent(found, false)
    }
  }

  private resolveComponent(from: string, target: string, where: string): string | null {
    const file = `${from}.json`
    if (target.startsWith('plugin')) {
      this.problems.add({
        file,
        message: `${where}: plugins are not supported in the sandbox (DIFFERENCES.md D-WX-12)`,
      })
      return null
    }
    const found = this.files.resolveComponent(from, target)
    if (found === null) {
      this.problems.add({ file, message: `${where}: there is no component at "${target}"` })
    }
    return found
  }

  private addStyle(root: string, path: string, owner: Parameters<typeof compileStyle>[2]): void {
    if (!this.files.has(`${path}.wxss`)) return
    const css = compileStyle(this.files, `${path}.wxss`, owner, this.problems)
    const styles = this.styles.get(root) ?? {}
    styles[path] = css
    this.styles.set(root, styles)
  }

  private templatesOf(root: string): TemplateCompiler {
    const known = this.templates.get(root)
    if (known) return known
    const fresh = new TemplateCompiler(this.files, this.problems)
    this.templates.set(root, fresh)
    return fresh
  }

  private packageOf(path: string): string {
    return this.subPackages.find(({ root }) => path.startsWith(`${root}/`))?.root ?? MAIN_PACKAGE
  }

  private writePackages(): Map<string, string> {
    const packages = new Map<string, string>()
    for (const root of [MAIN_PACKAGE, ...this.subPackages.map(({ root }) => root)]) {
      const content: PackageContent = {
        root,
        modules: [...this.scripts.modules.values()].filter(({ path }) => this.packageOf(path) === root),
        templates: this.templatesOf(root).finish(),
        styles: this.styles.get(root) ?? {},
      }
      packages.set(root, writePackage(content))
    }
    return packages
  }
}

function emptyManifest(appid: string): AppManifest {
  return { appid, entryPage: '', pages: [], subPackages: [], window: {}, components: {}, appJson: {} }
}
