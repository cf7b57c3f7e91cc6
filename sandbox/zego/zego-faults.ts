import type { Clock } from '../part.ts'
import type { CallbackFault, CallbackPost } from './callback-post.ts'
import { type ActiveZegoFaults, dice, hits, serverCodeOf, type Undo, type Whom } from './faults.ts'
import type { Link, Rooms } from './rooms.ts'

/** What faults can do to ZEGO's side. What lasts answers its undoing; the rest, how many it hit. */
export interface ZegoFaults {
  /** Every frame to the phone, answers too, comes `ms` later. */
  slow(fault: Whom & { readonly ms: number }): Undo
  /** Breaks sockets; the SDKs come back by themselves. */
  dropSocket(whom?: Whom): number
  /** ZEGO forgets rooms, people and streams and every socket closes; the port stays, the SDKs log in again. */
  restartEmpty(): void
  /** `code` as the SDK shall say it (1102016, 1102018, 1002034, 1002050, 1002066, 1002099), or a server code as it is. */
  refuseLogin(fault: Whom & { readonly code: number }): Undo
  /** LoginRoom is never answered. */
  muteLogin(whom?: Whom): Undo
  /** The tokens of who is logged in have run out, also for a new login; a new token is good. */
  expireToken(whom?: Whom): number
  /** Out of every room they are in. */
  kick(fault: Whom & { readonly roomID?: string; readonly reason: string }): number
  /** No address to push or play is given out; the SDK asks again and again. */
  dispatchFail(whom?: Whom): Undo
  /** `share` (0 to 1) of the barrages does not reach a phone; the same ones for the same seed. */
  loseMessages(fault: Whom & { readonly share: number; readonly seed?: number }): Undo
  loseCallbacks(fault?: CallbackFault): Undo
  doubleCallbacks(fault?: CallbackFault): Undo
  delayCallbacks(fault: CallbackFault & { readonly ms: number }): Undo
}

export interface ZegoFaultDeps {
  readonly clock: Clock
  readonly rooms: Rooms
  readonly links: ReadonlySet<Link>
  readonly faults: ActiveZegoFaults
  readonly expiredTokens: Set<string>
  readonly callbacks: CallbackPost
}

export function createZegoFaults(deps: ZegoFaultDeps): ZegoFaults {
  const { clock, rooms, links, faults, expiredTokens, callbacks } = deps
  const dropSocket = (whom: Whom = {}) => {
    const hit = [...links].filter((link) => hits(whom, link))
    for (const link of hit) link.drop()
    return hit.length
  }
  /** Logins; of a lost socket only the person is known. */
  const membersHit = (whom: Whom) =>
    rooms
      .members()
      .filter(({ user: { userID }, link }) => hits(whom, { userID, origin: link?.origin ?? null }))
  return {
    slow: ({ ms, ...whom }) => faults.slow.turnOn(whom, ms),
    dropSocket,
    restartEmpty: () => {
      rooms.clear()
      dropSocket()
    },
    refuseLogin: ({ code, ...whom }) => faults.refusedLogin.turnOn(whom, serverCodeOf(code)),
    muteLogin: (whom = {}) => faults.mutedLogin.turnOn(whom, true),
    expireToken: (whom = {}) => {
      const hit = membersHit(whom)
      for (const member of hit) {
        expiredTokens.add(member.token)
        member.grant = { ...member.grant, expiresAtS: Math.floor(clock.now() / 1000) }
      }
      return hit.length
    },
    kick: ({ roomID, reason, ...whom }) =>
      membersHit(whom)
        .filter(({ room }) => roomID === undefined || room.roomID === roomID)
        .filter(({ room, user }) => rooms.kick(room.roomID, user.userID, reason)).length,
    dispatchFail: (whom = {}) => faults.failedDispatch.turnOn(whom, true),
    loseMessages: ({ share, seed = 1, ...whom }) => faults.lostBarrage.turnOn(whom, dice(share, seed)),
    loseCallbacks: (fault = {}) => callbacks.lose(fault),
    doubleCallbacks: (fault = {}) => callbacks.double(fault),
    delayCallbacks: (fault) => callbacks.delay(fault),
  }
}
