import * as z from 'zod'
import type { Reply } from '../../miniprogram/domain/api/reply'
import { AppError, type ErrorCode } from '../../miniprogram/domain/errors'
import { requireNobody } from './caller'
import { type FunctionRuntime, once, replyOrCode } from './reply-or-code'

/** What HTTP access gives a function, as far as it is used (CloudBase docs, "HTTP access service"). */
const eventSchema = z.object({
  httpMethod: z.string(),
  headers: z.record(z.string(), z.unknown()).default({}),
  body: z.string().max(64 * 1024),
  isBase64Encoded: z.boolean().optional(),
})

/** `body` is the text as it was posted, byte for byte. */
export interface HttpRequest {
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: string
}

export interface HttpAnswer {
  readonly statusCode: number
  readonly headers: Record<string, string>
  readonly body: string
}

const STATUS: Partial<Record<ErrorCode, number>> = {
  BAD_INPUT: 400,
  FORBIDDEN: 403,
  ORDER_NOT_FOUND: 404,
}

/**
 * The `main` of a function that another service posts to. `open` gives what takes the request; its error is answered as
 * 400, 403, 404 or 500, so the sender repeats what was our fault. `sayToSender` words the answer where a service wants
 * its own. A person who calls the function from a phone has an identity and is answered FORBIDDEN, whatever the event
 * looks like.
 */
export function defineHttp<Data>(
  runtime: FunctionRuntime,
  open: () => (request: HttpRequest) => Promise<Data>,
  sayToSender: (reply: Reply<Data>) => object = (reply) => reply,
) {
  const receive = once(open)

  return async (event: unknown, context: unknown): Promise<HttpAnswer | Reply<never>> => {
    const allowed = await replyOrCode(runtime, context, async () =>
      requireNobody({ wxContext: runtime.wxContext(), context }),
    )
    if (!allowed.ok) return allowed
    const reply = await replyOrCode(runtime, context, async () => receive()(requestOf(event)))
    return {
      statusCode: reply.ok ? 200 : (STATUS[reply.code] ?? 500),
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(sayToSender(reply)),
    }
  }
}

function requestOf(event: unknown): HttpRequest {
  const parsed = eventSchema.safeParse(event)
  if (!parsed.success || parsed.data.httpMethod !== 'POST') throw new AppError('BAD_INPUT')
  const { headers, body, isBase64Encoded } = parsed.data
  return { headers, body: isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body }
}
