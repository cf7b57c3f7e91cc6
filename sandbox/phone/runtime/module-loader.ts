import { MODULE_PARAMETERS, type MODULE_PROVIDED } from './module-parameters.ts'
import type { PackageLoader, PackageModule } from './packages.ts'
import { resolveAddress } from './url.ts'

type Provided = (typeof MODULE_PROVIDED)[number]
/** What every module gets besides its own require, module and exports. */
export type ModuleGlobals = Record<Exclude<Provided, 'require' | 'module' | 'exports'>, unknown>

interface LoadedModule {
  exports: unknown
}

export interface RequireFunction {
  (specifier: string, then?: (exports: unknown) => void, failed?: (error: AsyncFailure) => void): unknown
  async?(specifier: string): Promise<unknown>
}

/** https://developers.weixin.qq.com/miniprogram/dev/framework/subpackages/async.html */
export interface AsyncFailure {
  readonly mod: string
  readonly errMsg: string
}

/** The exports that a module at a virtual path has, and what stands for them. */
export type ModuleChange = (path: string, exports: unknown) => unknown

/** `require` of the logic layer: CommonJS inside the loaded packages, and asynchronous between packages. */
export class ModuleLoader {
  private readonly packages: PackageLoader
  private readonly globals: (path: string) => ModuleGlobals
  private readonly asyncRequire: boolean
  private readonly known = new Map<string, PackageModule>()
  private readonly loaded = new Map<string, LoadedModule>()
  private readonly changes: ModuleChange[] = []

  /** `globals` of the module at a path; `asyncRequire` = the base library knows asynchronous sub-packages. */
  constructor(packages: PackageLoader, globals: (path: string) => ModuleGlobals, asyncRequire: boolean) {
    this.packages = packages
    this.globals = globals
    this.asyncRequire = asyncRequire
  }

  install(modules: Readonly<Record<string, PackageModule>>): void {
    for (const [path, module] of Object.entries(modules)) this.known.set(path, module)
  }

  /** What `change` answers is what the app gets; for modules that are loaded from now on. */
  intercept(change: ModuleChange): void {
    this.changes.push(change)
  }

  has(path: string): boolean {
    return this.known.has(path)
  }

  /**
   * `path` is virtual and has its suffix, `specifier` is what was written. A module that throws is run again by the next
   * require.
   */
  require(path: string, specifier = path): unknown {
    const done = this.loaded.get(path)
    if (done) return done.exports
    const known = this.known.get(path)
    if (!known) throw notDefined(path, specifier)
    const module: LoadedModule = { exports: {} }
    this.loaded.set(path, module)
    const values: Record<string, unknown> = {
      ...this.globals(path),
      require: this.requireFrom(path, known),
      module,
      exports: module.exports,
    }
    try {
      // Not called as a method: a module's `this` is undefined.
      const { run } = known
      run(...MODULE_PARAMETERS.map((name) => values[name]))
    } catch (error) {
      this.loaded.delete(path)
      throw error
    }
    for (const change of this.changes) module.exports = change(path, module.exports)
    return module.exports
  }

  private requireFrom(from: string, { dependencies }: PackageModule): RequireFunction {
    const resolve = (specifier: string): string => {
      const listed = dependencies[specifier]
      if (listed !== undefined) return listed
      // A specifier that was computed at run time: only what is in loaded packages can be meant.
      const path = resolveAddress(specifier, from)
      const candidates = [path, `${path}.js`, `${path}.ts`, `${path}/index.js`, `${path}/index.ts`]
      const found = candidates.find((candidate) => this.known.has(candidate))
      if (found === undefined) throw notDefined(path, specifier)
      return found
    }
    const later = async (specifier: string): Promise<unknown> => {
      try {
        const path = resolve(specifier)
        await this.packages.load(this.packages.packageOf(path))
        return this.require(path, specifier)
      } catch (error) {
        const failure: AsyncFailure = { mod: specifier, errMsg: (error as Error).message }
        throw failure
      }
    }
    const require = (
      specifier: string,
      then?: (exports: unknown) => void,
      failed?: (error: AsyncFailure) => void,
    ): unknown => {
      if (typeof then !== 'function' || !this.asyncRequire) return this.require(resolve(specifier), specifier)
      void later(specifier).then(then, failed)
      return undefined
    }
    return this.asyncRequire ? Object.assign(require, { async: later }) : require
  }
}

/** WeChat's wording. */
const notDefined = (path: string, specifier: string) =>
  new Error(`module '${path.replace(/\.[jt]s$/, '')}.js' is not defined, require args is '${specifier}'`)
