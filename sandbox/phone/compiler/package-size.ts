import { readdirSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'
import { transform } from 'esbuild'
import { MAIN_PACKAGE } from './package-script.ts'
import type { ProblemList } from './problems.ts'

/** Source: WeChat docs, 指南/基础能力/分包加载 (2 MB a package, 30 MB in all; 20 MB for service providers). */
export const MAX_PACKAGE_BYTES = 2 * 1024 * 1024
export const MAX_TOTAL_BYTES = 30 * 1024 * 1024

export interface PackageContentSize {
  readonly root: string
  readonly scripts: readonly string[]
  /** Bytes of templates, styles and configuration. */
  readonly otherBytes: number
}

const CODE = new Set(['.js', '.ts', '.wxml', '.wxss', '.wxs', '.json', '.md', '.map', '.less', '.scss'])

/**
 * Checks the limits on what would be uploaded: minified scripts that are used, templates, styles, and every other file
 * of the package's folder. Minifying costs time, so it is done only for a package that is too big without.
 * D-WX-13: DevTools' own minifier and compression give slightly other numbers.
 */
export async function checkPackageSizes(
  packages: readonly PackageContentSize[],
  miniprogramRoot: string,
  problems: ProblemList,
): Promise<void> {
  const roots = packages.map(({ root }) => root)
  const assets = assetBytes(miniprogramRoot, roots)
  let total = 0
  for (const { root, scripts, otherBytes } of packages) {
    const other = otherBytes + (assets.get(root) ?? 0)
    const sum = (codes: readonly string[]) =>
      codes.reduce((all, code) => all + Buffer.byteLength(code), other)
    let bytes = sum(scripts)
    if (bytes > MAX_PACKAGE_BYTES) bytes = sum(await Promise.all(scripts.map(minify)))
    total += bytes
    if (bytes <= MAX_PACKAGE_BYTES) continue
    const name = root === MAIN_PACKAGE ? 'the main package' : `sub-package "${root}"`
    problems.add({
      file: 'app.json',
      message: `${name} is ${kb(bytes)}, and WeChat takes ${kb(MAX_PACKAGE_BYTES)}`,
    })
  }
  if (total > MAX_TOTAL_BYTES) {
    problems.add({
      file: 'app.json',
      message: `all packages together are ${kb(total)}, and WeChat takes ${kb(MAX_TOTAL_BYTES)}`,
    })
  }
}

const kb = (bytes: number): string => `${Math.ceil(bytes / 1024)} KB`

async function minify(code: string): Promise<string> {
  return (await transform(code, { minify: true, legalComments: 'none', logLevel: 'silent' })).code
}

/** Package root → bytes of pictures, fonts and the like. npm folders hold code only. */
function assetBytes(folder: string, roots: readonly string[]): Map<string, number> {
  const found = new Map<string, number>()
  const walk = (path: string): void => {
    for (const entry of readdirSync(join(folder, path), { withFileTypes: true })) {
      const inside = path === '' ? entry.name : `${path}/${entry.name}`
      if (entry.name.startsWith('.') || entry.name === 'node_modules' || entry.name === 'miniprogram_npm')
        continue
      if (entry.isDirectory()) walk(inside)
      else if (entry.isFile() && !CODE.has(extname(entry.name))) {
        const root = roots.find((candidate) => inside.startsWith(`${candidate}/`)) ?? MAIN_PACKAGE
        const { size } = statSync(join(folder, inside))
        found.set(root, (found.get(root) ?? 0) + size)
      }
    }
  }
  walk('')
  return found
}
