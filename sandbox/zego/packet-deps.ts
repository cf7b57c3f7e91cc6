import type { Clock, Log } from '../part.ts'
import { SERVER_CODE, type ServerCode } from './errors.ts'
import type { ZegoLimits } from './limits.ts'
import type { ResponseHead } from './messages.ts'
import type { Rooms } from './rooms.ts'

/** What the handlers of room packets work with. */
export interface PacketDeps {
  readonly appID: number
  readonly serverSecret: string
  /** Whether ZEGO's support has switched on stream privileges for this AppID. */
  readonly publishPrivilege: boolean
  readonly clock: Clock
  readonly log: Log
  readonly limits: ZegoLimits
  readonly rooms: Rooms
}

export interface PacketAnswer {
  readonly contextKey: number
  readonly body: Buffer
}

export const OK: ResponseHead = { code: SERVER_CODE.ok, message: '' }
export const refused = (code: ServerCode): ResponseHead => ({ code, message: 'refused' })
