import type { Reply } from '../../miniprogram/domain/api/reply'
import { ERROR_MESSAGES, type ErrorCode, isAppError, OUR_ERRORS } from '../../miniprogram/domain/errors'
import { ConfigError } from './config'
import { warnOfLimits } from './limits'
import { describeError, type Log } from './log'

/** What a cloud function stands on; `on-cloudbase.ts` gives the real one, tests give their own. */
export interface FunctionRuntime {
  /** Identity as the SDK reads it; asked anew for every call. */
  wxContext(): unknown
  readonly log: Log
  newRequestID(): string
  /** Cut out of every text that is logged. */
  readonly secrets: readonly string[]
}

/** `hide(word)`: from now on the word is cut out of what this call logs. */
type Run<Data> = (hide: (word: string) => void) => Promise<Data>

/**
 * Whatever goes wrong in `run` is answered as a code, never as a stack trace; what is our fault is logged with the
 * request's ID. Never rejects.
 */
export async function replyOrCode<Data>(
  runtime: FunctionRuntime,
  context: unknown,
  run: Run<Data>,
): Promise<Reply<Data>> {
  warnOfLimits(runtime.log, context)
  const hidden = [...runtime.secrets]
  try {
    return { ok: true, data: await run((word) => hidden.push(word)) }
  } catch (error) {
    const code = isAppError(error) ? error.code : 'INTERNAL'
    if (code in OUR_ERRORS && code !== 'UNKNOWN_ACTION') logFailure(runtime, code, error, context, hidden)
    return { ok: false, code, message: (isAppError(error) && error.sentence) || ERROR_MESSAGES[code] }
  }
}

function logFailure(
  runtime: FunctionRuntime,
  code: ErrorCode,
  error: unknown,
  context: unknown,
  hide: readonly string[],
) {
  const requestID = (context as { request_id?: unknown } | null)?.request_id
  runtime.log({
    event: 'call-failed',
    code,
    requestID: typeof requestID === 'string' ? requestID : runtime.newRequestID(),
    ...(error instanceof ConfigError && { variables: error.variables.join(',') }),
    error: describeError(error, hide),
  })
}

/** Does once, when the instance starts, what every call needs; when it threw, every call gets that error. */
export function once<T>(make: () => T): () => T {
  const made = attempt(make)
  return () => {
    if ('error' in made) throw made.error
    return made.value
  }
}

function attempt<T>(make: () => T): { value: T } | { error: unknown } {
  try {
    return { value: make() }
  } catch (error) {
    return { error }
  }
}
