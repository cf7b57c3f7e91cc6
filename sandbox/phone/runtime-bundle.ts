import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

export interface RuntimeModules {
  /** Absolute file that exports `createWx(phone)`. */
  readonly wx: string
  /** Absolute file that exports `builtIns`. */
  readonly builtIns: string
  readonly extra: readonly string[]
}

const here = dirname(fileURLToPath(import.meta.url))

/** The page's runtime as one script; the only place where its rooms are put together. */
export async function bundleRuntime(modules: Partial<RuntimeModules>): Promise<string> {
  const wx = modules.wx ?? join(here, 'wx/index.ts')
  const builtIns = modules.builtIns ?? join(here, 'built-ins/index.ts')
  const extra = modules.extra ?? []
  const entry = [
    `import { boot } from ${JSON.stringify(join(here, 'runtime/boot.ts'))}`,
    `import { createWx } from ${JSON.stringify(wx)}`,
    `import { builtIns } from ${JSON.stringify(builtIns)}`,
    ...extra.map((file, index) => `import extra${index} from ${JSON.stringify(file)}`),
    `boot({ createWx, builtIns, modules: [${extra.map((_file, index) => `extra${index}`).join(', ')}] })`,
  ].join('\n')
  const result = await build({
    stdin: { contents: entry, resolveDir: here, sourcefile: 'phone-runtime.ts', loader: 'ts' },
    bundle: true,
    write: false,
    format: 'iife',
    target: 'chrome120',
    sourcemap: 'inline',
    logLevel: 'silent',
    define: { 'process.env.NODE_ENV': '"production"' },
  })
  return result.outputFiles[0]?.text ?? ''
}

/** Folder of the font that makes Chinese look the same on every machine. */
export function fontFolder(): string {
  return dirname(createRequire(import.meta.url).resolve('@fontsource-variable/noto-sans-sc'))
}
