import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, posix } from 'node:path'
import autoprefixer from 'autoprefixer'
import { transformSync } from 'esbuild'
import postcss from 'postcss'
import { reachableFiles, subPackages } from './package-files.mjs'

const swc = createRequire(import.meta.url)('@swc/core')

/** As miniprogram-ci 2.1.42 calls it. */
const prefixer = postcss([
  autoprefixer({ overrideBrowserslist: ['iOS >= 8', 'Chrome >= 37'], remove: false }),
])

/**
 * What ES5 needs of @babel/runtime lies in the main package as files of their own: 38 of them, measured with
 * miniprogram-ci 2.1.42 on this app.
 */
const HELPER_BYTES = 17_717

/**
 * Bytes of each package ('' = main), an estimate of what WeChat's compiler makes of it with ES5, minified: reachable
 * files, each in the package whose folder it lies in. `npm run bench -- package-size` has the compiler's own count;
 * the estimate is within 5 % of it.
 */
export function packageSizes(appRoot) {
  const app = JSON.parse(readFileSync(join(appRoot, 'app.json'), 'utf8'))
  const rootOf = packageRoots(app)
  const sizes = Object.fromEntries(rootOf.all.map((root) => [root, 0]))
  let hasHelpers = false
  const files = reachableFiles(appRoot).map((path) => {
    const root = rootOf(path)
    const { bytes, helpers } = compiledBytes(join(appRoot, path))
    sizes[root] += bytes
    hasHelpers ||= helpers
    return { path, root, bytes }
  })
  if (hasHelpers) sizes[''] += HELPER_BYTES
  return { sizes, files }
}

/** Sums a compiled app by package. @param {any} app app.json @param {Record<string, number>} files path → bytes */
export function sumByPackage(app, files) {
  const rootOf = packageRoots(app)
  const sizes = Object.fromEntries(rootOf.all.map((root) => [root, 0]))
  for (const [path, bytes] of Object.entries(files)) sizes[rootOf(path)] += bytes
  return sizes
}

function packageRoots(app) {
  const roots = subPackages(app).map(({ root }) => root.replace(/^\/|\/$/g, ''))
  const rootOf = (path) => roots.find((name) => path.startsWith(`${name}/`)) ?? ''
  return Object.assign(rootOf, { all: ['', ...roots] })
}

function compiledBytes(file) {
  const content = readFileSync(file)
  const text = content.toString()
  switch (posix.extname(file)) {
    case '.ts':
    case '.js':
      return scriptBytes(file, text)
    case '.json':
      return { bytes: Buffer.byteLength(JSON.stringify(JSON.parse(text))), helpers: false }
    case '.wxml':
      return { bytes: Buffer.byteLength(minifiedTemplate(text)), helpers: false }
    case '.wxss':
      return { bytes: Buffer.byteLength(minified(prefixed(text), 'css')), helpers: false }
    case '.wxs':
      return { bytes: Buffer.byteLength(minified(text, 'js')), helpers: false }
    default:
      return { bytes: content.length, helpers: false }
  }
}

/** As WeChat's babel and terser do it, with a compiler that takes half a second for the whole app. */
function scriptBytes(file, text) {
  const { code } = swc.transformSync(text, {
    filename: file,
    swcrc: false,
    configFile: false,
    minify: true,
    module: { type: 'commonjs' },
    jsc: {
      target: 'es5',
      externalHelpers: true,
      parser: { syntax: file.endsWith('.ts') ? 'typescript' : 'ecmascript' },
      minify: { compress: true, mangle: true, format: { comments: false } },
    },
  })
  return { bytes: Buffer.byteLength(code), helpers: code.includes('@swc/helpers') }
}

/** esbuild must not undo what an old phone needs. */
const minified = (text, loader) =>
  transformSync(text, { loader, minify: true, legalComments: 'none', target: 'chrome37', logLevel: 'silent' })
    .code

const prefixed = (text) => prefixer.process(text, { from: undefined }).css

const minifiedTemplate = (text) =>
  text
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/>\s+</g, '><')
    .replace(/\s+/g, ' ')
    .replace(/\s*(\/?>)/g, '$1')

/** KB (1,000 bytes are not used here: WeChat's limits count 1,024) rounded up to one decimal. */
export const toKB = (bytes) => Math.ceil((bytes / 1024) * 10) / 10
