import { z } from 'zod'
import { jsonErrorPlace, type ProblemList } from './problems.ts'
import type { ProjectFiles } from './project-files.ts'

const names = z.record(z.string(), z.string())
const plugins = z.record(z.string(), z.looseObject({ version: z.string(), provider: z.string() }))
const subPackageSchema = z.looseObject({
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
  return readConfig(files, 'app.json', appSchema, problems)
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
  return (files.has(file) && readConfig(files, file, componentSchema, problems)) || { usingComponents: {} }
}

function readConfig<T extends z.ZodType>(
  files: ProjectFiles,
  file: string,
  schema: T,
  problems: ProblemList,
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
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  for (const issue of parsed.error.issues) {
    const where = issue.path.length === 0 ? '' : `"${issue.path.join('.')}": `
    problems.add({ file, message: `${where}${issue.message}` })
  }
  return null
}
