import { posix } from 'node:path'
import { importsOf } from '../../lib/sources.mjs'
import { lineAt, resolvePath, withoutComments } from './read-app.mjs'

const TEXT = /\.(?:ts|js|wxs|wxml|wxss|json)$/

/** Files that are named and not there, and files that phones cannot read. */
export function fileProblems(app) {
  return [
    ...sitemap(app),
    ...app.files.filter((file) => TEXT.test(file)).flatMap((file) => encoding(app, file)),
    ...app.files.flatMap((file) => PASSES[posix.extname(file)]?.(app, file) ?? []),
  ]
}

const PASSES = { '.wxml': templateSources, '.wxss': styleSources, '.ts': imports, '.js': imports }

const sitemap = ({ json, has }) =>
  json.sitemapLocation === undefined || has(json.sitemapLocation)
    ? []
    : [`app.json: ["sitemapLocation"]: "${json.sitemapLocation}" not found`]

function encoding({ bytes }, file) {
  const text = bytes(file).toString('utf8')
  const index = text.indexOf('\uFFFD')
  return index < 0 ? [] : [`${file}:${lineAt(text, index)}: is not UTF-8`]
}

/** `<image src>`, `<import src>`, `<include src>`, `<wxs src>`; what is bound at run time cannot be seen. */
function templateSources({ read, has }, file) {
  const text = withoutComments(read(file))
  return [...text.matchAll(/<([\w-]+)(?=\s)[^>]*?\ssrc="([^"{}]+)"/g)]
    .filter(([, , to]) => !/^(?:https?:|cloud:|data:|wxfile:|\/\/)/.test(to))
    .map(({ 1: tag, 2: to, index }) => ({ tag, index, target: resolvePath(file, suffixed(tag, to)) }))
    .filter(({ target }) => !has(target))
    .map(({ tag, index, target }) => `${file}:${lineAt(text, index)}: <${tag} src>: "${target}" not found`)
}

const suffixed = (tag, to) =>
  (tag === 'import' || tag === 'include') && !/\.wxml$/.test(to) ? `${to}.wxml` : to

function styleSources({ read, has }, file) {
  const text = read(file).replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
  return [
    ...[...text.matchAll(/@import\s+(?:url\()?['"]([^'"]+)['"]/g)]
      .map(({ 1: to, index }) => ({ index, target: resolvePath(file, to) }))
      .filter(({ target }) => !has(target))
      .map(({ index, target }) => `${file}:${lineAt(text, index)}: @import: "${target}" not found`),
    ...[...text.matchAll(/\burl\(\s*['"]?(?!data:|https?:|\/\/|['"])([^'")]+)/g)]
      .filter(({ index }) => !/@import\s+$/.test(text.slice(0, index)))
      .map(
        ({ 1: to, index }) =>
          `${file}:${lineAt(text, index)}: url(${to}): phones load no local file from WXSS, only data: and https:`,
      ),
  ]
}

/** `import`, `require` and `require.async`: WeChat's compiler drops what it does not find. */
function imports({ read, has }, file) {
  const text = read(file)
  return importsOf(text)
    .filter((specifier) => !candidates(file, specifier).some(has))
    .map((specifier) => {
      const line = lineAt(text, Math.max(0, text.search(quoted(specifier))))
      const why = /^[./]/.test(specifier)
        ? 'not found'
        : 'is no file, and no package packed into miniprogram_npm'
      return `${file}:${line}: imports "${specifier}": ${why}`
    })
}

const quoted = (text) => new RegExp(`['"]${text.replace(/[.*+?^$()|[\]{}\\]/g, '\\$&')}['"]`)

function candidates(file, specifier) {
  const near = resolvePath(file, specifier)
  const bases = [near]
  if (!/^[./]/.test(specifier)) {
    for (let folder = posix.dirname(file); ; folder = posix.dirname(folder)) {
      bases.push(posix.join(folder, 'miniprogram_npm', specifier))
      if (folder === '.') break
    }
  }
  return bases.flatMap((base) => [
    ...(/\.(?:ts|js|wxs)$/.test(base) ? [base, base.replace(/\.js$/, '.ts')] : []),
    ...['.ts', '.js', '.d.ts', '/index.ts', '/index.js'].map((end) => base + end),
  ])
}
