import { randomUUID } from 'node:crypto'
import type { Context } from 'hono'
import { SandboxUnsupportedError } from '../errors.ts'
import type { RequestGuard } from '../web/request-guard.ts'
import { startWebServer, type WebServer } from '../web/web-server.ts'
import { envelope, wechatForm } from './actions.schema.ts'
import { type ActionDeps, actionNamed } from './actions.ts'
import type { Fields } from './ejson.ts'
import { CloudError } from './errors.ts'
import { MAX_REQUEST_BYTES } from './limits.ts'
import { callOpenApi, type OpenApiDeps } from './openapi/open-api.ts'
import { readBody } from './read-body.ts'
import type { Invocation, LiveInvocations } from './workers/identity.ts'

export interface EndpointDeps {
  readonly envId: string
  readonly invocations: LiveInvocations
  /** Asked at each request: the function host needs the endpoint's address first. */
  readonly actions: () => ActionDeps
  readonly openapi: OpenApiDeps
  /** Told each action of a function, and in which call, before it is answered; what it waits for delays the answer. */
  readonly onAction: (action: string, invocation: Invocation) => Promise<void>
}

/**
 * `POST /admin`, the one address of wx-server-sdk: JSON for database and functions, multipart for WeChat's own API.
 * Always HTTP 200; an error is `{code, message, requestId}`. A request counts only with the token of a call that is
 * running now: the SDK's signature is not looked at (D-CL-13).
 */
export async function startEndpoint(guard: RequestGuard, deps: EndpointDeps): Promise<WebServer> {
  const server = await startWebServer({ guard, contentTypes: ['multipart/form-data'] })
  server.app.post('/admin', async (context) => {
    const requestId = randomUUID()
    try {
      const isForm = context.req.header('content-type')?.startsWith('multipart/form-data') === true
      return isForm ? await answerForm(context, deps) : await answerJson(context, deps, requestId)
    } catch (error) {
      return context.json(errorAnswer(error, deps, requestId), 200, {
        'content-type': 'application/json; charset=utf-8', // the SDK compares this very text
        connection: 'close', // the body may not have been read to its end
      })
    }
  })
  return server
}

async function answerJson(context: Context, deps: EndpointDeps, requestId: string): Promise<Response> {
  const body = parseJson(Buffer.from(await bodyOf(context)).toString('utf8'))
  const parsed = envelope.safeParse(body)
  if (!parsed.success) throw new CloudError('INVALID_PARAM', 'action is missing')
  const invocation = admit(parsed.data, deps)
  const run = actionNamed(parsed.data.action)
  await deps.onAction(parsed.data.action, invocation)
  const actions = deps.actions()
  actions.host.setClock()
  const answer: Fields = await run(actions, body, invocation)
  return context.json({ ...answer, requestId })
}

async function answerForm(context: Context, deps: EndpointDeps): Promise<Response> {
  const form = await formFields(await bodyOf(context), context.req.header('content-type') ?? '')
  const parsed = wechatForm.safeParse(
    Object.fromEntries(Object.entries(form).map(([name, bytes]) => [name, bytes.toString('utf8')])),
  )
  if (!parsed.success) throw new CloudError('INVALID_PARAM', 'action or apiName is missing')
  const { action, apiName } = parsed.data
  const invocation = admit(parsed.data, deps)
  if (action === 'wx.wxPayApi') throw new SandboxUnsupportedError(`cloud.cloudPay.${apiName}`, 'D-CL-06')
  if (action !== 'wx.openApi') throw new SandboxUnsupportedError(`the cloud action ${action}`, 'D-CL-18')
  const { functionName, source } = invocation
  const declared = deps.actions().host.openapiOf(functionName)
  const requestData = form.requestData ?? new Uint8Array()
  const answer = callOpenApi({ apiName, declared, source, requestData }, deps.openapi)
  return context.body(new Uint8Array(answer), 200, { 'content-type': 'application/octet-stream' })
}

/**
 * The bytes of each field. The SDK sends protobuf in a field without a file name, and the form reader takes every
 * such field for UTF-8 text: each byte travels through it as one character.
 */
async function formFields(body: Uint8Array, contentType: string): Promise<Record<string, Buffer>> {
  const spelled = Buffer.from(Buffer.from(body).toString('latin1'), 'utf8')
  const form = await new Response(spelled, { headers: { 'content-type': contentType } })
    .formData()
    .catch(() => {
      throw new CloudError('INVALID_PARAM', 'the form is malformed')
    })
  return Object.fromEntries(
    [...form].flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, Buffer.from(value, 'latin1')]] : [],
    ),
  )
}

async function bodyOf(context: Context): Promise<Uint8Array<ArrayBuffer>> {
  const body = await readBody(context.req.raw.body, MAX_REQUEST_BYTES)
  if (!body) throw new CloudError('INVALID_PARAM', 'the request exceeds 16 MB')
  return body
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new CloudError('INVALID_PARAM', 'the body is not JSON')
  }
}

function admit(asked: { wxCloudApiToken: string; envName: string }, deps: EndpointDeps): Invocation {
  const invocation = deps.invocations.byToken(asked.wxCloudApiToken)
  if (!invocation) {
    deps
      .actions()
      .log(
        'cloud: refused a request outside a function call; a function must await its calls before it returns',
      )
    throw new CloudError('SIGN_PARAM_INVALID', 'no function call with this token is running')
  }
  if (asked.envName !== '' && asked.envName !== deps.envId)
    throw new CloudError('INVALIID_ENV', `env ${asked.envName} does not exist`)
  return invocation
}

function errorAnswer(error: unknown, deps: EndpointDeps, requestId: string): Fields {
  if (error instanceof CloudError) return { code: error.code, message: error.message, requestId }
  const message = error instanceof Error ? error.message : String(error)
  deps.actions().log(`cloud: ${message}`)
  return { code: 'SYS_ERR', message, requestId }
}
