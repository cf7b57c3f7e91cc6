import { createHash, randomInt, timingSafeEqual } from 'node:crypto'
import type { Hono } from 'hono'
import { z } from 'zod'
import { SandboxUnsupportedError } from '../errors.ts'
import type { Clock, Log } from '../part.ts'
import { API_CODE, type ApiCode } from './errors.ts'
import type { ZegoLimits } from './limits.ts'
import { CLOSE_TYPE } from './pushes.ts'
import type { RoomState } from './room-state.ts'
import type { Rooms } from './rooms.ts'

export interface ServerApiDeps {
  readonly appID: number
  readonly serverSecret: string
  readonly clock: Clock
  readonly log: Log
  readonly limits: ZegoLimits
  readonly rooms: Rooms
}

interface Reply {
  readonly Code: ApiCode
  readonly Message: string
  readonly Data?: object
}

type Params = Readonly<Record<string, string | string[]>>

/** Data of the reply on success; an ApiRefusal otherwise. */
type Action = (deps: ServerApiDeps, params: Params) => object

class ApiRefusal extends Error {
  readonly code: ApiCode

  constructor(code: ApiCode, message: string) {
    super(message)
    this.name = 'ApiRefusal'
    this.code = code
  }
}

const id = z.string().min(1).max(128)
const message = z.object({
  RoomId: id,
  UserId: z.string().min(1).max(64),
  UserName: z.string().max(256).optional(),
  MessageCategory: z.enum(['1', '2']).transform(Number),
  MessageContent: z.string(),
})
const kick = z.object({ RoomId: id, 'UserId[]': z.array(id), CustomReason: z.string().optional() })
const close = z.object({ RoomId: id, CustomReason: z.string().optional() })
const count = z.object({ 'RoomId[]': z.array(id) })
const oneRoom = z.object({ RoomId: id })
const stream = z.object({ RoomId: id, UserId: id, StreamId: z.string().min(1).max(256) })

/** Parameters and answers as each action's page of ZEGO's Server API v2 says; all are GET. */
const ACTIONS: Readonly<Record<string, Action>> = {
  SendBarrageMessage: (deps, params) => {
    const { room, content } = readMessage(deps, params)
    const [MessageId] = deps.rooms.barrage(room, [content])
    return { MessageId }
  },

  SendBroadcastMessage: (deps, params) => {
    const { room, content } = readMessage(deps, params)
    return { MessageId: deps.rooms.broadcast(room, content) }
  },

  /** Somebody who is not in the room is passed over: being out is what was asked for. */
  KickoutUser: (deps, params) => {
    const { RoomId, 'UserId[]': userIDs, CustomReason = '' } = read(kick, params)
    const { kickUsers, kickReasonBytes } = deps.limits
    if (userIDs.length > kickUsers || Buffer.byteLength(CustomReason) > kickReasonBytes) {
      throw new ApiRefusal(API_CODE.badParameter, 'too many users or too long a reason')
    }
    needRoom(deps, RoomId)
    for (const userID of userIDs) deps.rooms.kick(RoomId, userID, CustomReason)
    return {}
  },

  CloseRoom: (deps, params) => {
    const { RoomId, CustomReason = '' } = read(close, params)
    const room = needRoom(deps, RoomId)
    for (const userID of [...room.users.keys()]) deps.rooms.kick(RoomId, userID, CustomReason)
    return {}
  },

  /** A room that does not exist has 0 users. */
  DescribeUserNum: (deps, params) => {
    const { 'RoomId[]': roomIDs } = read(count, params)
    if (roomIDs.length > deps.limits.countedRooms)
      throw new ApiRefusal(API_CODE.badParameter, 'too many rooms')
    const UserCountList = roomIDs.map((RoomId) => {
      const UserCount = deps.rooms.find(RoomId)?.users.size ?? 0
      return { RoomId, UserCount, AdminUserCount: 0 }
    })
    return { UserCountList }
  },

  DescribeSimpleStreamList: (deps, params) => {
    const { RoomId } = read(oneRoom, params)
    const StreamList = [...needRoom(deps, RoomId).streams.values()].map((item) => ({
      StreamId: item.streamID,
      UserId: item.userID,
      UserName: item.userName,
      CreateTime: item.createdAt,
      StreamNumberId: item.nid,
    }))
    return { StreamList }
  },

  /** Only the room forgets the stream; the media goes on, as with ZEGO. */
  DeleteStream: (deps, params) => {
    const { RoomId, UserId, StreamId } = read(stream, params)
    const room = needRoom(deps, RoomId)
    const found = room.streams.get(StreamId)
    if (found?.userID === UserId) deps.rooms.deleteStream(room, found, CLOSE_TYPE.byServer)
    return {}
  },
}

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
    return { Code: API_CODE.ok, Message: 'success', Data: action(deps, params) }
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
  const refuse = (wrong: boolean, code: ApiCode, why: string) => {
    if (wrong) throw new ApiRefusal(code, why)
  }
  const app = text('AppId', API_CODE.badAppId)
  refuse(!/^\d{1,10}$/.test(app), API_CODE.badAppId, 'AppId is no number')
  const timestamp = text('Timestamp', API_CODE.noTimestamp)
  refuse(!/^\d{1,12}$/.test(timestamp), API_CODE.badTimestamp, 'Timestamp is no number of seconds')
  text('Action', API_CODE.noAction)
  const nonce = text('SignatureNonce', API_CODE.noNonce)
  refuse(!/^[0-9a-f]{16}$/i.test(nonce), API_CODE.badParameter, 'SignatureNonce is not 16 hex digits')
  const signature = text('Signature', API_CODE.noSignature)
  const version = text('SignatureVersion', API_CODE.noSignatureVersion)
  refuse(version !== '2.0', API_CODE.badSignatureVersion, 'SignatureVersion is not 2.0')
  refuse(Number(app) !== appID, API_CODE.unknownApp, 'no such AppId')
  const skewMs = Math.abs(clock.now() - Number(timestamp) * 1000)
  refuse(skewMs > limits.apiTimestampSkewMs, API_CODE.signatureExpired, 'Signature expired')
  const expected = createHash('md5').update(`${app}${nonce}${serverSecret}${timestamp}`).digest()
  const given = Buffer.from(signature, 'latin1')
  const right = Buffer.from(expected.toString('hex'), 'latin1')
  const equal = given.length === right.length && timingSafeEqual(given, right)
  refuse(!equal, API_CODE.signatureWrong, 'Invalid signature')
}

function readMessage(deps: ServerApiDeps, params: Params) {
  const { RoomId, UserId, UserName = '', MessageCategory, MessageContent } = read(message, params)
  if (MessageContent === '') throw new ApiRefusal(API_CODE.emptyMessage, 'MessageContent is empty')
  if (Buffer.byteLength(MessageContent) > deps.limits.messageBytes) {
    throw new ApiRefusal(
      API_CODE.messageTooLong,
      `MessageContent is longer than ${deps.limits.messageBytes} bytes`,
    )
  }
  const content = { userID: UserId, userName: UserName, category: MessageCategory, content: MessageContent }
  return { room: needRoom(deps, RoomId), content }
}

function needRoom({ rooms }: ServerApiDeps, roomID: string): RoomState {
  const room = rooms.find(roomID)
  if (!room) throw new ApiRefusal(API_CODE.noRoom, 'room does not exist')
  return room
}

function read<T>(schema: z.ZodType<T>, params: Params): T {
  const result = schema.safeParse(params)
  if (result.success) return result.data
  const names = result.error.issues.map(({ path }) => path[0]).join(', ')
  throw new ApiRefusal(API_CODE.badParameter, `missing or wrong: ${names}`)
}

/** `UserId[]=a&UserId[]=b` is an array, every other name one text. */
function readQuery(query: URLSearchParams): Params {
  const params: Record<string, string | string[]> = {}
  for (const name of new Set(query.keys())) {
    params[name] = name.endsWith('[]') ? query.getAll(name) : (query.get(name) ?? '')
  }
  return params
}
