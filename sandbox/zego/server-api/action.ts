import { z } from 'zod'
import type { Clock, Log } from '../../part.ts'
import type { Rate, RateLimiter } from '../../rate-limiter.ts'
import type { Admission } from '../admission.ts'
import { API_CODE, type ApiCode } from '../errors.ts'
import type { ZegoLimits } from '../limits.ts'
import type { RoomState } from '../room-state.ts'
import type { Rooms } from '../rooms.ts'

export interface ServerApiDeps {
  readonly appID: number
  readonly serverSecret: string
  readonly clock: Clock
  readonly log: Log
  readonly limits: ZegoLimits
  readonly rooms: Rooms
  readonly limiter: RateLimiter
  readonly admission: Admission
  readonly rtmpHost: () => string
  /** Since when (ms) the media server has a stream of this name; undefined = it has none. */
  readonly liveSince: (streamID: string) => number | undefined
  /** A message went out in the app server's name. */
  readonly countMessage: () => void
}

/** `UserId[]=a&UserId[]=b` is an array, every other name one text. */
export type Params = Readonly<Record<string, string | string[]>>

/** Parameters and answers as the action's page of ZEGO's Server API v2 says. */
export interface Action {
  /** Of the whole app; docs of the action. */
  readonly rate: Rate
  /** Of one room (parameter RoomId), on top. */
  readonly roomRate?: Rate
  /** How the action's own list of return codes says "too often". */
  readonly tooOften?: ApiCode
  /** Data of the reply on success. Throws ApiRefusal. */
  run(deps: ServerApiDeps, params: Params): object
}

export class ApiRefusal extends Error {
  readonly code: ApiCode

  constructor(code: ApiCode, message: string) {
    super(message)
    this.name = 'ApiRefusal'
    this.code = code
  }
}

export const id = z.string().min(1).max(128)
export const userID = z.string().min(1).max(64)

export function refuseIf(wrong: boolean, code: ApiCode, why: string): void {
  if (wrong) throw new ApiRefusal(code, why)
}

/** Throws ApiRefusal 2 with the names that are wrong. */
export function read<T>(schema: z.ZodType<T>, params: Params): T {
  const result = schema.safeParse(params)
  if (result.success) return result.data
  const names = result.error.issues.map(({ path }) => path[0]).join(', ')
  throw new ApiRefusal(API_CODE.badParameter, `missing or wrong: ${names}`)
}

export function needRoom(
  { rooms }: ServerApiDeps,
  roomID: string,
  code: ApiCode = API_CODE.noRoom,
): RoomState {
  const room = rooms.find(roomID)
  if (!room) throw new ApiRefusal(code, 'room does not exist')
  return room
}

export function checkContent({ limits }: ServerApiDeps, content: string): void {
  refuseIf(content === '', API_CODE.emptyMessage, 'MessageContent is empty')
  const isLong = Buffer.byteLength(content) > limits.messageBytes
  refuseIf(isLong, API_CODE.messageTooLong, `MessageContent is longer than ${limits.messageBytes} bytes`)
}
