import { existsSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { importsOf } from './sources.mjs'

/**
 * The files WeChat uploads when `ignoreUploadUnusedFiles` is on: what app.json reaches through pages, components,
 * scripts, templates, styles and pictures. Answers paths from the app's root, `miniprogram_npm/…` included.
 */
export function reachableFiles(appRoot) {
  const found = new Set()
  const has = (path) => existsSync(join(appRoot, path))
  const read = (path) => readFileSync(join(appRoot, path), 'utf8')
  const json = (path) => (has(path) ? JSON.parse(read(path)) : {})

  const visit = (path) => {
    if (found.has(path) || !has(path)) return
    found.add(path)
    VISITORS[posix.extname(path)]?.(path)
  }
  const visitScript = (from, specifier) => {
    for (const base of candidates(from, specifier)) {
      const file = [base, `${base}.ts`, `${base}.js`, `${base}/index.ts`, `${base}/index.js`].find(
        (name) => /\.(?:ts|js)$/.test(name) && has(name),
      )
      if (file) return visit(file)
    }
  }
  const visitTemplate = (path) => {
    for (const [, to] of read(path).matchAll(/\ssrc="([^"{]+)"/g)) visit(resolve(path, to))
  }
  const visitStyle = (path) => {
    for (const [, to] of read(path).matchAll(/@import\s+['"]([^'"]+)['"]/g)) visit(resolve(path, to))
  }
  const visitWxs = (path) => {
    for (const to of importsOf(read(path))) visit(resolve(path, to))
  }
  const visitImports = (path) => {
    for (const to of importsOf(read(path))) visitScript(path, to)
  }
  const VISITORS = {
    '.ts': visitImports,
    '.js': visitImports,
    '.wxml': visitTemplate,
    '.wxss': visitStyle,
    '.wxs': visitWxs,
  }
  const visitComponent = (base) => {
    if (found.has(`${base}.json`)) return
    for (const extension of ['.json', '.ts', '.js', '.wxml', '.wxss']) visit(`${base}${extension}`)
    const { usingComponents = {} } = json(`${base}.json`)
    for (const to of Object.values(usingComponents)) visitUsed(base, to)
  }
  const visitUsed = (from, to) => {
    if (to.startsWith('plugin://')) return
    const base = candidates(from, to).find((name) => has(`${name}.json`) || has(`${name}/index.json`))
    if (base) visitComponent(has(`${base}.json`) ? base : `${base}/index`)
  }

  const app = json('app.json')
  for (const extension of ['.json', '.ts', '.js', '.wxss']) visit(`app${extension}`)
  if (app.sitemapLocation) visit(app.sitemapLocation)
  for (const to of Object.values(app.usingComponents ?? {})) visitUsed('app', to)
  for (const { iconPath, selectedIconPath } of app.tabBar?.list ?? [])
    for (const icon of [iconPath, selectedIconPath].filter(Boolean)) visit(icon)
  for (const page of app.pages ?? []) visitComponent(page)
  for (const { root, pages } of subPackages(app))
    for (const page of pages) visitComponent(posix.join(root, page))
  // Pictures named by scripts or data cannot be seen from imports: DevTools keeps what is declared, so do we.
  for (const path of declaredAssets(appRoot, found, read)) visit(path)
  return [...found].sort()

  function candidates(from, specifier) {
    if (specifier.startsWith('/')) return [specifier.slice(1)]
    const near = resolve(from, specifier)
    if (specifier.startsWith('.')) return [near]
    const npm = []
    for (let folder = posix.dirname(from); ; folder = posix.dirname(folder)) {
      npm.push(posix.join(folder, 'miniprogram_npm', specifier))
      if (folder === '.') return [near, ...npm]
    }
  }
}

export const subPackages = (app) => app.subPackages ?? app.subpackages ?? []

function resolve(from, to) {
  return to.startsWith('/') ? to.slice(1) : posix.normalize(posix.join(posix.dirname(from), to))
}

function declaredAssets(appRoot, files, read) {
  const assets = new Set()
  for (const file of files) {
    if (!/\.(?:ts|js|wxml|wxss|json)$/.test(file)) continue
    for (const [, path] of read(file).matchAll(/['"(](\/?[\w./-]+\.(?:png|jpe?g|svg|gif|webp))['")]/g)) {
      const target = path.startsWith('/') ? path.slice(1) : resolve(file, path)
      if (existsSync(join(appRoot, target))) assets.add(target)
    }
  }
  return assets
}
