import type { Reply } from '../../miniprogram/domain/api/reply'
import { AppError } from '../../miniprogram/domain/errors'
import { readCaller } from './caller'
import type { Action, ActionName, Actions } from './define-action'
import { type FunctionRuntime, once, replyOrCode } from './reply-or-code'

export type ActionTable<Names extends ActionName> = { readonly [Name in Names]: Action<Name> }

export type Main = (event: unknown, context: unknown) => Promise<Reply<Actions[ActionName]['data']>>

/** CloudBase adds these to what the phone sent. They are not part of a request, and nobody's identity. */
const ADDED_BY_PLATFORM = ['userInfo', 'tcbContext']

/**
 * The `main` of a cloud function for phones: configuration → caller → action → schema → use case → Reply.
 *
 * `open` makes the actions once, when the instance starts. When it throws, every call answers INTERNAL.
 */
export function defineFunction<Names extends ActionName>(
  runtime: FunctionRuntime,
  open: () => ActionTable<Names>,
): Main {
  const actions = once(open)

  return (event, context) =>
    replyOrCode(runtime, context, async (hide) => {
      const table = actions()
      const caller = readCaller({ wxContext: runtime.wxContext(), context })
      hide(caller.openid)
      const { action, fields } = readRequest(event)
      return findAction(table, action)(fields, caller)
    })
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
