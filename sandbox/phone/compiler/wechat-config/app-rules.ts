import { posix } from 'node:path'
import type { AppConfig } from '../app-config.ts'
import { type FieldProblem, inBrackets } from './known-fields.ts'

/** What the rules ask of the project's folder. */
export interface AppFolder {
  has(path: string): boolean
  hasFolder(path: string): boolean
}

type Path = readonly (string | number)[]

/**
 * What WeChat's compiler (miniprogram-ci 2.1.42) refuses of an app.json whose single fields are in order, in its words:
 * how the parts fit each other and the folder.
 */
export function appProblems(app: AppConfig, folder: AppFolder): FieldProblem[] {
  const found: FieldProblem[] = []
  const refuse = (path: Path, message: string) => found.push({ path, message, unknown: false })
  for (const rule of [repeatedPages, packageFolders, preloads, plugins, privateInfos, tabBar, entry, theme]) {
    rule(app, folder, refuse)
  }
  return found
}

type Rule = (app: AppConfig, folder: AppFolder, refuse: (path: Path, message: string) => void) => void

/** Each list of pages in app.json, as written there. */
function pageLists(app: AppConfig): { at: Path; root: string; pages: readonly string[] }[] {
  const key = app.subPackages ? 'subPackages' : 'subpackages'
  const sub = (app.subPackages ?? app.subpackages ?? []).map(({ root, pages }, index) => ({
    at: [key, index, 'pages'],
    root,
    pages,
  }))
  return [{ at: ['pages'], root: '', pages: app.pages }, ...sub]
}

const allPages = (app: AppConfig): string[] =>
  pageLists(app).flatMap(({ root, pages }) => pages.map((page) => posix.join(root, page)))

const repeatedPages: Rule = (app, _, refuse) => {
  for (const { at, pages } of pageLists(app)) {
    for (const [index, page] of pages.entries()) {
      if (pages.indexOf(page) < index) refuse([...at, index], `"${page}" is repeated in ${inBrackets(at)}`)
    }
  }
}

const packageFolders: Rule = (app, folder, refuse) => {
  for (const { at, root } of pageLists(app).slice(1)) {
    const here = [...at.slice(0, -1), 'root']
    if (!folder.hasFolder(root)) refuse(here, `${inBrackets(here)}: "${root}" directory not found`)
  }
}

/** A package without pages does not exist for preloadRule. */
const preloads: Rule = (app, _, refuse) => {
  const pages = allPages(app)
  const named = app.subPackages ?? app.subpackages ?? []
  const known = new Set(
    named.filter((one) => one.pages.length > 0).flatMap(({ root, name }) => [root, name ?? root]),
  )
  for (const [page, { packages }] of Object.entries(app.preloadRule)) {
    const here = ['preloadRule', page]
    if (!pages.includes(page)) refuse(here, `${inBrackets(here)}: Page Path not found`)
    for (const [index, name] of packages.entries()) {
      if (name === '__APP__' || known.has(name.replace(/^\/+|\/+$/g, ''))) continue
      const why = named.some(({ root }) => root === name) ? ' (a package without pages is none)' : ''
      const at = [...here, 'packages', index]
      refuse(at, `${inBrackets(at)}: ${name} not found${why}`)
    }
  }
}

/** Their provider twice is refused where plugins are mounted (plugins.ts). */
const plugins: Rule = (app, _, refuse) => {
  const key = app.subPackages ? 'subPackages' : 'subpackages'
  const declared: [Path, AppConfig['plugins']][] = [
    [['plugins'], app.plugins],
    ...(app.subPackages ?? app.subpackages ?? []).map((one, index): [Path, AppConfig['plugins']] => [
      [key, index, 'plugins'],
      one.plugins ?? {},
    ]),
  ]
  for (const [at, group] of declared) {
    for (const [alias, { version, provider }] of Object.entries(group)) {
      const here = [...at, alias]
      if (!provider) refuse([...here, 'provider'], `${inBrackets(here)}["provider"] should not be empty`)
      if (version && !/^(?:\d+\.\d+\.\d+|latest|dev|develop|trial|dev-\w+)$/.test(version)) {
        refuse([...here, 'version'], `${inBrackets(here)}["version"] field needs to be digit.digit.digit`)
      }
    }
  }
}

const EXACT = ['getLocation', 'onLocationChange', 'startLocationUpdate', 'startLocationUpdateBackground']

const privateInfos: Rule = ({ requiredPrivateInfos: infos }, _, refuse) => {
  const exact = EXACT.filter((name) => infos.includes(name))
  if (infos.includes('getFuzzyLocation') && exact.length > 0) {
    const message = `requiredPrivateInfos getFuzzyLocation is mutually exclusive with ${exact.join(',')}`
    refuse(['requiredPrivateInfos'], message)
  }
}

const tabBar: Rule = ({ tabBar: bar, pages }, folder, refuse) => {
  if (!bar) return
  const at = ['tabBar', 'list']
  if (bar.list.length < 2) refuse(at, '["tabBar"]["list"] must contain at least 2 items')
  if (bar.list.length > 5) refuse(at, '["tabBar"]["list"] cannot contain more than 5 items')
  for (const [index, item] of bar.list.entries()) {
    const here = [...at, index]
    if (!pages.includes(item.pagePath)) {
      refuse([...here, 'pagePath'], `${inBrackets(here)}["pagePath"]: "${item.pagePath}" is not in ["pages"]`)
    }
    for (const key of ['iconPath', 'selectedIconPath'] as const) {
      const icon = item[key]?.replace(/^\//, '')
      if (icon && !folder.has(icon))
        refuse([...here, key], `${inBrackets(here)}["${key}"]: "${icon}" not found`)
    }
  }
}

const entry: Rule = (app, _, refuse) => {
  const { entryPagePath: page } = app
  if (page !== undefined && !allPages(app).includes(page)) {
    refuse(['entryPagePath'], `No entry page defined in ["entryPagePath"] is found in app.json: "${page}"`)
  }
}

const theme: Rule = ({ window, tabBar: bar, themeLocation }, folder, refuse) => {
  if (themeLocation !== undefined && folder.has(themeLocation)) return
  for (const [part, fields] of Object.entries({ window, tabBar: bar ?? {} })) {
    for (const [key, value] of Object.entries(fields)) {
      if (typeof value !== 'string' || !value.startsWith('@')) continue
      const here = [part, key]
      const missing = themeLocation === undefined ? '' : ` ("${themeLocation}" not found)`
      refuse(
        here,
        `${inBrackets(here)} use variable: ${value}, you need to use ["themeLocation"] to specify the path of theme.json${missing}`,
      )
    }
  }
}
