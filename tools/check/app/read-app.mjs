import { existsSync, readFileSync, statSync } from 'node:fs'
import { join, posix } from 'node:path'
import { reachableFiles, subPackages } from '../../lib/package-files.mjs'

/**
 * The app as the passes of tools/check/app see it; packed npm packages are left out, as they are not ours to mend.
 * @typedef {{
 *   json: any,
 *   files: string[],
 *   components: {path: string, isPage: boolean, json: any}[],
 *   has(path: string): boolean,
 *   read(path: string): string,
 *   bytes(path: string): Buffer,
 * }} App `files`: what app.json reaches; `components`: pages and components, `path` without a suffix
 */

/** @returns {App | null} null = app.json cannot be read; the compiler says so */
export function readApp(appRoot) {
  const has = (path) => statSync(join(appRoot, path), { throwIfNoEntry: false })?.isFile() ?? false
  const bytes = (path) => readFileSync(join(appRoot, path))
  const read = (path) => bytes(path).toString('utf8')
  const json = parse(has('app.json') ? read('app.json') : '')
  if (json === null) return null
  let reached
  try {
    reached = reachableFiles(appRoot)
  } catch {
    return null // a JSON that is none, told by the compiler
  }
  const files = reached.filter(
    (file) => !file.includes('miniprogram_npm/') && existsSync(join(appRoot, file)),
  )
  const pages = [
    ...(json.pages ?? []),
    ...subPackages(json).flatMap(({ root, pages: own = [] }) => own.map((page) => posix.join(root, page))),
  ]
  const bases = new Set([
    ...pages,
    ...files.filter((file) => file.endsWith('.wxml')).map((file) => file.replace(/\.wxml$/, '')),
  ])
  const components = [...bases]
    // A template that is only imported has no script and no JSON of its own.
    .filter((path) => pages.includes(path) || ['.json', '.ts', '.js'].some((suffix) => has(path + suffix)))
    .map((path) => ({
      path,
      isPage: pages.includes(path),
      json: (has(`${path}.json`) && parse(read(`${path}.json`))) || {},
    }))
  return { json, files, components, has, read, bytes }
}

function parse(text) {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Line of `text`, 1-based, in which the character at `index` stands. */
export const lineAt = (text, index) => text.slice(0, index).split('\n').length

/** A path that a file of the app means by `to`. */
export const resolvePath = (from, to) =>
  to.startsWith('/') ? to.slice(1) : posix.normalize(posix.join(posix.dirname(from), to))

/** Markup with its comments blanked out, so that places stay where they are. */
export const withoutComments = (wxml) =>
  wxml.replace(/<!--[\s\S]*?-->/g, (text) => text.replace(/[^\n]/g, ' '))
