import { z } from 'zod'
import { lineInJson } from './json-line.ts'
import { jsonErrorPlace, type ProblemList } from './problems.ts'
import type { ProjectFiles } from './project-files.ts'
import { appProblems } from './wechat-config/app-rules.ts'
import { type FieldProblem, fieldProblems } from './wechat-config/known-fields.ts'

const names = z.record(z.string(), z.string())
const plugins = z.record(z.string(), z.looseObject({ version: z.string(), provider: z.string() }))
const tabBarSchema = z.looseObject({
  list: z.array(
    z.looseObject({
      pagePath: z.string(),
      iconPath: z.string().optional(),
      selectedIconPath: z.string().optional(),
    }),
  ),
})
const subPackageSchema = z.looseObject({
  name: z.string().optional(),
  root: z
    .string()
    .min(1)
    .transform((root) => root.replace(/^\/+|\/+$/g, '')),
  pages: z.array(z.string()).default([]),
  independent: z.boolean().optional(),
  plugins: plugins.optional(),
})

/** https://developers.weixin.qq.com/miniprogram/dev/reference/configuration/app.html */
const appSchema = z.looseObject({
  pages: z.array(z.string()).min(1, 'must name at least one page'),
  entryPagePath: z.string().optional(),
  subPackages: z.array(subPackageSchema).optional(),
  subpackages: z.array(subPackageSchema).optional(),
  window: z.record(z.string(), z.unknown()).default({}),
  usingComponents: names.default({}),
  plugins: plugins.default({}),
  preloadRule: z.record(z.string(), z.looseObject({ packages: z.array(z.string()) })).default({}),
  requiredPrivateInfos: z.array(z.string()).default([]),
  tabBar: tabBarSchema.optional(),
  themeLocation: z.string().optional(),
})

/** https://developers.weixin.qq.com/miniprogram/dev/reference/configuration/page.html */
const componentSchema = z.looseObject({
  component: z.boolean().optional(),
  usingComponents: names.default({}),
  componentGenerics: z
    .record(z.string(), z.union([z.literal(true), z.looseObject({ default: z.string().optional() })]))
    .optional(),
  componentPlaceholder: names.optional(),
  styleIsolation: z.string().optional(),
  addGlobalClass: z.boolean().optional(),
})

export type AppConfig = z.infer<typeof appSchema>
export type ComponentConfig = z.infer<typeof componentSchema>

/** null after a problem was reported. */
export function readAppConfig(files: ProjectFiles, problems: ProblemList): AppConfig | null {
  if (!files.has('app.json')) {
    problems.add({ file: 'app.json', message: 'the file is missing: miniprogramRoot must hold an app.json' })
    return null
  }
  const app = readConfig(files, 'app.json', appSchema, problems, 'app')
  if (app !== null) report(files, 'app.json', appProblems(app, files), problems)
  return app
}

const pluginSchema = z.looseObject({
  publicComponents: names.default({}),
  main: z.string().optional(),
})

/** plugin.json of a plugin mounted at `root`. https://developers.weixin.qq.com/miniprogram/dev/framework/plugin/development.html */
export function readPluginConfig(
  files: ProjectFiles,
  root: string,
  problems: ProblemList,
): z.infer<typeof pluginSchema> | null {
  return readConfig(files, `${root}/plugin.json`, pluginSchema, problems)
}

/** A missing JSON is an empty one. */
export function readComponentConfig(
  files: ProjectFiles,
  path: string,
  problems: ProblemList,
): ComponentConfig {
  const file = `${path}.json`
  return (
    (files.has(file) && readConfig(files, file, componentSchema, problems, 'page')) || { usingComponents: {} }
  )
}

function readConfig<T extends z.ZodType>(
  files: ProjectFiles,
  file: string,
  schema: T,
  problems: ProblemList,
  kind?: 'app' | 'page',
): z.infer<T> | null {
  const text = files.read(file) ?? ''
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    const message = `not valid JSON: ${(error as Error).message.split('\n')[0]}`
    problems.add({ file, ...jsonErrorPlace(text), message })
    return null
  }
  // What WeChat only does not know it leaves alone.
  const refused = kind === undefined ? [] : fieldProblems(kind, value).filter(({ unknown }) => !unknown)
  report(files, file, refused, problems)
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  if (refused.length > 0) return null
  for (const issue of parsed.error.issues) {
    const where = issue.path.length === 0 ? '' : `"${issue.path.join('.')}": `
    problems.add({ file, line: lineInJson(text, keysOf(issue.path)), message: `${where}${issue.message}` })
  }
  return null
}

const keysOf = (path: readonly PropertyKey[]) => path.filter((key) => typeof key !== 'symbol')

function report(
  files: ProjectFiles,
  file: string,
  found: readonly FieldProblem[],
  problems: ProblemList,
): void {
  const text = files.read(file) ?? ''
  for (const { path, message } of found) problems.add({ file, line: lineInJson(text, path), message })
}
