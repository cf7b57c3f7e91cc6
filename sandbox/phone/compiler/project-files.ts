import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, posix, relative, sep } from 'node:path'

export interface ProjectFolders {
  /** Absolute folder of app.json. */
  readonly miniprogramRoot: string
  /** Absolute folder of project.config.json; node_modules are not looked for above it. */
  readonly root: string
}

/** What stands behind a virtual path. */
export type FoundFile =
  | { readonly kind: 'file'; readonly disk: string }
  /** An npm package without a `miniprogram` field: its main file is bundled into one index.js, as DevTools does. */
  | { readonly kind: 'bundle'; readonly disk: string }

interface NpmPackage {
  readonly folder: string
  readonly bundleMain: string | null
}

/** A file of the project that cannot be read; compile.ts makes a problem of it. */
export class ProjectFileError extends Error {
  readonly file: string

  constructor(file: string, message: string) {
    super(message)
    this.name = 'ProjectFileError'
    this.file = file
  }
}

const NPM_FOLDER = 'miniprogram_npm'

/**
 * The project as WeChat sees it: virtual paths (posix, no leading slash) below miniprogramRoot, with npm packages
 * under `miniprogram_npm/`. A folder of that name on disk wins; without one, packages come straight from
 * node_modules of the nearest package.json above the file that asks.
 * https://developers.weixin.qq.com/miniprogram/dev/devtools/npm.html
 */
export class ProjectFiles {
  private readonly folders: ProjectFolders
  private readonly packages = new Map<string, NpmPackage>()
  private readonly plugins = new Map<string, string>()

  constructor(folders: ProjectFolders) {
    this.folders = folders
  }

  /** Makes a plugin's folder visible below `root` (`__plugin__/wx…`). Its code and the app's do not see each other. */
  mountPlugin(root: string, folder: string): void {
    this.plugins.set(root, folder)
  }

  /** What people call a file: relative to the project. */
  display(virtual: string): string {
    const found = this.find(virtual)
    const path = found && relative(this.folders.root, found.disk)
    return path && !path.startsWith('..') && !path.startsWith('node_modules')
      ? path.split(sep).join('/')
      : virtual
  }

  find(virtual: string): FoundFile | null {
    const plugin = pluginOf(virtual)
    const pluginFolder = plugin === null ? null : this.plugins.get(plugin)
    if (pluginFolder === undefined) return null
    const disk =
      plugin === null || pluginFolder === null
        ? join(this.folders.miniprogramRoot, virtual)
        : join(pluginFolder, virtual.slice(plugin.length + 1))
    if (isFile(disk)) return { kind: 'file', disk }
    const npm = splitNpm(virtual)
    const mounted = npm && this.packages.get(npm.packageRoot)
    if (!npm || !mounted) return null
    if (mounted.bundleMain !== null) {
      return npm.rest === 'index.js' ? { kind: 'bundle', disk: mounted.bundleMain } : null
    }
    const inPackage = join(mounted.folder, npm.rest)
    return isFile(inPackage) ? { kind: 'file', disk: inPackage } : null
  }

  has(virtual: string): boolean {
    return this.find(virtual) !== null
  }

  hasFolder(virtual: string): boolean {
    return isFolder(join(this.folders.miniprogramRoot, virtual))
  }

  /** Text of a plain file; null when there is none. */
  read(virtual: string): string | null {
    const found = this.find(virtual)
    return found?.kind === 'file' ? readFileSync(found.disk, 'utf8') : null
  }

  /** Virtual path with suffix of the script that `from` means by `specifier`; null = there is none. */
  resolveScript(from: string, specifier: string): string | null {
    return this.resolve(from, specifier, (path) => this.script(path))
  }

  /** Virtual path without suffix of a component named in `usingComponents` of `from`. */
  resolveComponent(from: string, specifier: string): string | null {
    return this.resolve(from, specifier, (path) =>
      [path, posix.join(path, 'index')].find((name) => this.has(`${name}.json`) && this.has(`${name}.wxml`)),
    )
  }

  /** `path` may have a suffix already, or name a folder with an index. */
  script(path: string): string | null {
    const candidates = [path, path.replace(/\.js$/, '.ts')].filter((name) => /\.[jt]s$/.test(name))
    candidates.push(`${path}.js`, `${path}.ts`, posix.join(path, 'index.js'), posix.join(path, 'index.ts'))
    return candidates.find((name) => !name.endsWith('.d.ts') && this.has(name)) ?? null
  }

  private resolve(
    from: string,
    specifier: string,
    test: (path: string) => string | null | undefined,
  ): string | null {
    const plugin = pluginOf(from)
    if (specifier.startsWith('/')) {
      return test(plugin === null ? specifier.slice(1) : posix.join(plugin, specifier)) ?? null
    }
    const beside = posix.normalize(posix.join(posix.dirname(from), specifier))
    const local = beside.startsWith('..') || pluginOf(beside) !== plugin ? null : test(beside)
    if (local || specifier.startsWith('.')) return local ?? null
    for (const folder of foldersAbove(from)) {
      const built = test(posix.join(folder, NPM_FOLDER, specifier))
      if (built) return built
    }
    const packageRoot = this.mount(from, specifier)
    if (packageRoot === null) return null
    return test(posix.join(packageRoot, NPM_FOLDER, specifier)) ?? null
  }

  /** Makes a package of node_modules visible; answers the virtual folder whose miniprogram_npm it belongs to. */
  private mount(from: string, specifier: string): string | null {
    const name = packageName(specifier)
    const asking = this.find(from)
    let folder = asking ? dirname(asking.disk) : join(this.folders.miniprogramRoot, posix.dirname(from))
    const outsideNpm = splitNpm(from) === null
    for (;;) {
      const packageFolder = join(folder, 'node_modules', name)
      if (isFile(join(packageFolder, 'package.json')) && (!outsideNpm || isDependency(folder, name))) {
        const owner = this.virtualFolder(from, folder)
        const key = posix.join(owner, NPM_FOLDER, name)
        if (!this.packages.has(key)) this.packages.set(key, readPackage(packageFolder))
        return owner
      }
      if (outsideNpm && folder === this.folders.root) return null
      const parent = dirname(folder)
      if (parent === folder) return null
      folder = parent
    }
  }

  /** Root package.json above miniprogramRoot packs into the root; a sub-package's own into that sub-package. */
  private virtualFolder(from: string, disk: string): string {
    const npm = splitNpm(from)
    if (npm) return npm.owner
    const path = relative(this.folders.miniprogramRoot, disk)
    return path === '' || path.startsWith('..') ? '' : path.split(sep).join('/')
  }
}

/** `__plugin__/wx1/a/b` → `__plugin__/wx1`; null for the app's own. */
export function pluginOf(path: string): string | null {
  return /^__plugin__\/[^/]+/.exec(path)?.[0] ?? null
}

/** `live/room/room` → `live/room`, `live`, ``. */
export function foldersAbove(path: string): string[] {
  const folders: string[] = []
  for (let folder = posix.dirname(path); folder !== '.'; folder = posix.dirname(folder)) folders.push(folder)
  return [...folders, '']
}

/** `@scope/name/sub/file` → `@scope/name`. */
function packageName(specifier: string): string {
  const parts = specifier.split('/')
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/')
}

function splitNpm(virtual: string): { owner: string; packageRoot: string; rest: string } | null {
  const match = /^(.*?)(?:^|\/?)miniprogram_npm\/((?:@[^/]+\/)?[^/]+)\/(.+)$/.exec(virtual)
  if (!match) return null
  const [, owner = '', name = '', rest = ''] = match
  return { owner, packageRoot: posix.join(owner, NPM_FOLDER, name), rest }
}

/** WeChat packs what `dependencies` names and nothing else, so a devDependency must not resolve here either. */
function isDependency(folder: string, name: string): boolean {
  const file = join(folder, 'package.json')
  if (!existsSync(file)) return false
  const { dependencies } = readPackageJson(file)
  return typeof dependencies === 'object' && dependencies !== null && Object.hasOwn(dependencies, name)
}

function readPackage(folder: string): NpmPackage {
  const file = readPackageJson(join(folder, 'package.json'))
  if (typeof file.miniprogram === 'string')
    return { folder: join(folder, file.miniprogram), bundleMain: null }
  if (isFolder(join(folder, 'miniprogram_dist'))) {
    return { folder: join(folder, 'miniprogram_dist'), bundleMain: null }
  }
  const main = typeof file.main === 'string' ? file.main : 'index.js'
  const candidates = [main, `${main}.js`, join(main, 'index.js')].map((name) => join(folder, name))
  return { folder, bundleMain: candidates.find(isFile) ?? join(folder, main) }
}

function readPackageJson(file: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    throw new ProjectFileError(file, `not valid JSON: ${(error as Error).message}`)
  }
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
