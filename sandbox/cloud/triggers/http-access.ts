import { randomUUID } from 'node:crypto'
import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { z } from 'zod'
import type { RequestGuard } from '../../web/request-guard.ts'
import { startWebServer, type WebServer } from '../../web/web-server.ts'
import type { Fields } from '../ejson.ts'
import { CloudError } from '../errors.ts'
import { MAX_HTTP_BODY_BYTES } from '../limits.ts'
import { readBody } from '../read-body.ts'

export interface HttpAccessDeps {
  readonly envId: string
  /** The functions that have an address; in production the console's "HTTP access" list. */
  readonly functions: readonly string[]
  /** Answers JSON text, undefined for undefined. Throws CloudError. */
  readonly invoke: (functionName: string, event: Fields, life: number) => Promise<string | undefined>
  /** Of the cloud: a request that came before a reset starts nothing after it. */
  readonly life: () => number
}

/** What servers send us; a page of another origin cannot send most of them, and its Origin is refused anyway. */
const CONTENT_TYPES = [
  '',
  'text/plain',
  'text/xml',
  'application/xml',
  'application/x-www-form-urlencoded',
  'application/octet-stream',
]
const TEXT = /^(?:text\/|application\/(?:json|xml|x-www-form-urlencoded)|$)/

const integrationResponse = z.object({
  statusCode: z.int().min(200).max(599),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  body: z.unknown(),
  isBase64Encoded: z.boolean().default(false),
})

/**
 * HTTP access of CloudBase: `<url>/<function>[/more]` runs a function without a person. Event and answer as in
 * docs.cloudbase.net/service/access-cloud-function; what is not known of it: D-CL-20.
 */
export async function startHttpAccess(guard: RequestGuard, deps: HttpAccessDeps): Promise<WebServer> {
  const server = await startWebServer({ guard, contentTypes: CONTENT_TYPES })
  server.app.all('/*', async (context) => {
    const life = deps.life()
    const requestId = randomUUID()
    const refuse = (status: ContentfulStatusCode, code: string, message: string) =>
      context.json({ code, message, requestId }, status, { connection: 'close' })

    // The caller is a server: a browser that was sent here by some page says so, with a picture's GET, too.
    const site = context.req.header('sec-fetch-site')
    if (context.req.header('origin') !== undefined || (site !== undefined && site !== 'none'))
      return refuse(403, 'FORBIDDEN', 'web pages do not come here')

    const name = /^\/([^/]+)/.exec(context.req.path)?.[1] ?? ''
    if (!deps.functions.includes(name)) return refuse(404, 'INVALID_PATH', 'no function has this path')
    const body = await readBody(context.req.raw.body, MAX_HTTP_BODY_BYTES)
    if (!body) return refuse(413, 'EXCEED_MAX_PAYLOAD_SIZE', 'the request body exceeds 100 KB')
    try {
      const result = await deps.invoke(name, eventOf(context, body, deps.envId, requestId), life)
      return answerOf(result)
    } catch (error) {
      if (!(error instanceof CloudError)) throw error
      return refuse(error.code === 'FUNCTION_NOT_FOUND' ? 404 : 500, error.code, error.message)
    }
  })
  return server
}

function eventOf(context: Context, body: Uint8Array, envId: string, requestId: string): Fields {
  const isBase64Encoded = !TEXT.test(context.req.header('content-type') ?? '')
  return {
    path: context.req.path,
    httpMethod: context.req.method,
    headers: context.req.header(), // names in small letters
    queryStringParameters: context.req.query(),
    requestContext: { requestId, envId },
    body: Buffer.from(body).toString(isBase64Encoded ? 'base64' : 'utf8'),
    isBase64Encoded,
  }
}

/** A text or number is text/plain, an object JSON, and an object with `statusCode` the whole answer. */
function answerOf(result: string | undefined): Response {
  const value: unknown = result === undefined ? '' : JSON.parse(result)
  if (typeof value !== 'object' || value === null)
    return new Response(value === null ? '' : String(value), {
      headers: { 'content-type': 'text/plain; charset=utf-8' },
    })
  if (!('statusCode' in value)) return Response.json(value)
  const parsed = integrationResponse.safeParse(value)
  if (!parsed.success)
    throw new CloudError(
      'FUNCTIONS_EXECUTE_FAIL',
      `the answer is malformed: ${z.prettifyError(parsed.error)}`,
    )
  const { statusCode, headers, isBase64Encoded, body = '' } = parsed.data
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const isEmpty = statusCode === 204 || statusCode === 304
  return new Response(isEmpty ? null : isBase64Encoded ? Buffer.from(text, 'base64') : text, {
    status: statusCode,
    headers: Object.entries(headers).map(([key, header]): [string, string] => [key, String(header)]),
  })
}
