/** A refusal as WeChat Pay words it: HTTP status and `{code, message, detail?}`. Texts as quoted in public (D-PY-02). */
export class PayError extends Error {
  readonly status: number
  readonly code: string
  readonly detail: unknown

  constructor(status: number, code: string, message: string, detail?: unknown) {
    super(message)
    this.name = 'PayError'
    this.status = status
    this.code = code
    this.detail = detail
  }
}

export const paramError = (message: string, field?: string): PayError =>
  new PayError(400, 'PARAM_ERROR', message, field === undefined ? undefined : { field, issue: message })

export const invalidRequest = (message: string): PayError => new PayError(400, 'INVALID_REQUEST', message)

export const signError = (message: string, issue: string): PayError =>
  new PayError(401, 'SIGN_ERROR', message, {
    field: 'signature',
    location: 'authorization',
    detail: { issue },
  })

export const tooOften = (): PayError => new PayError(429, 'FREQUENCY_LIMITED', '频率超限')
