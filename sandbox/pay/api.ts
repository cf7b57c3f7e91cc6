import type { HttpBindings } from '@hono/node-server'
import type { Context, Hono } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Clock, Log } from '../part.ts'
import { closeBody, orderBody, readBody, refundBody } from './bodies.schema.ts'
import { PayError, paramError } from './errors.ts'
import type { PayFaults } from './faults.ts'
import type { PayKeys } from './keys.ts'
import type { Refunds } from './refunds.ts'
import { checkAuthorization, signatureHeaders } from './signatures.ts'
import type { Transactions } from './transactions.ts'

export interface ApiDeps {
  readonly mchid: string
  readonly keys: PayKeys
  readonly clock: Clock
  readonly log: Log
  readonly skewMs: number
  readonly transactions: Transactions
  readonly refunds: Refunds
  readonly faults: PayFaults
}

interface Asked {
  readonly c: Context
  readonly body: string
}

type Handler = (asked: Asked, deps: ApiDeps) => object | null

const ORDERS = '/v3/pay/transactions'
const REFUNDS = '/v3/refund/domestic/refunds'
const param = ({ c }: Asked, name: string) => c.req.param(name) ?? ''

/** Method and path → what it does; null is answered 204. */
const ROUTES: readonly [method: 'GET' | 'POST', path: string, handler: Handler][] = [
  ['POST', `${ORDERS}/jsapi`, ({ body }, { transactions }) => transactions.create(readBody(orderBody, body))],
  [
    'GET',
    `${ORDERS}/out-trade-no/:number`,
    (asked, { transactions }) => transactions.byNumber(param(asked, 'number'), asked.c.req.query('mchid')),
  ],
  [
    'GET',
    `${ORDERS}/id/:id`,
    (asked, { transactions }) => transactions.byTransaction(param(asked, 'id'), asked.c.req.query('mchid')),
  ],
  [
    'POST',
    `${ORDERS}/out-trade-no/:number/close`,
    (asked, { transactions }) => {
      transactions.close(param(asked, 'number'), readBody(closeBody, asked.body).mchid)
      return null
    },
  ],
  ['POST', REFUNDS, ({ body }, { refunds }) => refunds.create(readBody(refundBody, body))],
  ['GET', `${REFUNDS}/:number`, (asked, { refunds }) => refunds.byNumber(param(asked, 'number'))],
]

/** The merchant's side of WeChat Pay: signature, then a table of calls; what is not in it refuses by name (D-PY-01). */
export function addPayApi(app: Hono, deps: ApiDeps): void {
  for (const [method, path, handler] of ROUTES) {
    app.on(method, path, (c) => answer(c, deps, handler))
  }
  app.all('/*', (c) =>
    answer(c, deps, () => {
      const message = `${c.req.method} ${c.req.path} is not supported in the sandbox (DIFFERENCES.md D-PY-01)`
      throw new PayError(404, 'RESOURCE_NOT_EXISTS', message)
    }),
  )
}

async function answer(c: Context, deps: ApiDeps, handler: Handler): Promise<Response> {
  const { keys, clock, log, faults } = deps
  const body = await c.req.text()
  let status = 200
  let answered: object | null
  const failure = faults.takeFailure()
  try {
    admit(c, body, deps)
    if (failure === 'system') throw new PayError(500, 'SYSTEM_ERROR', '系统异常，请稍后重试')
    answered = handler({ c, body }, deps)
    if (answered === null) status = 204
  } catch (error) {
    if (!(error instanceof PayError)) throw error
    log(`pay: ${c.req.method} ${c.req.path} refused: ${error.code} ${error.message}`)
    status = error.status
    const { code, message, detail } = error
    answered = { code, message, ...(detail !== undefined && { detail }) }
  }
  if (failure === 'lost') (c.env as HttpBindings).incoming.socket.destroy() // done, and nobody hears of it
  const text = answered === null ? '' : JSON.stringify(answered)
  const signed = signatureHeaders(faults.unsigned.newest() ? `${text} ` : text, keys, clock.now())
  const headers = { ...signed, 'request-id': `sandbox-${status < 300 ? 0 : status}` }
  if (status === 204) return c.body(null, 204, headers)
  return c.body(text, status as ContentfulStatusCode, { ...headers, 'content-type': 'application/json' })
}

function admit(c: Context, body: string, { keys, clock, skewMs, mchid }: ApiDeps): void {
  const { pathname, search } = new URL(c.req.url)
  const request = {
    method: c.req.method,
    path: pathname + search,
    body,
    authorization: c.req.header('authorization'),
  }
  const signer = checkAuthorization(request, { keys, now: clock.now(), skewMs })
  if (signer !== mchid) throw paramError('商户号与商户证书不匹配', 'mchid')
  // Answers are signed by the key the merchant asks for; there is one (D-PY-03).
  const serial = c.req.header('wechatpay-serial')
  if (serial !== undefined && serial !== keys.publicKeyID)
    throw paramError('Wechatpay-Serial对应的公钥不存在', 'Wechatpay-Serial')
}
