import { z } from 'zod'
import { perSecond } from '../rate-limiter.ts'
import { LOGIN_CODE_OF, SERVER_CODE, TokenError, WireError } from './errors.ts'
import type { ZegoLimits } from './limits.ts'
import { extraInfoChannels, login } from './login.ts'
import * as m from './messages.ts'
import { CMD, type Packet } from './packet-codec.ts'
import { OK, type PacketAnswer, type PacketDeps, refused } from './packet-deps.ts'
import { CLOSE_TYPE, EXTRA_INFO_CHANNEL, streamFields, USER_ROLE } from './pushes.ts'
import type { RoomState } from './room-state.ts'
import type { Link, Member } from './rooms.ts'
import { mayPublish, publishCode, remainingS, tryToken } from './token-check.ts'

const customMessage = z.object({ custom_content: z.string() })

/** One request of a logged-in phone: decode, change the room, answer. */
type MemberHandler = (deps: PacketDeps, member: Member, body: Buffer) => Buffer

const MEMBER_HANDLERS: Readonly<Record<number, MemberHandler>> = {
  [CMD.logout]: ({ rooms }, member) => {
    rooms.leave(member)
    return m.emptyResponse.encode({ rsp_head: OK })
  },

  [CMD.heartbeat]: ({ clock, limits }, { room }) =>
    m.heartbeatRoomResponse.encode({
      rsp_head: OK,
      ret_timestamp: clock.now(),
      hb_interval: limits.roomHeartbeatMs,
      hb_timeout: limits.roomHeartbeatTimeoutMs,
      stream_seq: room.streamSeq,
      user_seq: room.userSeq,
      online_count: room.users.size,
      big_im_time_window: 0,
      trans_channel_list: extraInfoChannels(room),
    }),

  [CMD.renewToken]: (deps, member, body) => {
    const { token } = m.renewTokenRequest.decode(body)
    const { room, user } = member
    const grant = tryToken(deps, token, room.roomID, user.userID)
    if (grant instanceof TokenError) {
      return m.renewTokenResponse.encode({
        rsp_head: refused(LOGIN_CODE_OF[grant.flaw]),
        token_remain_time: 0,
        stop_stream_id_list: [],
      })
    }
    member.grant = grant
    member.token = token
    const stopped = room
      .streamsOf(user.userID)
      .filter(({ streamID }) => deps.switches.publishPrivilege && !mayPublish(grant, streamID))
    for (const stream of stopped) deps.rooms.deleteStream(room, stream, CLOSE_TYPE.byServer)
    deps.admission.recheck(member)
    return m.renewTokenResponse.encode({
      rsp_head: OK,
      token_remain_time: remainingS(grant, deps.clock),
      stop_stream_id_list: stopped.map(({ streamID }) => streamID),
    })
  },

  [CMD.userList]: (_, { room }) =>
    // All on one page: equal indexes say that there is no next one.
    m.userListResponse.encode({
      rsp_head: OK,
      server_user_seq: room.userSeq,
      server_user_index: room.users.size,
      ret_user_index: room.users.size,
      user_base_info_list: [...room.users.values()].map(({ userID, userName }) => ({
        id_name: userID,
        nick_name: userName,
        role: USER_ROLE,
      })),
    }),

  [CMD.streamList]: (_, { room }) =>
    m.streamListResponse.encode({
      rsp_head: OK,
      stream_list_seq: room.streamSeq,
      stream_info_list: [...room.streams.values()].map(streamFields),
    }),

  [CMD.addStream]: (deps, member, body) => {
    const { stream_id, extra_info } = m.addStreamRequest.decode(body)
    const code = publishCode(deps, member.grant, stream_id)
    const stream =
      code === SERVER_CODE.ok ? deps.rooms.addStream(member.room, member.user, stream_id, extra_info) : null
    return m.addStreamResponse.encode({
      rsp_head: stream ? OK : refused(code === SERVER_CODE.ok ? SERVER_CODE.streamTaken : code),
      stream_seq: member.room.streamSeq,
      stream_sid: stream?.sid ?? '',
      stream_ver: stream?.version ?? 0,
      stream_nid: stream?.nid ?? 0,
    })
  },

  [CMD.updateStream]: ({ rooms }, member, body) => {
    const { stream_id, extra_info } = m.updateStreamRequest.decode(body)
    const stream = rooms.updateStream(member, stream_id, extra_info)
    return streamSeqAnswer(member.room, stream?.version ?? 0)
  },

  [CMD.deleteStream]: ({ rooms }, member, body) => {
    const { stream_id } = m.deleteStreamRequest.decode(body)
    const stream = member.room.streams.get(stream_id)
    if (stream?.userID === member.user.userID) rooms.deleteStream(member.room, stream, CLOSE_TYPE.normal)
    return streamSeqAnswer(member.room, stream?.version ?? 0)
  },

  [CMD.broadcast]: ({ rooms, limits, limiter }, { room, user }, body) => {
    const { msg_category, msg_content } = m.broadcastRequest.decode(body)
    const { broadcastsPerSecond, broadcastsPerSecondOfOne } = limits
    const refusal = isTooLong(msg_content, limits)
      ? SERVER_CODE.tooLong
      : limiter.take(`broadcast ${room.roomID} ${user.userID}`, perSecond(broadcastsPerSecondOfOne)) &&
          limiter.take(`broadcast ${room.roomID}`, perSecond(broadcastsPerSecond))
        ? undefined
        : SERVER_CODE.tooOften
    if (refusal) return m.broadcastResponse.encode({ rsp_head: refused(refusal), msg_id: 0 })
    const msg_id = rooms.broadcast(room, { ...user, category: msg_category, content: msg_content })
    return m.broadcastResponse.encode({ rsp_head: OK, msg_id })
  },

  [CMD.barrage]: ({ rooms, limits, limiter }, { room, user }, body) => {
    const { msg_list } = m.barrageRequest.decode(body)
    const rate = perSecond(limits.barragesPerSecond)
    const refusal = msg_list.some(({ msg_content }) => isTooLong(msg_content, limits))
      ? SERVER_CODE.tooLong
      : limiter.take(`barrage ${room.roomID}`, rate, msg_list.length)
        ? undefined
        : SERVER_CODE.tooOften
    if (refusal) {
      return m.barrageResponse.encode({
        rsp_head: refused(refusal),
        big_im_time_window: 0,
        msg_list: [],
      })
    }
    const ids = rooms.barrage(
      room,
      msg_list.map(({ msg_category, msg_content }) => ({
        ...user,
        category: msg_category,
        content: msg_content,
      })),
    )
    return m.barrageResponse.encode({
      rsp_head: OK,
      big_im_time_window: 0,
      msg_list: msg_list.map(({ msg_client_id }, at) => ({ msg_id: ids[at] ?? '', msg_client_id })),
    })
  },

  [CMD.customCommand]: ({ rooms, limits, limiter }, { room, user }, body) => {
    const { push_message, to_user_list } = m.customCommandRequest.decode(body)
    if (isTooLong(readCommand(push_message), limits)) {
      return m.emptyResponse.encode({ rsp_head: refused(SERVER_CODE.tooLong) })
    }
    const isToOne = to_user_list.length === 1
    const rate = isToOne ? limits.commandsToOnePerSecond : limits.commandsToManyPerSecond
    if (!limiter.take(`command ${isToOne ? 'one' : 'many'} ${room.roomID}`, perSecond(rate))) {
      return m.emptyResponse.encode({ rsp_head: refused(SERVER_CODE.tooOften) })
    }
    const to = to_user_list.map(({ id_name }) => id_name)
    rooms.customCommand(room, user.userID, to, push_message)
    return m.emptyResponse.encode({ rsp_head: OK })
  },

  [CMD.setExtraInfo]: ({ rooms, limits, limiter }, member, body) => {
    const { trans_type, trans_data } = m.setExtraInfoRequest.decode(body)
    const { room } = member
    const refuse =
      Buffer.byteLength(trans_type) > limits.extraInfoKeyBytes ||
      Buffer.byteLength(trans_data) > limits.extraInfoValueBytes ||
      (!room.extraInfo.has(trans_type) && room.extraInfo.size >= limits.extraInfoKeys)
    const code = refuse
      ? SERVER_CODE.tooLong
      : limiter.take(`extra info ${room.roomID}`, perSecond(limits.extraInfosPerSecond))
        ? SERVER_CODE.ok
        : SERVER_CODE.tooOften
    const info = code === SERVER_CODE.ok ? rooms.setExtraInfo(member, trans_type, trans_data) : null
    return m.setExtraInfoResponse.encode({
      rsp_head: info ? OK : refused(code),
      trans_type,
      trans_seq: info?.seq ?? 0,
      trans_list_seq: room.extraInfoSeq,
      trans_channel: EXTRA_INFO_CHANNEL,
    })
  },

  [CMD.getExtraInfo]: (_, { room }) =>
    m.getExtraInfoResponse.encode({
      rsp_head: OK,
      trans_channel: EXTRA_INFO_CHANNEL,
      trans_list_seq: room.extraInfoSeq,
      trans_list: [...room.extraInfo.values()].map((info) => ({
        err_code: 0,
        trans_type: info.key,
        trans_data: info.value,
        trans_send_time: info.updatedAt,
        trans_seq: info.seq,
        id_name: info.userID,
        nick_name: info.userName,
        role: USER_ROLE,
      })),
    }),
}

const ACKS = new Set<number>([CMD.pushAck, CMD.mergePushAck])

/** null = nothing to say: an acknowledgement, or a login that is no more. Throws WireError on unreadable bodies. */
export function handlePacket(deps: PacketDeps, link: Link, { header, body }: Packet): PacketAnswer | null {
  if (header.cmd === CMD.login) return login(deps, link, m.loginRequest.decode(body))
  if (ACKS.has(header.cmd)) return null
  const member = deps.rooms.member(header.context_key, link)
  if (!member) return null
  const handle = MEMBER_HANDLERS[header.cmd]
  if (!handle) {
    deps.log(`zego: room command ${header.cmd} is not supported: D-ZG-09`)
    const rsp_head = refused(SERVER_CODE.notSupported)
    return { contextKey: member.contextKey, body: m.emptyResponse.encode({ rsp_head }) }
  }
  return { contextKey: member.contextKey, body: handle(deps, member, body) }
}

function streamSeqAnswer({ streamSeq }: RoomState, stream_ver: number): Buffer {
  return m.streamSeqResponse.encode({ rsp_head: OK, stream_seq: streamSeq, stream_ver })
}

function isTooLong(content: string, { messageBytes }: ZegoLimits): boolean {
  return Buffer.byteLength(content) > messageBytes
}

/** The command inside the JSON that the SDK makes of it. Throws WireError when it is no such JSON. */
function readCommand(json: string): string {
  try {
    return customMessage.parse(JSON.parse(json)).custom_content
  } catch {
    throw new WireError('custom command is not the SDK’s JSON')
  }
}
