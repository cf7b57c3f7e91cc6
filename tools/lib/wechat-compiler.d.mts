export interface Verdict {
  /** Path below miniprogramRoot → bytes. */
  readonly files?: Readonly<Record<string, number>>
  readonly refused?: { readonly code: number; readonly message: string }
  readonly warnings: readonly string[]
}

export interface WeChatCompiler {
  compile(projectPath: string): Promise<Verdict>
  close(): void
}

export function hasWeChatCompiler(): boolean
export function startWeChatCompiler(folder?: string): Promise<WeChatCompiler>
