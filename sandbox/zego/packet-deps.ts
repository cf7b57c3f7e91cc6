import type { Clock, Log } from '../part.ts'
import type { RateLimiter } from '../rate-limiter.ts'
import type { Admission } from './admission.ts'
import { SERVER_CODE } from './errors.ts'
import type { ZegoFaults } from './faults.ts'
import type { ZegoLimits } from './limits.ts'
import type { ResponseHead } from './messages.ts'
import type { Rooms } from './rooms.ts'

/** What ZEGO's support or the control API can switch while people are connected. */
export interface ZegoSwitches {
  /** Whether privilege 2 and the stream list of tokens are enforced for this AppID. */
  publishPrivilege: boolean
}

/** What the handlers of room packets work with. */
export interface PacketDeps {
  readonly appID: number
  readonly serverSecret: string
  readonly switches: ZegoSwitches
  /** Tokens that a fault made run out before their time. */
  readonly expiredTokens: ReadonlySet<string>
  readonly clock: Clock
  readonly log: Log
  readonly limits: ZegoLimits
  readonly rooms: Rooms
  readonly limiter: RateLimiter
  readonly faults: ZegoFaults
  readonly admission: Admission
}

export interface PacketAnswer {
  readonly contextKey: number
  readonly body: Buffer
}

export const OK: ResponseHead = { code: SERVER_CODE.ok, message: '' }
export const refused = (code: number): ResponseHead => ({ code, message: 'refused' })
