import type { Reply } from '../../../miniprogram/domain/api/reply'
import { roomActions } from '../../room/actions/room-actions'
import { studioActions } from '../../studio/actions/studio-actions'
import { tokenActions } from '../../token/actions/token-actions'
import type { ActionName, Actions } from '../define-action'
import { defineFunction, type FunctionHost } from '../define-function'
import type { Ids } from '../ids'
import type { LogEntry } from '../log'
import type { Services } from '../services'
import { tokenGrants } from '../zego/token-grants'
import { tokenRandom } from '../zego/token04'
import { FakeClock } from './fake-clock'
import { InMemoryMemberRepo } from './in-memory-member-repo'
import { InMemoryRoomRepo } from './in-memory-room-repo'
import { RecordingSignals } from './recording-signals'

export const APP_ID = 1000000001
export const SERVER_SECRET = 'fa94dd0f974cf2e293728a526b028271'
export const USER_ID_SECRET = 'a secret of this test alone'

/** People of the tests. Openids begin with a letter, as WeChat's do. */
export const OWNER = 'oOwner0000000000000000000000'
export const SHOPPER = 'oShopper00000000000000000000'

/** A shop in memory: all three functions behind their real doors, called as a person. */
export function aShop(replace: Partial<Services> = {}) {
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
  const services: Services = { clock, rooms, members, signals, grants, ids: countingIds(), ...replace }

  /** A call with any event at all. `openid: null` = nobody is signed in. */
  async function callRaw(
    functionName: 'token' | 'room' | 'studio',
    openid: string | null,
    event: unknown,
  ): Promise<Reply<unknown>> {
    const host: FunctionHost = {
      wxContext: () => (openid === null ? {} : { OPENID: openid }),
      log: (entry) => log.push(entry),
      newRequestID: () => 'request-1',
      secrets: [SERVER_SECRET, USER_ID_SECRET],
    }
    const main = {
      token: () => defineFunction(host, () => tokenActions(services)),
      room: () => defineFunction(host, () => roomActions(services)),
      studio: () => defineFunction(host, () => studioActions(services)),
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
    const functionName = action.split('.')[0] as 'token' | 'room' | 'studio'
    return (await callRaw(functionName, openid, { action, ...fields })) as Reply<Actions[Name]['data']>
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

  return { clock, rooms, members, signals, services, log, callRaw, call, ask }
}

function countingIds(): Ids {
  let n = 0
  const next = (prefix: string) => `${prefix}${String(++n).padStart(16, '0')}`
  return { roomID: () => next('r'), streamID: () => next('s'), requestID: () => next('q') }
}
