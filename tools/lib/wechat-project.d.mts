export interface UploadCopy {
  readonly root: string
  readonly appRoot: string
  remove(): void
}

export function copyForWeChat(root: string, options?: { readonly quick?: boolean }): UploadCopy
export function refusalLines(refused: { readonly code: number; readonly message: string }): string[]
