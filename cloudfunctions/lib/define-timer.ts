import type { Reply } from '../../miniprogram/domain/api/reply'
import { requireTimer } from './caller'
import { type FunctionHost, once, replyOrCode } from './reply-or-code'

/**
 * The `main` of a function that only the platform's timer starts (config.json, `triggers`). A call of anybody else
 * answers FORBIDDEN, also where no function rule stands in the way.
 */
export function defineTimer<Data>(host: FunctionHost, open: () => () => Promise<Data>) {
  const task = once(open)
  return (_event: unknown, context: unknown): Promise<Reply<Data>> =>
    replyOrCode(host, context, async () => {
      requireTimer({ wxContext: host.wxContext(), context })
      return task()()
    })
}
