import { z } from 'zod'
import {
  type FaultTargets,
  hitSome,
  lasting,
  ms,
  once,
  type PhoneScope,
  phone,
} from '../faults/fault-kind.ts'
import type { Clock } from '../part.ts'
import type { CallbackSender } from './callback-sender.ts'
import { CALLBACK_EVENTS, type Callback, type CallbackEvent } from './callbacks.ts'
import { dice, hits, serverCodeOf, type Whom, type ZegoFaults } from './faults.ts'
import type { Link, Rooms } from './rooms.ts'

export interface ZegoFaultDeps {
  readonly clock: Clock
  readonly rooms: Rooms
  readonly links: ReadonlySet<Link>
  readonly faults: ZegoFaults
  readonly expiredTokens: Set<string>
  readonly callbacks: CallbackSender
}

/** Whom: one phone, one ZEGO user, or everybody. */
const whom = { phone: phone.optional(), userID: z.string().min(1).optional() }
const whomOf = ({ userID }: { userID?: string }, scope: PhoneScope | undefined): Whom => ({
  userID,
  origin: scope?.origin,
})
const NOBODY = 'nobody there is connected to ZEGO'

/** Of the rooms and sockets. */
export function zegoFaultKinds(deps: ZegoFaultDeps): FaultTargets {
  const { clock, rooms, links, faults, expiredTokens, callbacks } = deps
  const dropSockets = (who: Whom = {}) => {
    const hit = [...links].filter(hits(who))
    for (const link of hit) link.drop()
    return hit.length
  }
  /** Logins; of a lost socket only the person is known. */
  const membersHit = (who: Whom) =>
    rooms
      .members()
      .filter(({ user: { userID }, link }) => hits(who)({ userID, origin: link?.origin ?? null }))
  return {
    zego: {
      label: 'ZEGO',
      kinds: {
        slow: lasting(
          {
            label: '信令变慢',
            what: 'Every frame to the phone comes later.',
            fields: { ...whom, ms: ms.default(1_000) },
          },
          (fault, scope) => faults.slow.add(fault.ms, hits(whomOf(fault, scope))),
        ),
        dropSocket: once(
          { label: '断开信令', what: 'The socket breaks; the SDK comes back by itself.', fields: whom },
          (fault, scope) => hitSome(dropSockets(whomOf(fault, scope)), NOBODY),
        ),
        restartEmpty: once(
          {
            label: 'ZEGO 重启失忆',
            what: 'ZEGO forgets rooms, people and streams; every socket closes, the SDKs log in again.',
          },
          () => {
            rooms.clear()
            dropSockets()
          },
        ),
        refuseLogin: lasting(
          {
            label: '拒绝登录房间',
            what: 'LoginRoom fails with the code as the SDK says it, or with a server code as it is.',
            fields: { ...whom, code: z.int().positive().default(1102016) },
          },
          (fault, scope) => faults.refusedLogin.add(serverCodeOf(fault.code), hits(whomOf(fault, scope))),
        ),
        muteLogin: lasting(
          { label: '登录无应答', what: 'LoginRoom is never answered.', fields: whom },
          (fault, scope) => faults.mutedLogin.add(true, hits(whomOf(fault, scope))),
        ),
        expireToken: once(
          {
            label: 'Token 过期',
            what: 'The tokens in use have run out, also for a new login; a new one is good.',
            fields: whom,
          },
          (fault, scope) => {
            const hit = membersHit(whomOf(fault, scope))
            for (const member of hit) {
              expiredTokens.add(member.token)
              member.grant = { ...member.grant, expiresAtS: Math.floor(clock.now() / 1000) }
            }
            hitSome(hit.length, NOBODY)
          },
        ),
        kick: once(
          {
            label: '踢出房间',
            what: 'Out of one room, or of every room they are in, by the server.',
            fields: { ...whom, roomID: z.string().optional(), reason: z.string().default('') },
          },
          ({ roomID, reason, ...fault }, scope) => {
            const kicked = membersHit(whomOf(fault, scope))
              .filter(({ room }) => roomID === undefined || room.roomID === roomID)
              .filter(({ room, user }) => rooms.kick(room.roomID, user.userID, reason))
            hitSome(kicked.length, 'nobody there is in a room')
          },
        ),
        dispatchFail: lasting(
          {
            label: '拿不到推拉流地址',
            what: 'No address to push or play is given out; the SDK asks again and again.',
            fields: whom,
          },
          (fault, scope) => faults.failedDispatch.add(true, hits(whomOf(fault, scope))),
        ),
        loseMessages: lasting(
          {
            label: '丢三成弹幕',
            what: 'A share (0 to 1) of the barrages does not arrive; the same ones for the same seed.',
            fields: { ...whom, share: z.number().min(0).max(1).default(0.3), seed: z.int().default(1) },
          },
          ({ share, seed, ...fault }, scope) =>
            faults.lostBarrage.add(dice(share, seed), hits(whomOf(fault, scope))),
        ),
      },
    },
    callback: callbackFaultKinds(callbacks),
  }
}

const event = z.enum(CALLBACK_EVENTS).optional()
const isEvent = (wanted: CallbackEvent | undefined) => (callback: Callback) =>
  wanted === undefined || wanted === callback.event

/** Of the way from ZEGO to the app server: one event, or all. */
const callbackFaultKinds = ({ faults }: CallbackSender): FaultTargets[string] => ({
  label: 'ZEGO 回调',
  kinds: {
    lose: lasting(
      { label: '回调丢失', what: 'Callbacks to the app server do not arrive.', fields: { event } },
      (fault) => faults.lost.add(true, isEvent(fault.event)),
    ),
    double: lasting({ label: '回调重复', what: 'Callbacks arrive twice.', fields: { event } }, (fault) =>
      faults.doubled.add(true, isEvent(fault.event)),
    ),
    delay: lasting(
      { label: '回调延迟', what: 'Callbacks arrive later.', fields: { event, ms: ms.default(5_000) } },
      (fault) => faults.delayed.add(fault.ms, isEvent(fault.event)),
    ),
  },
})
