import { functionOf } from '../../../miniprogram/domain/api/function-of'
import type { Reply } from '../../../miniprogram/domain/api/reply'
import { everyMinute, type MinuteReport } from '../../clock/every-minute'
import { roomActions } from '../../room/actions/room-actions'
import { shopActions } from '../../shop/actions/shop-actions'
import { studioActions } from '../../studio/actions/studio-actions'
import { tokenActions } from '../../token/actions/token-actions'
import { receiveCallback } from '../../zego-callback/receive-callback'
import type { ActionName, Actions } from '../define-action'
import { defineFunction } from '../define-function'
import { defineHttp, type HttpAnswer } from '../define-http'
import { defineTimer } from '../define-timer'
import type { Ids } from '../ids'
import type { LogEntry } from '../log'
import type { FunctionRuntime } from '../reply-or-code'
import type { Services } from '../services'
import { tokenGrants } from '../zego/token-grants'
import { tokenRandom } from '../zego/token04'
import { userIDOf, type ZegoRole } from '../zego/user-id'
import { FakeClock } from './fake-clock'
import { FakeZego } from './fake-zego'
import { InMemoryClaimTries } from './in-memory-claim-tries'
import { InMemoryGoodsRepo } from './in-memory-goods-repo'
import { InMemoryMemberRepo } from './in-memory-member-repo'
import { InMemoryNonces } from './in-memory-nonces'
import { InMemoryOrderRepo } from './in-memory-order-repo'
import { inMemoryPayments } from './in-memory-payments'
import { InMemoryRoomRepo } from './in-memory-room-repo'
import { RecordingShippingUpload } from './recording-shipping-upload'
import { RecordingSignals } from './recording-signals'
import { RecordingTitleCheck } from './recording-title-check'

export type FunctionName = 'token' | 'room' | 'studio' | 'shop'

export const APP_ID = 1000000001
export const SERVER_SECRET = 'fa94dd0f974cf2e293728a526b028271'
export const USER_ID_SECRET = 'a secret of this test alone'
export const CALLBACK_SECRET = 'the callback secret of this test'

/** People of the tests. Openids begin with a letter, as WeChat's do. */
export const OWNER = 'oOwner0000000000000000000000'
export const SHOPPER = 'oShopper00000000000000000000'

/** The person's name in ZEGO. */
export const inZego = (openid: string, role: ZegoRole = 'audience') => userIDOf(openid, role, USER_ID_SECRET)

/** A shop in memory: every function behind its real gateway, called as a person, as the timer or as ZEGO. */
export function aShop(settings: Partial<Services['settings']> = {}) {
  const clock = new FakeClock()
  const rooms = new InMemoryRoomRepo()
  const members = new InMemoryMemberRepo({ openid: OWNER, name: '阿禾' })
  const signals = new RecordingSignals()
  const log: LogEntry[] = []
  const grants = tokenGrants({
    zegoAppID: APP_ID,
    zegoServerSecret: SERVER_SECRET,
    userIDSecret: USER_ID_SECRET,
    clock,
    random: tokenRandom,
  })
  const claimTries = new InMemoryClaimTries()
  const nonces = new InMemoryNonces()
  const zego = new FakeZego()
  const titleCheck = new RecordingTitleCheck()
  const goods = new InMemoryGoodsRepo()
  const orders = new InMemoryOrderRepo()
  const payments = inMemoryPayments({ clock })
  const shippingUpload = new RecordingShippingUpload()
  const services: Services = {
    clock,
    rooms,
    members,
    claimTries,
    nonces,
    goods,
    orders,
    payments,
    shippingUpload,
    signals,
    grants,
    zego,
    titleCheck,
    ids: countingIds(),
    log: (entry) => log.push(entry),
    secrets: [SERVER_SECRET, USER_ID_SECRET, CALLBACK_SECRET],
    settings: {
      zegoAppID: APP_ID,
      anchorIDOf: (openid) => inZego(openid, 'anchor'),
      callbackSecret: CALLBACK_SECRET,
      setupCodeSha256: null,
      ...settings,
    },
  }

  const runtimeFor = (wxContext: Record<string, string>): FunctionRuntime => ({
    wxContext: () => wxContext,
    log: services.log,
    newRequestID: () => 'request-1',
    secrets: services.secrets,
  })

  /** One run of the minute timer, or what a call with this identity gets. */
  async function tick(
    identity: Record<string, string> = { TCB_SOURCE: 'wx_trigger' },
  ): Promise<Reply<MinuteReport>> {
    const main = defineTimer(runtimeFor({}), () => everyMinute(services))
    return main({ Type: 'Timer' }, { environment: JSON.stringify(identity) })
  }

  /** What ZEGO gets for posting this body; `event` and `identity` replace what the platform would pass. */
  async function post(
    body: string,
    event: Record<string, unknown> = {},
    identity: Record<string, string> = { TCB_SOURCE: 'wx_http' },
  ): Promise<HttpAnswer | Reply<never>> {
    const main = defineHttp(runtimeFor({}), () => receiveCallback(services))
    return main({ httpMethod: 'POST', body, ...event }, { environment: JSON.stringify(identity) })
  }

  /** A call with any event at all. `openid: null` = nobody is signed in. */
  async function callRaw(
    functionName: FunctionName,
    openid: string | null,
    event: unknown,
  ): Promise<Reply<unknown>> {
    const runtime = runtimeFor(openid === null ? {} : { OPENID: openid })
    const main = {
      token: () => defineFunction(runtime, () => tokenActions(services)),
      room: () => defineFunction(runtime, () => roomActions(services)),
      studio: () => defineFunction(runtime, () => studioActions(services)),
      shop: () => defineFunction(runtime, () => shopActions(services)),
    }[functionName]()
    const environment = JSON.stringify(openid === null ? {} : { WX_OPENID: openid })
    const reply = await main(event, { environment, request_id: 'request-of-the-platform' })
    return JSON.parse(JSON.stringify(reply)) // it crosses the network as JSON
  }

  async function call<Name extends ActionName>(
    openid: string | null,
    action: Name,
    fields: Actions[Name]['request'],
  ): Promise<Reply<Actions[Name]['data']>> {
    return (await callRaw(functionOf(action) as FunctionName, openid, { action, ...fields })) as Reply<
      Actions[Name]['data']
    >
  }

  /** As `call`, for a call that has to succeed. */
  async function ask<Name extends ActionName>(
    openid: string,
    action: Name,
    fields: Actions[Name]['request'],
  ): Promise<Actions[Name]['data']> {
    const reply = await call(openid, action, fields)
    if (!reply.ok) throw new Error(`${action}: ${reply.code}`)
    return reply.data
  }

  return {
    clock,
    rooms,
    members,
    claimTries,
    nonces,
    signals,
    zego,
    titleCheck,
    goods,
    orders,
    payments,
    shippingUpload,
    services,
    log,
    tick,
    post,
    callRaw,
    call,
    ask,
  }
}

function countingIds(): Ids {
  let n = 0
  const next = (prefix: string) => `${prefix}${String(++n).padStart(16, '0')}`
  return {
    goodsID: () => next('g'),
    skuID: () => `sku${++n}`,
    roomID: () => next('r'),
    streamID: () => next('s'),
    requestID: () => next('q'),
  }
}
