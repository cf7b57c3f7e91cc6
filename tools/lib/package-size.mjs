import { readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { transformSync } from 'esbuild'
import { reachableFiles, subPackages } from './package-files.mjs'

/**
 * Bytes of each package as WeChat counts them: reachable files, minified, in the package they belong to
 * ('' = main). Files of a sub-package's root go to that sub-package, everything else to the main package.
 */
export function packageSizes(appRoot) {
  const app = JSON.parse(readFileSync(join(appRoot, 'app.json'), 'utf8'))
  const roots = subPackages(app).map(({ root }) => root.replace(/^\/|\/$/g, ''))
  const sizes = Object.fromEntries(['', ...roots].map((root) => [root, 0]))
  const files = reachableFiles(appRoot).map((path) => {
    const root = roots.find((name) => path.startsWith(`${name}/`)) ?? ''
    const bytes = minifiedBytes(join(appRoot, path))
    sizes[root] += bytes
    return { path, root, bytes }
  })
  return { sizes, files }
}

const LOADERS = { '.ts': 'ts', '.js': 'js', '.wxs': 'js', '.wxss': 'css', '.json': 'json' }

function minifiedBytes(file) {
  const content = readFileSync(file)
  const extension = posix.extname(file)
  if (extension === '.json') return Buffer.byteLength(JSON.stringify(JSON.parse(content.toString())))
  if (extension === '.wxml')
    return Buffer.byteLength(
      content
        .toString()
        .replace(/<!--[\s\S]*?-->/g, '')
        .replace(/\s+/g, ' '),
    )
  const loader = LOADERS[extension]
  if (!loader) return content.length
  const { code } = transformSync(content.toString(), {
    loader,
    minify: true,
    format: loader === 'css' ? undefined : 'cjs',
    target: 'es2018',
  })
  return Buffer.byteLength(code)
}

/** KB (1,000 bytes are not used here: WeChat's limits count 1,024) rounded up to one decimal. */
export const toKB = (bytes) => Math.ceil((bytes / 1024) * 10) / 10
