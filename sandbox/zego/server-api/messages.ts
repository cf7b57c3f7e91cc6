import { z } from 'zod'
import { perSecond } from '../../rate-limiter.ts'
import { API_CODE } from '../errors.ts'
import {
  type Action,
  checkContent,
  id,
  needRoom,
  type Params,
  read,
  refuseIf,
  type ServerApiDeps,
  userID,
} from './action.ts'

/** Docs: SendCustomCommand, people in one call. */
const COMMAND_USERS = 10

const message = z.object({
  RoomId: id,
  UserId: userID,
  UserName: z.string().max(256).optional(),
  MessageCategory: z.enum(['1', '2']).transform(Number),
  MessageContent: z.string(),
})
const command = z.object({
  RoomId: id,
  FromUserId: userID,
  'ToUserId[]': z.array(userID).optional(),
  MessageContent: z.string(),
})

function readMessage(deps: ServerApiDeps, params: Params) {
  const { RoomId, UserId, UserName = '', MessageCategory, MessageContent } = read(message, params)
  checkContent(deps, MessageContent)
  const content = { userID: UserId, userName: UserName, category: MessageCategory, content: MessageContent }
  return { room: needRoom(deps, RoomId), content }
}

export const messageActions: Readonly<Record<string, Action>> = {
  SendBarrageMessage: {
    rate: perSecond(100),
    run: (deps, params) => {
      const { room, content } = readMessage(deps, params)
      const [MessageId] = deps.rooms.barrage(room, [content])
      deps.countMessage()
      return { MessageId }
    },
  },

  SendBroadcastMessage: {
    rate: perSecond(100),
    run: (deps, params) => {
      const { room, content } = readMessage(deps, params)
      deps.countMessage()
      return { MessageId: deps.rooms.broadcast(room, content) }
    },
  },

  /** Without ToUserId[] to everybody. Who is not there is listed, and the others get it. */
  SendCustomCommand: {
    rate: perSecond(100),
    run: (deps, params) => {
      const { RoomId, FromUserId, 'ToUserId[]': to, MessageContent } = read(command, params)
      refuseIf((to?.length ?? 0) > COMMAND_USERS, API_CODE.tooManyUsers, 'more than 10 users')
      checkContent(deps, MessageContent)
      const room = needRoom(deps, RoomId)
      // What the SDK's own sendCustomCommand puts on the wire; the receivers read the sender from it.
      const json = JSON.stringify({
        from_userid: FromUserId,
        from_username: '',
        request_id: '',
        custom_content: MessageContent,
        room_id: RoomId,
      })
      deps.rooms.customCommand(room, FromUserId, to ?? null, json)
      deps.countMessage()
      const absent = (to ?? []).filter((one) => !room.users.has(one))
      return { FailUsers: absent.map((Uid) => ({ Uid, Code: API_CODE.userOffline })) }
    },
  },
}
