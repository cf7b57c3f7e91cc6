import { readFileSync } from 'node:fs'
import protobuf from 'protobufjs'
import { z } from 'zod'
import { SandboxUnsupportedError } from '../../errors.ts'
import type { Fields } from '../ejson.ts'
import { CloudError } from '../errors.ts'
import { type CheckDeps, msgSecCheck } from './msg-sec-check.ts'
import { getOrder, isTradeManaged } from './trade/read-trade.ts'
import type { TradeOrders } from './trade/trade-orders.ts'
import { uploadShippingInfo } from './trade/upload-shipping-info.ts'

/** "function has no permission to call this API" and "illegal source" (wx-server-sdk 4.0.2, WeChat's cloud call page). */
const NO_PERMISSION = -604101
const ILLEGAL_SOURCE = -604104

const { root } = protobuf.parse(readFileSync(new URL('./common-rpc.proto', import.meta.url), 'utf8'))
const requestType = root.lookupType('CommApiData')
const answerType = root.lookupType('CommOpenApiResp')

const pair = z.object({
  key: z.string(),
  value: z.instanceof(Uint8Array),
  contenttype: z.string().optional(),
})
/** Without parameters there are no pairs at all. */
const requestSchema = z.object({ openapiData: z.object({ pairs: z.array(pair).default([]) }) })

export interface OpenApiDeps {
  readonly check: CheckDeps
  readonly trade: TradeOrders
}

/** The doubles. What is not here is refused by name. */
const APIS: Readonly<Record<string, (input: Fields, deps: OpenApiDeps) => Fields>> = {
  'security.msgSecCheck': (input, { check }) => msgSecCheck(input, check),
  'wxa.sec.order.getOrder': (input, { trade }) => getOrder(input, trade),
  'wxa.sec.order.isTradeManaged': (input, { trade }) => isTradeManaged(input, trade),
  'wxa.sec.order.uploadShippingInfo': (input, { trade }) => uploadShippingInfo(input, trade),
}

export interface OpenApiCall {
  readonly apiName: string
  /** permissions.openapi of the calling function's config.json. */
  readonly declared: readonly string[]
  /** How the calling function was started, e.g. `wx_client,scf`. */
  readonly source: string
  /** CommApiData. */
  readonly requestData: Uint8Array
}

/**
 * One call of WeChat's server API by a function; answers protobuf bytes. What config.json does not declare is refused
 * as in the cloud; a declared API without a double refuses by name (D-CL-05).
 */
export function callOpenApi(
  { apiName, declared, source, requestData }: OpenApiCall,
  deps: OpenApiDeps,
): Buffer {
  if (!declared.includes(apiName)) return encode({ errorCode: NO_PERMISSION })
  // Documented for calls of phones and timers only; nobody says that it works over HTTP (D-CL-05).
  if (source.startsWith('wx_http')) return encode({ errorCode: ILLEGAL_SOURCE })
  const api = Object.hasOwn(APIS, apiName) ? APIS[apiName] : undefined
  if (!api) throw new SandboxUnsupportedError(`cloud.openapi.${apiName}`, 'D-CL-05')
  const answer = api(decode(requestData), deps)
  return encode({ respData: Buffer.from(JSON.stringify(answer)), contentType: 'application/json' })
}

const encode = (fields: Fields): Buffer => Buffer.from(answerType.encode(answerType.create(fields)).finish())

function decode(requestData: Uint8Array): Fields {
  try {
    const message: unknown = requestType.toObject(requestType.decode(requestData))
    const { pairs } = requestSchema.parse(message).openapiData
    return Object.fromEntries(
      pairs
        .filter(({ contenttype }) => !contenttype) // a file: no double here takes one
        .map(({ key, value }) => [key, JSON.parse(Buffer.from(value).toString('utf8'))]),
    )
  } catch {
    throw new CloudError('INVALID_PARAM', 'requestData is malformed')
  }
}
