/** Package root ('' = main) → bytes. */
type Sizes = Record<string, number>

export function packageSizes(appRoot: string): {
  readonly sizes: Sizes
  readonly files: readonly { readonly path: string; readonly root: string; readonly bytes: number }[]
}
export function sumByPackage(app: unknown, files: Readonly<Record<string, number>>): Sizes
export function toKB(bytes: number): number
