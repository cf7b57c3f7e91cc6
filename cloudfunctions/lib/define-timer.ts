import type { Reply } from '../../miniprogram/domain/api/reply'
import { requireTimer } from './caller'
import { type FunctionRuntime, once, replyOrCode } from './reply-or-code'

/**
 * The `main` of a function that only the platform's timer starts (config.json, `triggers`). A call of anybody else
 * answers FORBIDDEN, also where no function rule stands in the way.
 */
export function defineTimer<Data>(runtime: FunctionRuntime, open: () => () => Promise<Data>) {
  const task = once(open)
  return (_event: unknown, context: unknown): Promise<Reply<Data>> =>
    replyOrCode(runtime, context, async () => {
      requireTimer({ wxContext: runtime.wxContext(), context })
      return task()()
    })
}
