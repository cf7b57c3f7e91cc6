import type { Reply } from '../../miniprogram/domain/api/reply'
import {
  AppError,
  ERROR_MESSAGES,
  type ErrorCode,
  isAppError,
  OUR_ERRORS,
} from '../../miniprogram/domain/errors'
import { readCaller } from './caller'
import { ConfigError } from './config'
import type { Action, ActionName, Actions } from './define-action'
import { describeError, type Log } from './log'

/** What a cloud function stands on; `on-cloudbase.ts` gives the real one, tests give their own. */
export interface FunctionHost {
  /** Identity as the SDK reads it; asked anew for every call. */
  wxContext(): unknown
  readonly log: Log
  newRequestID(): string
  /** Cut out of every text that is logged. */
  readonly secrets: readonly string[]
}

export type ActionTable<Names extends ActionName> = { readonly [Name in Names]: Action<Name> }

export type Main = (event: unknown, context: unknown) => Promise<Reply<Actions[ActionName]['data']>>

/** CloudBase adds these to what the phone sent. They are not part of a request, and nobody's identity. */
const ADDED_BY_PLATFORM = ['userInfo', 'tcbContext']

/**
 * The `main` of a cloud function: configuration → caller → action → schema → use case → Reply. Whatever goes wrong is
 * answered as a code, never as a stack trace; what is our fault is logged with the request's ID.
 *
 * `open` makes the actions once, when the instance starts. When it throws, every call answers INTERNAL.
 */
export function defineFunction<Names extends ActionName>(
  host: FunctionHost,
  open: () => ActionTable<Names>,
): Main {
  const opened = attempt(open)

  return async (event, context) => {
    const hide = [...host.secrets]
    try {
      if ('error' in opened) throw opened.error
      const caller = readCaller({ wxContext: host.wxContext(), context })
      hide.push(caller.openid)
      const { action, fields } = readRequest(event)
      return { ok: true, data: await findAction(opened.value, action)(fields, caller) }
    } catch (error) {
      const code = isAppError(error) ? error.code : 'INTERNAL'
      if (code in OUR_ERRORS && code !== 'UNKNOWN_ACTION') logFailure(code, error, context, hide)
      return { ok: false, code, message: ERROR_MESSAGES[code] }
    }
  }

  function logFailure(code: ErrorCode, error: unknown, context: unknown, hide: readonly string[]) {
    const requestID = (context as { request_id?: unknown } | null)?.request_id
    host.log({
      event: 'call-failed',
      code,
      requestID: typeof requestID === 'string' ? requestID : host.newRequestID(),
      ...(error instanceof ConfigError && { variables: error.variables.join(',') }),
      error: describeError(error, hide),
    })
  }
}

function attempt<T>(make: () => T): { value: T } | { error: unknown } {
  try {
    return { value: make() }
  } catch (error) {
    return { error }
  }
}

function readRequest(event: unknown): { action: unknown; fields: Record<string, unknown> } {
  if (typeof event !== 'object' || event === null) throw new AppError('UNKNOWN_ACTION')
  const { action, ...fields } = event as Record<string, unknown>
  for (const name of ADDED_BY_PLATFORM) delete fields[name]
  return { action, fields }
}

function findAction<Names extends ActionName>(table: ActionTable<Names>, name: unknown): Action<Names> {
  if (typeof name !== 'string' || !Object.hasOwn(table, name)) throw new AppError('UNKNOWN_ACTION')
  return table[name as Names]
}
