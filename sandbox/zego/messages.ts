import { readFileSync } from 'node:fs'
import protobuf from 'protobufjs'
import { WireError } from './errors.ts'

/**
 * The messages of frames.proto with their TypeScript shapes. Field names are the wire's own, so that a line here,
 * a line of the .proto and a captured frame can be compared.
 */
export interface MessageCodec<T extends object> {
  /** Throws when `value` lacks a required field or has one the .proto does not know: that is our bug. */
  encode(value: T): Buffer
  /** Optional fields that were not sent are '' or 0 or []. Throws WireError: that is the other side's. */
  decode(bytes: Uint8Array): T
}

const { root } = protobuf.parse(readFileSync(new URL('./frames.proto', import.meta.url), 'utf8'), {
  keepCase: true,
})

function message<T extends object>(name: string): MessageCodec<T> {
  const type = root.lookupType(`zego.${name}`)
  return {
    encode(value) {
      const problem = unknownField(type, value) ?? type.verify(value)
      if (problem) throw new Error(`${name}: ${problem}`)
      return Buffer.from(type.encode(value).finish())
    },
    decode(bytes) {
      try {
        return type.toObject(type.decode(bytes), { defaults: true, longs: Number, bytes: Buffer }) as T
      } catch (error) {
        throw new WireError(`${name}: ${error instanceof Error ? error.message : 'unreadable'}`)
      }
    },
  }
}

function unknownField(type: protobuf.Type, value: object): string | undefined {
  for (const [key, item] of Object.entries(value)) {
    const field = type.fields[key]?.resolve()
    if (!field) return `${key} is not in ${type.name}`
    if (!(field.resolvedType instanceof protobuf.Type)) continue
    for (const child of Array.isArray(item) ? item : [item]) {
      const problem = unknownField(field.resolvedType, child as object)
      if (problem) return problem
    }
  }
  return undefined
}

/** A uint64 that a JavaScript number may not hold; decode() rounds it. */
export interface Uint64 {
  readonly low: number
  readonly high: number
  readonly unsigned: true
}

export function uint64(value: bigint): Uint64 {
  return { low: Number(value & 0xffffffffn) | 0, high: Number(value >> 32n) | 0, unsigned: true }
}

interface Txid {
  txid: number
}
interface AppCall extends Txid {
  appid: number
  id_name: string
}

export const getConfigRequest = message<AppCall>('GetConfigRequest')
export const getConfigResponse = message<{
  code: number
  message: string
  data: Txid & {
    logic_hb_interval: number
    logic_hb_timeout: number
    pc_establish_timeout: number
    client_outer_ip: string
    ntp_time: number
  }
}>('GetConfigResponse')

export const heartbeatRequest = message<Txid & { ts: number }>('HeartbeatRequest')
export const heartbeatResponse = message<Txid & { ts: number; ntp_time: number }>('HeartbeatResponse')

export const getAppConfigRequest = message<AppCall & { config_key: string }>('GetAppConfigRequest')
export const getAppConfigResponse = message<{
  code: number
  message: string
  data: Txid & { data: Buffer; ts: number; etag: number }
}>('GetAppConfigResponse')

export interface Resource {
  resource_type: number
  service_info: { config_id: string; protocol: number; url_template: string; resolve_type: number }[]
}
export const initConfig = message<{
  app_config: { domain: string }
  speedlog_config: { report_count: number; charge_info_report_cycle: number }
  media_config: { play_config: { resource_info: Resource[] }; publish_config: { resource_info: Resource[] } }
}>('InitConfig')

export const upward = message<Txid & { service_no: number; ack: boolean; payload: Buffer }>('Upward')
export const upwardAck = message<Txid>('UpwardAck')
export const established = message<{ elapse: number; from: number }>('Established')
export const downward = message<{ payload: Buffer; ts: number }>('Downward')

export interface HttpRequest extends AppCall {
  location: string
  headers: { name: string; val: string }[]
  service_no: number
  method_no: number
}
export const httpRequest = message<HttpRequest>('HttpRequest')
export const httpProtoRequest = message<Txid & { interface_id: number }>('HttpProtoRequest')
export const httpResponse = message<
  Txid & { headers: { name: string; val: string }[]; status_code: number; body: Buffer }
>('HttpResponse')

export interface PacketHeader {
  cmd: number
  seq: number
  timestamp: number
  context_key: number
}
export const packetHeader = message<PacketHeader>('PacketHeader')

export interface ResponseHead {
  code: number
  message: string
}
interface Answer {
  rsp_head: ResponseHead
}
export const emptyResponse = message<Answer>('EmptyResponse')

export interface LoginRequest {
  app_id: number
  room_id: string
  id_name: string
  nick_name: string
  device_id: string
  term_type: number
  third_token: string
  user_session_id: number
  user_state_flag: number
  user_count_limit: number
}
export const loginRequest = message<LoginRequest>('LoginRequest')

interface StreamNames {
  stream_id: string
  stream_sid: string
  id_name: string
  nick_name: string
  stream_ver: number
  stream_nid: number
  create_time: number
  extra_info: string
}
export interface ExtraInfoChannel {
  trans_channel: string
  trans_seq_list: { trans_type: string; trans_seq: number }[]
}
export const loginResponse = message<
  Answer & {
    switch_session_id: number
    user_session_id: number
    room_session_id: number | Uint64
    user_id: number
    ret_timestamp: number
    big_im_time_window: number
    liveroom_hb_interval: number
    liveroom_hb_timeout: number
    online_count: number
    anchor_info: { id_name: string; user_id: number; nick_name: string }
    relogin_token: string
    userlist_merge_timeout: number
    userlist_interval: number
    token_remain_time: number
    trans_channel_list: ExtraInfoChannel[]
    stream_list_seq: number
    stream_info_list: StreamNames[]
  }
>('LoginResponse')

export const heartbeatRoomResponse = message<
  Answer & {
    ret_timestamp: number
    hb_interval: number
    hb_timeout: number
    stream_seq: number
    user_seq: number
    online_count: number
    big_im_time_window: number
    trans_channel_list: ExtraInfoChannel[]
  }
>('HeartbeatRoomResponse')

export const renewTokenRequest = message<{ token: string }>('RenewTokenRequest')
export const renewTokenResponse = message<
  Answer & { token_remain_time: number; stop_stream_id_list: string[] }
>('RenewTokenResponse')

export const userListResponse = message<
  Answer & {
    server_user_seq: number
    server_user_index: number
    ret_user_index: number
    user_base_info_list: { id_name: string; nick_name: string; role: number }[]
  }
>('UserListResponse')

export const addStreamRequest = message<{ stream_id: string; extra_info: string }>('AddStreamRequest')
export const addStreamResponse = message<
  Answer & { stream_seq: number; stream_sid: string; stream_ver: number; stream_nid: number }
>('AddStreamResponse')
export const deleteStreamRequest = message<{ stream_sid: string; stream_id: string }>('DeleteStreamRequest')
export const updateStreamRequest = message<{ stream_sid: string; stream_id: string; extra_info: string }>(
  'UpdateStreamRequest',
)
export const streamSeqResponse = message<Answer & { stream_seq: number; stream_ver: number }>(
  'StreamSeqResponse',
)
export const streamListResponse = message<
  Answer & { stream_list_seq: number; stream_info_list: StreamNames[] }
>('StreamListResponse')

export const broadcastRequest = message<{ msg_category: number; msg_type: number; msg_content: string }>(
  'BroadcastRequest',
)
export const broadcastResponse = message<Answer & { msg_id: number }>('BroadcastResponse')
export const barrageRequest = message<{
  msg_list: {
    msg_category: number
    msg_type: number
    msg_content: string
    msg_timestamp: number
    msg_client_id: string
  }[]
}>('BarrageRequest')
export const barrageResponse = message<
  Answer & { big_im_time_window: number; msg_list: { msg_id: string; msg_client_id: string }[] }
>('BarrageResponse')
export const customCommandRequest = message<{ push_message: string; to_user_list: { id_name: string }[] }>(
  'CustomCommandRequest',
)

export const setExtraInfoRequest = message<{
  trans_type: string
  trans_data: string
  trans_local_seq: number
  trans_channel: string
}>('SetExtraInfoRequest')
export const setExtraInfoResponse = message<
  Answer & { trans_type: string; trans_seq: number; trans_list_seq: number; trans_channel: string }
>('SetExtraInfoResponse')
export const getExtraInfoResponse = message<
  Answer & {
    trans_channel: string
    trans_list_seq: number
    trans_list: {
      err_code: number
      trans_type: string
      trans_data: string
      trans_send_time: number
      trans_seq: number
      id_name: string
      nick_name: string
      role: number
    }[]
  }
>('GetExtraInfoResponse')

export const push = message<{
  head: { sub_cmd: number; qos_flag: number; send_time: number }
  msg_body: Buffer
}>('Push')
export const mergePush = message<{
  head: { qos_flag: number; send_time: number }
  message_list: { sub_cmd: number; sub_seq: number; msg_body: Buffer }[]
}>('MergePush')
export const connectionKick = message<{ reason: number; message: string; is_need_relogin: number }>(
  'ConnectionKick',
)
export const userPush = message<{
  server_user_seq: number
  user_action_list: { action: number; id_name: string; nick_name: string; role: number; login_time: number }[]
}>('UserPush')
export const kickPush = message<{
  id_name: string
  user_session_id: number
  kickout_reason: number
  custom_reason: string
}>('KickPush')
export const streamPush = message<{
  stream_seq: number
  stream_info_list: (StreamNames & { close_type: number })[]
}>('StreamPush')

interface Said {
  id_name: string
  nick_name: string
  role: number
  msg_category: number
  msg_type: number
  msg_content: string
}
export const broadcastPush = message<{
  server_msg_id: number
  ret_msg_id: number
  msg_list: (Said & { msg_id: number; send_time: number })[]
}>('BroadcastPush')
export const barragePush = message<{ msg_list: (Said & { msg_id: string; msg_timestamp: number })[] }>(
  'BarragePush',
)
export const extraInfoPush = message<{
  id_name: string
  nick_name: string
  role: number
  trans_type: string
  trans_data: string
  trans_seq: number
  trans_send_time: number
  trans_channel: string
  trans_list_seq: number
}>('ExtraInfoPush')
