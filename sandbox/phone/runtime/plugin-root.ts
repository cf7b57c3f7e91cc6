/** `__plugin__/wx…` for a file of a plugin, null for the app's own. */
export function pluginRootOf(path: string): string | null {
  return /^__plugin__\/[^/]+/.exec(path)?.[0] ?? null
}
