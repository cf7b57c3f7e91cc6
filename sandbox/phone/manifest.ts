/**
 * What the compiler hands to the phone page: everything of app.json and the component JSONs that the runtime needs.
 * Paths are virtual, without a leading slash and without a suffix, e.g. `live/room/room`.
 */
export interface AppManifest {
  readonly appid: string
  readonly entryPage: string
  readonly pages: readonly string[]
  /** `root` of each sub-package, without slashes at the ends; the main package is not listed. */
  readonly subPackages: readonly { readonly root: string; readonly pages: readonly string[] }[]
  /** Name of app.json → the plugin. */
  readonly plugins: Readonly<Record<string, PluginManifest>>
  readonly window: Readonly<Record<string, unknown>>
  readonly components: Readonly<Record<string, ComponentManifest>>
  /** Whole app.json, for what only one API reads (permission, requiredPrivateInfos, …). */
  readonly appJson: Readonly<Record<string, unknown>>
}

/** A plugin's files travel in the package that declares it, below `root`. */
export interface PluginManifest {
  readonly provider: string
  /** As asked for in app.json. */
  readonly version: string
  /** `__plugin__/wx…` */
  readonly root: string
  /** Package that declares it: `__APP__` or a sub-package's root. */
  readonly packageRoot: string
  /** Virtual path with suffix of what requirePlugin answers, or null. */
  readonly main: string | null
}

export interface ComponentManifest {
  readonly isPage: boolean
  /** The component's own JSON; `usingComponents` is resolved to virtual paths and includes app-level ones. */
  readonly json: Readonly<Record<string, unknown>> & {
    readonly usingComponents: Readonly<Record<string, string>>
  }
  /** Virtual path with suffix of its script, or null when it has none. */
  readonly script: string | null
  readonly styleScope: string | null
  readonly styleIsolation: string
}

/** A problem the developer must fix; shown on the phone and in the terminal. */
export interface CompileProblem {
  readonly file: string
  readonly line?: number
  readonly column?: number
  readonly message: string
}
