import type { Clock } from '../clock'
import type { PayConfig } from './pay-config'
import { PayRefused, PayUnknown } from './payments'
import { signatureHeaders } from './read-notice'
import { authorization, CLOCK_SKEW_MS, isSigned } from './signatures'
import { errorSchema, parseJson } from './wire.schema'

/** ms. The person waits for most of these calls. */
const REQUEST_TIMEOUT_MS = 3_000
const TRIES = 2

/** As much of `fetch` as is used. */
export type Fetch = (
  url: string,
  init: { method: string; headers: Record<string, string>; body?: string; signal: AbortSignal },
) => Promise<{
  readonly status: number
  readonly headers: { get(name: string): string | null }
  text(): Promise<string>
}>

export interface PayClientDeps {
  readonly config: PayConfig
  readonly clock: Clock
  readonly fetch: Fetch
  /** 32 hex characters, new for every request. */
  readonly nonce: () => string
}

interface Request {
  readonly method: 'GET' | 'POST'
  /** With its query. */
  readonly path: string
  readonly body?: object
}

export type PayClient = (request: Request) => Promise<string>

/**
 * One request to WeChat Pay: signed, its answer verified; what failed on the way or there is tried once more with the
 * same values. Answers the body of a 2xx ('' for 204). Throws PayRefused for a 4xx, PayUnknown for all else.
 */
export function payClient(deps: PayClientDeps): PayClient {
  return async (request) => {
    let last: PayUnknown | undefined
    for (let tries = 0; tries < TRIES; tries += 1) {
      try {
        return await send(deps, request)
      } catch (error) {
        if (!(error instanceof PayUnknown)) throw error
        last = error
        if (error instanceof TooOften) break
      }
    }
    throw last
  }
}

/** FREQUENCY_LIMITED: to ask again at once would make it worse. */
class TooOften extends PayUnknown {}

async function send(deps: PayClientDeps, { method, path, body }: Request): Promise<string> {
  const { config, clock } = deps
  const sent = body === undefined ? '' : JSON.stringify(body)
  const stamp = { timestamp: String(Math.floor(clock.now() / 1000)), nonce: deps.nonce() }
  const what = `${method} ${path.split('?')[0]}`
  let status: number
  let answer: string
  let headers: { get(name: string): string | null }
  try {
    const response = await deps.fetch(`${config.baseUrl}${path}`, {
      method,
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        'user-agent': 'kaibo/1',
        authorization: authorization(config, { method, path, body: sent }, stamp),
        // Asks for answers signed by the public key.
        'wechatpay-serial': config.publicKeyID,
      },
      ...(method === 'POST' && { body: sent }),
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    })
    status = response.status
    headers = response.headers
    answer = await response.text()
  } catch (error) {
    throw new PayUnknown(`${what}: no answer`, error)
  }
  // The official clients look at a failure before its signature, too: it is believed only as far as "this did not work".
  if (status < 200 || status >= 300) throw failureOf(status, answer, what)
  if (!isAuthentic(deps, headers, answer))
    throw new PayUnknown(`${what}: the answer is not signed by WeChat Pay`)
  return answer
}

function failureOf(status: number, answer: string, what: string): Error {
  const parsed = errorSchema.safeParse(parseJson(answer))
  const code = parsed.success ? spelled(parsed.data.code) : `HTTP_${status}`
  const message = `${what}: ${parsed.success ? parsed.data.message : 'no code'}`
  if (status === 429) return new TooOften(`${message} (${code})`)
  // OPENID_MISMATCH is the one 500 that stays wrong (docs, JSAPI order).
  if (status >= 500 && code !== 'OPENID_MISMATCH') return new PayUnknown(`${message} (${code})`)
  return new PayRefused(code, message)
}

/** Some pages of the documents spell a code without its underscore. */
const OLD_SPELLINGS: Readonly<Record<string, string>> = {
  ORDERPAID: 'ORDER_PAID',
  ORDERCLOSED: 'ORDER_CLOSED',
  ORDERNOTEXIST: 'ORDER_NOT_EXIST',
  NOTENOUGH: 'NOT_ENOUGH',
  RULELIMIT: 'RULE_LIMIT',
  NOAUTH: 'NO_AUTH',
}
const spelled = (code: string) => OLD_SPELLINGS[code] ?? code

function isAuthentic(
  { config, clock }: PayClientDeps,
  headers: { get(name: string): string | null },
  body: string,
): boolean {
  const names = ['timestamp', 'nonce', 'signature', 'serial'].map((name) => `wechatpay-${name}`)
  const given = signatureHeaders(Object.fromEntries(names.map((name) => [name, headers.get(name)])))
  const skew = Math.abs(clock.now() - Number(given.timestamp) * 1000)
  return (
    given.serial === config.publicKeyID &&
    given.signature !== '' &&
    skew < CLOCK_SKEW_MS &&
    isSigned({ ...given, body }, given.signature, config.publicKey)
  )
}
