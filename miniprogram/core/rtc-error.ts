export type RtcErrorCode = 'LOAD_FAILED' | 'LOGIN_TIMEOUT' | 'LOGIN_REFUSED' | 'LEFT'

/** Test the code, never `instanceof`: it crosses package borders. */
export class RtcError extends Error {
  readonly code: RtcErrorCode
  /** ZEGO's own code, for the log. */
  readonly detail: unknown

  constructor(code: RtcErrorCode, detail?: unknown) {
    super(`${code} ${String(detail ?? '')}`.trim())
    this.code = code
    this.detail = detail
  }
}

export function isRtcError(error: unknown, code?: RtcErrorCode): error is RtcError {
  const found = (error as { code?: unknown } | null)?.code
  return (
    (found === 'LOAD_FAILED' || found === 'LOGIN_TIMEOUT' || found === 'LOGIN_REFUSED' || found === 'LEFT') &&
    (code === undefined || found === code)
  )
}
