import { ActiveFaults } from '../faults/active-faults.ts'
import { LOGIN_CODE_FOR_SDK } from './errors.ts'

/** Whom a fault hits; without either everybody. */
export interface Whom {
  readonly userID?: string
  /** Web origin of the page that opened the socket: one phone, whoever it logs in as. */
  readonly origin?: string
}

/** Whom a socket belongs to; `userID` null = nobody has logged in yet. */
export interface Socket {
  readonly userID: string | null
  readonly origin: string | null
}

/** What hits one person or one page does not hit a socket of which that is not known. */
export const hits =
  ({ userID, origin }: Whom) =>
  (socket: Socket): boolean =>
    (userID === undefined || userID === socket.userID) && (origin === undefined || origin === socket.origin)

/** The faults of ZEGO that are in force, as the connection, login, dispatch and rooms ask for them. */
export class ZegoFaults {
  /** ms by which every frame reaches the phone later. */
  readonly slow = new ActiveFaults<number, Socket>()
  /** What the server says at login. */
  readonly refusedLogin = new ActiveFaults<number, Socket>()
  readonly mutedLogin = new ActiveFaults<true, Socket>()
  readonly failedDispatch = new ActiveFaults<true, Socket>()
  /** Asked once for each barrage push to one phone: true = it does not arrive. */
  readonly lostBarrage = new ActiveFaults<() => boolean, Socket>()

  clear(): void {
    const { slow, refusedLogin, mutedLogin, failedDispatch, lostBarrage } = this
    for (const one of [slow, refusedLogin, mutedLogin, failedDispatch, lostBarrage]) one.clear()
  }
}

/** A number the SDK knows (1102016 …) becomes what makes the SDK say it; any other is sent as it is. */
export function serverCodeOf(code: number): number {
  return LOGIN_CODE_FOR_SDK.get(code) ?? code
}

/** true in about `share` of the calls (0 to 1), the same ones for the same seed (mulberry32). */
export function dice(share: number, seed: number): () => boolean {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32 < share
  }
}
