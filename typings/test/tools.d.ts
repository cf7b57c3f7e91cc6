declare module '*/tools/lib/package-size.mjs' {
  /** Bytes by package root ('' = main) and by file. */
  export function packageSizes(appRoot: string): {
    sizes: Record<string, number>
    files: { path: string; root: string; bytes: number }[]
  }
  export function toKB(bytes: number): number
}
