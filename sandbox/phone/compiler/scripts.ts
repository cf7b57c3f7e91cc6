import { build, transform } from 'esbuild'
import type { ProblemList } from './problems.ts'
import type { FoundFile, ProjectFiles } from './project-files.ts'

export interface ScriptModule {
  /** Virtual path with suffix. */
  readonly path: string
  readonly code: string
  /** Specifier as written → virtual path with suffix. What is not listed does not exist. */
  readonly dependencies: Readonly<Record<string, string>>
}

const REQUIRE = /\brequire(?:\.async)?\(\s*(["'])([^"'\n]+)\1\s*[,)]/g

/** Every module that can be reached from the roots, each compiled alone to CommonJS, as DevTools does. */
export class ScriptCompiler {
  private readonly files: ProjectFiles
  private readonly problems: ProblemList
  readonly modules = new Map<string, ScriptModule>()

  constructor(files: ProjectFiles, problems: ProblemList) {
    this.files = files
    this.problems = problems
  }

  async add(root: string): Promise<void> {
    const waiting = [root]
    const seen = new Set(this.modules.keys())
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      const found = seen.has(path) ? null : this.files.find(path)
      if (!found) continue
      seen.add(path)
      const module = await this.compile(path, found)
      this.modules.set(path, module)
      waiting.push(...Object.values(module.dependencies))
    }
  }

  private async compile(path: string, found: FoundFile): Promise<ScriptModule> {
    try {
      const code = found.kind === 'bundle' ? await bundlePackage(found.disk) : await this.transform(path)
      return { path, code, dependencies: found.kind === 'bundle' ? {} : this.dependencies(path, code) }
    } catch (error) {
      const failures = (error as { errors?: EsbuildMessage[] }).errors
      if (!failures) throw error
      for (const { text, location } of failures) {
        this.problems.add({
          file: path,
          line: location?.line,
          column: location ? location.column + 1 : undefined,
          message: text,
        })
      }
      return { path, code: '', dependencies: {} }
    }
  }

  private async transform(path: string): Promise<string> {
    const result = await transform(this.files.read(path) ?? '', {
      loader: path.endsWith('.ts') ? 'ts' : 'js',
      format: 'cjs',
      target: 'es2022',
      sourcefile: path,
      legalComments: 'none',
      logLevel: 'silent',
    })
    return result.code
  }

  private dependencies(path: string, code: string): Record<string, string> {
    const found: Record<string, string> = {}
    for (const [, , specifier = ''] of code.matchAll(REQUIRE)) {
      const target = this.files.resolveScript(path, specifier)
      if (target !== null) found[specifier] = target
    }
    return found
  }
}

interface EsbuildMessage {
  readonly text: string
  readonly location: { readonly line: number; readonly column: number } | null
}

async function bundlePackage(main: string): Promise<string> {
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
  return result.outputFiles[0]?.text ?? ''
}
