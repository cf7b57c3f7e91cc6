import { perSecond } from '../rate-limiter.ts'
import { LOGIN_CODE_OF, SERVER_CODE, TokenError } from './errors.ts'
import * as m from './messages.ts'
import { OK, type PacketAnswer, type PacketDeps, refused } from './packet-deps.ts'
import { EXTRA_INFO_CHANNEL, streamFields } from './pushes.ts'
import type { RoomState } from './room-state.ts'
import type { Link, Member } from './rooms.ts'
import { remainingS, tryToken } from './token-check.ts'

/**
 * LoginRoom: the token must be for this app, room and person; the answer carries all the room has. null = a fault
 * keeps ZEGO silent.
 */
export function login(deps: PacketDeps, link: Link, request: m.LoginRequest): PacketAnswer | null {
  const { room_id, id_name, third_token } = request
  const { faults, limiter, limits } = deps
  link.userID = id_name
  if (faults.mutedLogin.newest(link)) return null
  const refusal = faults.refusedLogin.newest(link)
  if (refusal !== undefined) return loginRefused(refusal)
  if (!limiter.take(`login ${room_id}`, perSecond(limits.loginsPerSecond))) {
    return loginRefused(SERVER_CODE.tooOften)
  }
  const isOurApp = request.app_id === deps.appID
  const grant = isOurApp ? tryToken(deps, third_token, room_id, id_name) : new TokenError('app')
  if (grant instanceof TokenError) {
    deps.log(`zego: login refused: ${grant.message}`)
    return loginRefused(LOGIN_CODE_OF[grant.flaw])
  }
  const member = deps.rooms.enter(
    {
      roomID: room_id,
      userID: id_name,
      userName: request.nick_name,
      wantsUserUpdates: request.user_state_flag === 1,
      maxUsers: request.user_count_limit,
      formerSessionID: request.user_session_id,
      grant,
      token: third_token,
    },
    link,
  )
  if (!member) return loginRefused(SERVER_CODE.roomFull)
  return { contextKey: member.contextKey, body: loginAnswer(deps, member) }
}

function loginRefused(code: number): PacketAnswer {
  return { contextKey: 0, body: m.loginResponse.encode({ ...NO_LOGIN, rsp_head: refused(code) }) }
}

const NO_LOGIN = {
  switch_session_id: 0,
  user_session_id: 0,
  room_session_id: 0,
  user_id: 0,
  ret_timestamp: 0,
  big_im_time_window: 0,
  liveroom_hb_interval: 0,
  liveroom_hb_timeout: 0,
  online_count: 0,
  anchor_info: { id_name: '', user_id: 0, nick_name: '' },
  relogin_token: '',
  userlist_merge_timeout: 0,
  userlist_interval: 0,
  token_remain_time: 0,
  trans_channel_list: [],
  stream_list_seq: 0,
  stream_info_list: [],
}

function loginAnswer({ clock, limits }: PacketDeps, { room, user, grant }: Member): Buffer {
  return m.loginResponse.encode({
    ...NO_LOGIN,
    rsp_head: OK,
    switch_session_id: user.sessionID,
    user_session_id: user.sessionID,
    room_session_id: m.uint64(room.sessionID),
    user_id: user.sessionID,
    ret_timestamp: clock.now(),
    liveroom_hb_interval: limits.roomHeartbeatMs,
    liveroom_hb_timeout: limits.roomHeartbeatTimeoutMs,
    online_count: room.users.size,
    relogin_token: String(user.sessionID),
    userlist_merge_timeout: 2_000,
    userlist_interval: 5_000,
    token_remain_time: remainingS(grant, clock),
    trans_channel_list: extraInfoChannels(room),
    stream_list_seq: room.streamSeq,
    stream_info_list: [...room.streams.values()].map(streamFields),
  })
}

export function extraInfoChannels({ extraInfo }: RoomState): m.ExtraInfoChannel[] {
  if (extraInfo.size === 0) return []
  const trans_seq_list = [...extraInfo.values()].map(({ key, seq }) => ({ trans_type: key, trans_seq: seq }))
  return [{ trans_channel: EXTRA_INFO_CHANNEL, trans_seq_list }]
}
