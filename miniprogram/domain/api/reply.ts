import type { ErrorCode } from '../errors'

/** What every cloud function answers. `message` is a plain Chinese sentence a person may read. */
export type Reply<T> = { ok: true; data: T } | { ok: false; code: ErrorCode; message: string }
