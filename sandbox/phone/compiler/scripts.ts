import { SourceMap, type SourceMapPayload } from 'node:module'
import { build, transform } from 'esbuild'
import type { ScriptModule } from './package-script.ts'
import type { ProblemList } from './problems.ts'
import type { FoundFile, ProjectFiles } from './project-files.ts'
import { type CompiledScript, type ScriptCache, stampOfFile, stampOfText } from './script-cache.ts'
import { originalPlace } from './source-trace.ts'

export interface ScriptCompilerDeps {
  readonly files: ProjectFiles
  readonly problems: ProblemList
  readonly cache: ScriptCache
  /** Root of the package that a virtual path belongs to; `null` = of all of them (main package). */
  subPackageOf(path: string): string | null
  /** False = app.json declares no plugin of that name. */
  hasPlugin(alias: string): boolean
}

const REQUIRE = /\brequire(\.async)?\(\s*(["'])([^"'\n]+)\2\s*([,)])/g
const REQUIRE_PLUGIN = /\brequirePlugin(?:\.async)?\(\s*(["'])([^"'\n]+)\1/g

/** Every module that can be reached from the roots, each compiled alone to CommonJS, as DevTools does. */
export class ScriptCompiler {
  private readonly deps: ScriptCompilerDeps
  readonly modules = new Map<string, ScriptModule>()

  constructor(deps: ScriptCompilerDeps) {
    this.deps = deps
  }

  async add(root: string): Promise<void> {
    const waiting = [root]
    const seen = new Set(this.modules.keys())
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      const found = seen.has(path) ? null : this.deps.files.find(path)
      if (!found) continue
      seen.add(path)
      const module = await this.compile(path, found)
      this.modules.set(path, module)
      waiting.push(...Object.values(module.dependencies))
    }
  }

  private async compile(path: string, found: FoundFile): Promise<ScriptModule> {
    const { files, problems } = this.deps
    const source = files.display(path)
    try {
      const made = await this.make(path, found)
      if (found.kind === 'bundle') return { path, source, ...made, dependencies: {} }
      this.checkPlugins(path, made)
      return { path, source, ...made, dependencies: this.dependencies(path, made) }
    } catch (error) {
      const failures = (error as { errors?: EsbuildMessage[] }).errors
      if (!failures) throw error
      for (const { text, location } of failures) {
        problems.add({
          file: path,
          line: location?.line,
          column: location ? location.column + 1 : undefined,
          message: text,
        })
      }
      return { path, source, code: '', map: null, dependencies: {} }
    }
  }

  private make(path: string, found: FoundFile): Promise<CompiledScript> {
    const { cache, files } = this.deps
    if (found.kind === 'bundle') {
      return cache.get(path, stampOfFile(found.disk), () => bundlePackage(found.disk))
    }
    const text = files.read(path) ?? ''
    return cache.get(path, stampOfText(text), () => compileModule(path, text, files.display(path)))
  }

  private dependencies(path: string, made: CompiledScript): Record<string, string> {
    const { files, problems, subPackageOf } = this.deps
    const found: Record<string, string> = {}
    for (const { 1: later, 3: specifier = '', 4: end, index } of made.code.matchAll(REQUIRE)) {
      const target = files.resolveScript(path, specifier)
      if (target === null) continue
      found[specifier] = target
      const owner = subPackageOf(target)
      if (later !== undefined || end === ',' || owner === null || owner === subPackageOf(path)) continue
      const message = `requires "${specifier}" of sub-package "${owner}", which may not be there yet: use require.async`
      problems.add({ file: path, line: sourceLine(made, index), message })
    }
    return found
  }

  private checkPlugins(path: string, made: CompiledScript): void {
    const { hasPlugin, problems } = this.deps
    for (const { 2: alias = '', index } of made.code.matchAll(REQUIRE_PLUGIN)) {
      if (hasPlugin(alias)) continue
      const message = `requirePlugin("${alias}"): app.json declares no plugin of that name`
      problems.add({ file: path, line: sourceLine(made, index), message })
    }
  }
}

interface EsbuildMessage {
  readonly text: string
  readonly location: { readonly line: number; readonly column: number } | null
}

/** Line of the written file, 1-based. */
function sourceLine({ code, map }: CompiledScript, index: number): number | undefined {
  if (map === null) return undefined
  const before = code.slice(0, index).split('\n')
  const payload = JSON.parse(map) as SourceMapPayload
  return originalPlace(new SourceMap(payload), before.length - 1, before.at(-1)?.length ?? 0)?.line
}

async function compileModule(path: string, text: string, source: string): Promise<CompiledScript> {
  const { code, map } = await transform(text, {
    loader: path.endsWith('.ts') ? 'ts' : 'js',
    format: 'cjs',
    target: 'es2022',
    sourcefile: source,
    sourcemap: 'external',
    legalComments: 'none',
    logLevel: 'silent',
  })
  return { code, map }
}

async function bundlePackage(main: string): Promise<CompiledScript> {
  const result = await build({
    entryPoints: [main],
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'browser',
    target: 'es2022',
    logLevel: 'silent',
    define: { 'process.env.NODE_ENV': '"production"' },
  })
  return { code: result.outputFiles[0]?.text ?? '', map: null }
}
