import { z } from 'zod'

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
export const appSchema = z.looseObject({
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
export const componentSchema = z.looseObject({
  component: z.boolean().optional(),
  usingComponents: names.default({}),
  componentGenerics: z
    .record(z.string(), z.union([z.literal(true), z.looseObject({ default: z.string().optional() })]))
    .optional(),
  componentPlaceholder: names.optional(),
  styleIsolation: z.string().optional(),
  addGlobalClass: z.boolean().optional(),
})

export const pluginSchema = z.looseObject({
  publicComponents: names.default({}),
  main: z.string().optional(),
})

export type AppConfig = z.infer<typeof appSchema>
export type ComponentConfig = z.infer<typeof componentSchema>
export type PluginConfig = z.infer<typeof pluginSchema>
