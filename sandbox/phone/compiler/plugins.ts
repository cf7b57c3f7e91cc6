import { posix } from 'node:path'
import type { PluginManifest } from '../manifest.ts'
import { type AppConfig, readPluginConfig } from './app-config.ts'
import { MAIN_PACKAGE } from './package-script.ts'
import type { ProblemList } from './problems.ts'
import type { ProjectFiles } from './project-files.ts'

export interface DeclaredPlugin extends PluginManifest {
  /** Name in plugin.json → virtual path without suffix. */
  readonly publicComponents: Readonly<Record<string, string>>
}

/**
 * The plugins that app.json declares, by their names there, each from the folder that stands in for it (D-WX-12).
 * https://developers.weixin.qq.com/miniprogram/dev/framework/plugin/using.html
 */
export function readPlugins(
  app: AppConfig,
  doubles: Readonly<Record<string, string>>,
  files: ProjectFiles,
  problems: ProblemList,
): ReadonlyMap<string, DeclaredPlugin> {
  const found = new Map<string, DeclaredPlugin>()
  const subPackages = app.subPackages ?? app.subpackages ?? []
  const declarations = [
    { packageRoot: MAIN_PACKAGE, plugins: app.plugins },
    ...subPackages.map(({ root, plugins = {} }) => ({ packageRoot: root, plugins })),
  ]
  const declaredIn = new Map<string, string>()
  const refuse = (message: string) => problems.add({ file: 'app.json', message })
  for (const { packageRoot, plugins } of declarations) {
    for (const [alias, { provider, version }] of Object.entries(plugins)) {
      if (provider === '') continue // told by wechat-config/app-rules.ts
      const where = `plugin "${alias}" (${provider})`
      const folder = doubles[provider]
      const other = declaredIn.get(provider)
      if (other !== undefined) {
        refuse(`${where} is declared by ${other} and ${packageRoot}: a plugin may be declared once`)
      } else if (found.has(alias)) {
        refuse(`${where}: another plugin has this name already`)
      } else if (folder === undefined) {
        refuse(`${where}: nothing stands in for this provider here (DIFFERENCES.md D-WX-12)`)
      } else {
        declaredIn.set(provider, packageRoot)
        const root = `__plugin__/${provider}`
        files.mountPlugin(root, folder)
        const config = readPluginConfig(files, root, problems)
        if (config === null) continue
        const publicComponents = Object.fromEntries(
          Object.entries(config.publicComponents).map(([name, path]) => [name, posix.join(root, path)]),
        )
        const main = config.main === undefined ? null : files.script(posix.join(root, config.main))
        found.set(alias, { provider, version, root, packageRoot, main, publicComponents })
      }
    }
  }
  return found
}
