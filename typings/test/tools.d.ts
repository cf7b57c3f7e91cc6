declare module '*/tools/lib/package-size.mjs' {
  /** Bytes by package root ('' = main) and by file. */
  export function packageSizes(appRoot: string): {
    sizes: Record<string, number>
    files: { path: string; root: string; bytes: number }[]
  }
  export function toKB(bytes: number): number
}

declare module './*.mjs' {
  type Check = (root: string) => Promise<string[]>
  export const checkBorders: Check
  export const checkDifferences: Check
  export const checkJourneys: Check
  export const checkLinks: Check
  export const checkPackages: Check
  export const checkRooms: Check
  export const checkSecrets: Check
  export const checkTemplates: Check
  export const checkUnused: Check
  export const checkVersions: Check
}
