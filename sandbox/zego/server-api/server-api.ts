import { createHash, randomInt, timingSafeEqual } from 'node:crypto'
import type { Hono } from 'hono'
import { SandboxUnsupportedError } from '../../errors.ts'
import { API_CODE, type ApiCode } from '../errors.ts'
import { type Action, ApiRefusal, type Params, refuseIf, type ServerApiDeps } from './action.ts'
import { messageActions } from './messages.ts'
import { peopleActions } from './people.ts'
import { streamActions } from './streams.ts'

interface Reply {
  readonly Code: ApiCode
  readonly Message: string
  readonly Data?: object
}

const ACTIONS: Readonly<Record<string, Action>> = { ...messageActions, ...peopleActions, ...streamActions }

/**
 * `GET /api?Action=…`, in place of https://rtc-api.zego.im. Signature = md5(AppId + SignatureNonce + ServerSecret +
 * Timestamp) in lowercase hex. The HTTP status is 200 whatever the Code says; 501 where the sandbox has no such action.
 */
export function addServerApi(app: Hono, path: string, deps: ServerApiDeps): void {
  app.on('GET', [path, `${path}/`], (context) => {
    const reply = answer(deps, readQuery(new URL(context.req.url).searchParams))
    const RequestId = `${randomInt(1, 2 ** 47)}`
    const status = reply.Code === API_CODE.unsupportedAction ? 501 : 200
    return context.json(
      { Code: reply.Code, Message: reply.Message, RequestId, Data: reply.Data ?? {} },
      status,
    )
  })
}

function answer(deps: ServerApiDeps, params: Params): Reply {
  try {
    checkCommon(deps, params)
    const name = String(params.Action)
    const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined
    const shown = /^\w{1,64}$/.test(name) ? name : 'with this name'
    if (!action) throw new SandboxUnsupportedError(`ZEGO server API action ${shown}`, 'D-ZG-10')
    checkRate(deps, name, action, params)
    return { Code: API_CODE.ok, Message: 'success', Data: action.run(deps, params) }
  } catch (error) {
    if (error instanceof SandboxUnsupportedError) {
      deps.log(`zego: ${error.message}`)
      return { Code: API_CODE.unsupportedAction, Message: error.message }
    }
    if (!(error instanceof ApiRefusal)) throw error
    return { Code: error.code, Message: error.message }
  }
}

/** The public parameters, in the order of ZEGO's list of return codes. A used nonce may be used again (D-ZG-11). */
function checkCommon({ appID, serverSecret, clock, limits }: ServerApiDeps, params: Params): void {
  const text = (name: string, missing: ApiCode): string => {
    const value = params[name]
    if (typeof value !== 'string' || value === '') throw new ApiRefusal(missing, `${name} is missing`)
    return value
  }
  const app = text('AppId', API_CODE.badAppId)
  refuseIf(!/^\d{1,10}$/.test(app), API_CODE.badAppId, 'AppId is no number')
  const timestamp = text('Timestamp', API_CODE.noTimestamp)
  refuseIf(!/^\d{1,12}$/.test(timestamp), API_CODE.badTimestamp, 'Timestamp is no number of seconds')
  text('Action', API_CODE.noAction)
  const nonce = text('SignatureNonce', API_CODE.noNonce)
  refuseIf(!/^[0-9a-f]{16}$/i.test(nonce), API_CODE.badParameter, 'SignatureNonce is not 16 hex digits')
  const signature = text('Signature', API_CODE.noSignature)
  const version = text('SignatureVersion', API_CODE.noSignatureVersion)
  refuseIf(version !== '2.0', API_CODE.badSignatureVersion, 'SignatureVersion is not 2.0')
  refuseIf(Number(app) !== appID, API_CODE.unknownApp, 'no such AppId')
  const skewMs = Math.abs(clock.now() - Number(timestamp) * 1000)
  refuseIf(skewMs > limits.apiTimestampSkewMs, API_CODE.signatureExpired, 'Signature expired')
  const expected = createHash('md5').update(`${app}${nonce}${serverSecret}${timestamp}`).digest()
  const given = Buffer.from(signature, 'latin1')
  const right = Buffer.from(expected.toString('hex'), 'latin1')
  const equal = given.length === right.length && timingSafeEqual(given, right)
  refuseIf(!equal, API_CODE.signatureWrong, 'Invalid signature')
}

function checkRate({ limiter }: ServerApiDeps, name: string, action: Action, { RoomId }: Params): void {
  const { rate, roomRate, tooOften = API_CODE.appTooOften } = action
  refuseIf(!limiter.take(`api ${name}`, rate), tooOften, 'too many requests')
  const room = typeof RoomId === 'string' && roomRate ? roomRate : null
  if (room)
    refuseIf(!limiter.take(`api ${name} ${RoomId}`, room), API_CODE.roomTooOften, 'too many for this room')
}

function readQuery(query: URLSearchParams): Params {
  const params: Record<string, string | string[]> = {}
  for (const name of new Set(query.keys())) {
    params[name] = name.endsWith('[]') ? query.getAll(name) : (query.get(name) ?? '')
  }
  return params
}
