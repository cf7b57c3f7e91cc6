import {
  barragePush,
  broadcastPush,
  connectionKick,
  extraInfoPush,
  kickPush,
  mergePush,
  push,
  streamPush,
  userPush,
} from './messages.ts'
import { CMD } from './packet-codec.ts'
import type { ExtraInfo, RoomStream, RoomUser } from './room-state.ts'

/** A packet that the server sends by itself; who gets it decides rooms.ts. */
export interface OutPush {
  readonly cmd: number
  readonly body: Buffer
}

export const SUB_CMD = {
  users: 10001,
  kick: 10002,
  custom: 11005,
  streamAdded: 12001,
  streamDeleted: 12002,
  streamUpdated: 12003,
  broadcast: 13001,
  barrage: 14001,
  extraInfo: 15001,
} as const

/** Role 2 is an ordinary user; the SDK hides role 4. */
export const USER_ROLE = 2
export const EXTRA_INFO_CHANNEL = 'clt'
const TEXT = 1

/** Why a stream or user went, as the SDK's own messages number it (also `type` of ZEGO's stream_close callback). */
export const CLOSE_TYPE = {
  normal: 0,
  loginElsewhere: 2,
  kicked: 3,
  linkLost: 4,
  roomClosed: 5,
  byServer: 100,
} as const
export type CloseType = (typeof CLOSE_TYPE)[keyof typeof CLOSE_TYPE]

/** 1 = system, 2 = chat. */
export interface RoomMessage {
  readonly userID: string
  readonly userName: string
  readonly category: number
  readonly content: string
}

function single(subCmd: number, body: Buffer, now: number): OutPush {
  const head = { sub_cmd: subCmd, qos_flag: 0, send_time: now }
  return { cmd: CMD.push, body: push.encode({ head, msg_body: body }) }
}

export function userMoved(user: RoomUser, into: boolean, userSeq: number, now: number): OutPush {
  const action = {
    action: into ? 1 : 2,
    id_name: user.userID,
    nick_name: user.userName,
    role: USER_ROLE,
    login_time: user.loginAt,
  }
  return single(SUB_CMD.users, userPush.encode({ server_user_seq: userSeq, user_action_list: [action] }), now)
}

export type StreamChange = 'streamAdded' | 'streamDeleted' | 'streamUpdated'

export function streamChanged(
  change: StreamChange,
  stream: RoomStream,
  streamSeq: number,
  now: number,
  closeType: CloseType = CLOSE_TYPE.normal,
): OutPush {
  const body = streamPush.encode({
    stream_seq: streamSeq,
    stream_info_list: [{ ...streamFields(stream), close_type: closeType }],
  })
  return single(SUB_CMD[change], body, now)
}

export function streamFields(stream: RoomStream) {
  return {
    stream_id: stream.streamID,
    stream_sid: stream.sid,
    id_name: stream.userID,
    nick_name: stream.userName,
    stream_ver: stream.version,
    stream_nid: stream.nid,
    extra_info: stream.extraInfo,
    create_time: stream.createdAt,
  }
}

function said({ userID, userName, category, content }: RoomMessage) {
  return {
    id_name: userID,
    nick_name: userName,
    role: USER_ROLE,
    msg_category: category,
    msg_type: TEXT,
    msg_content: content,
  }
}

export function broadcastSaid(message: RoomMessage, id: number, now: number): OutPush {
  const msg_list = [{ ...said(message), msg_id: id, send_time: now }]
  const body = broadcastPush.encode({ server_msg_id: id, ret_msg_id: id, msg_list })
  return single(SUB_CMD.broadcast, body, now)
}

export function barrageSaid(messages: readonly (RoomMessage & { id: string })[], now: number): OutPush {
  const msg_list = messages.map((message) => ({ ...said(message), msg_id: message.id, msg_timestamp: now }))
  const merged = { sub_cmd: SUB_CMD.barrage, sub_seq: 1, msg_body: barragePush.encode({ msg_list }) }
  const body = mergePush.encode({ head: { qos_flag: 0, send_time: now }, message_list: [merged] })
  return { cmd: CMD.mergePush, body }
}

/** `json` is handed on as it came: the sender inside it is what the sending phone wrote (D-ZG-06). */
export function customSaid(json: string, now: number): OutPush {
  return single(SUB_CMD.custom, Buffer.from(json, 'utf8'), now)
}

export function extraInfoSet(info: ExtraInfo, listSeq: number, now: number): OutPush {
  const body = extraInfoPush.encode({
    id_name: info.userID,
    nick_name: info.userName,
    role: USER_ROLE,
    trans_type: info.key,
    trans_data: info.value,
    trans_seq: info.seq,
    trans_send_time: info.updatedAt,
    trans_channel: EXTRA_INFO_CHANNEL,
    trans_list_seq: listSeq,
  })
  return single(SUB_CMD.extraInfo, body, now)
}

/** The SDK says KICKOUT 1002055 and hands `reason` on as custom_kickout_message. */
export function kicked(user: RoomUser, reason: string, now: number): OutPush {
  const body = kickPush.encode({
    id_name: user.userID,
    user_session_id: user.sessionID,
    kickout_reason: 2,
    custom_reason: reason,
  })
  return single(SUB_CMD.kick, body, now)
}

/** The SDK says KICKOUT 1002050. */
export function loggedInElsewhere(): OutPush {
  return {
    cmd: CMD.connectionKick,
    body: connectionKick.encode({ reason: 1, message: 'multiple login', is_need_relogin: 0 }),
  }
}
