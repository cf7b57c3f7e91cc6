/**
 * Every refusal of the sandbox carries a code, so callers test the code and never the text or the class:
 * these errors cross sockets as JSON.
 */
export type SandboxErrorCode =
  | 'BAD_PROJECT' // the project folder cannot be opened: the person must fix a file
  | 'BAD_REQUEST' // malformed input
  | 'FORBIDDEN' // wrong Host, Origin or content type
  | 'NOT_FOUND'
  | 'PORT_IN_USE'
  | 'NO_BROWSER'
  | 'UNSUPPORTED' // the real thing has it, the sandbox does not: see DIFFERENCES.md
  | 'INTERNAL'

export class SandboxError extends Error {
  readonly code: SandboxErrorCode
  readonly detail: unknown

  constructor(code: SandboxErrorCode, message: string, detail?: unknown) {
    super(message)
    this.name = 'SandboxError'
    this.code = code
    this.detail = detail
  }
}

/** What the real platform offers and the sandbox refuses. `id` is a row of sandbox/DIFFERENCES.md. */
export class SandboxUnsupportedError extends SandboxError {
  readonly id: string

  constructor(what: string, id: string) {
    super('UNSUPPORTED', `${what} is not supported in the sandbox (DIFFERENCES.md ${id})`)
    this.name = 'SandboxUnsupportedError'
    this.id = id
  }
}

export const isSandboxError = (error: unknown): error is SandboxError =>
  error instanceof Error &&
  typeof (error as { code?: unknown }).code === 'string' &&
  error.name.startsWith('Sandbox')
