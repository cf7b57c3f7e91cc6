import type { AppManifest } from '../manifest.ts'
import { createAppFunction } from './app-globals.ts'
import type { ModuleGlobals, ModuleLoader } from './module-loader.ts'
import type { PackageLoader } from './packages.ts'
import { pluginRootOf } from './plugin-root.ts'
import { standardGlobals } from './standard-globals.ts'

/**
 * What modules see: the app's globals, or a plugin's own, which has no App, no getApp() and no pages of the app.
 * D-WX-12: a plugin sees the app's whole `wx`.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/plugin/development.html
 */
export function pluginScopes(app: ModuleGlobals): { globalsOf(path: string): ModuleGlobals } {
  const scopes = new Map<string, ModuleGlobals>()
  const create = (): ModuleGlobals => {
    const own: Record<string, unknown> = {}
    const globals: ModuleGlobals = {
      ...app,
      App: undefined,
      getApp: () => undefined,
      getCurrentPages: () => [],
      Function: createAppFunction(own),
      global: own,
      globalThis: own,
    }
    Object.assign(own, standardGlobals(), globals)
    return globals
  }
  return {
    globalsOf(path) {
      const root = pluginRootOf(path)
      if (root === null) return app
      const known = scopes.get(root) ?? create()
      scopes.set(root, known)
      return known
    },
  }
}

/** https://developers.weixin.qq.com/miniprogram/dev/reference/api/requirePlugin.html */
export function requirePluginOf(
  { plugins }: AppManifest,
  loader: ModuleLoader,
  packages: PackageLoader,
  asyncRequire: boolean,
): (alias: string) => unknown {
  const find = (alias: string) => {
    const plugin = plugins[alias]
    if (!plugin) throw new Error(`plugin "${alias}" is not declared in app.json`)
    return plugin
  }
  const require = (alias: string): unknown => {
    const { main, packageRoot } = find(alias)
    if (!packages.has(packageRoot))
      throw new Error(`plugin "${alias}" is in a sub-package that is not there yet`)
    return main === null ? {} : loader.require(main)
  }
  const later = async (alias: string): Promise<unknown> => {
    await packages.load(find(alias).packageRoot)
    return require(alias)
  }
  return asyncRequire ? Object.assign(require, { async: later }) : require
}
