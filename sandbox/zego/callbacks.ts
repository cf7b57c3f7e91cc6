import { createHash, randomInt } from 'node:crypto'
import { CLOSE_TYPE, type CloseType, USER_ROLE } from './pushes.ts'
import type { RoomEvent } from './room-events.ts'

/**
 * What ZEGO POSTs to the app server when something happens in a room (docs: Server callbacks; room created
 * 19664, closed 19666, login 19670, logout 19672, stream created 19676, closed 19678). Numbers travel as text, except
 * in the two room events, where they are numbers: room_session_id is there larger than JSON.parse can hold.
 * What the documents leave open: D-ZG-14.
 */
export const CALLBACK_EVENTS = [
  'room_create',
  'room_close',
  'room_login',
  'room_logout',
  'stream_create',
  'stream_close',
] as const
export type CallbackEvent = (typeof CALLBACK_EVENTS)[number]

export interface Callback {
  readonly event: CallbackEvent
  /** JSON text; the same at every attempt. */
  readonly body: string
}

export interface CallbackIdentity {
  readonly appID: number
  /** The CallbackSecret of the console, not the ServerSecret. */
  readonly secret: string
}

type Fields = Readonly<Record<string, string | number | bigint | readonly string[]>>

const TERM_MINI_PROGRAM = '7'
const AUTH_TOKEN04 = '4'

const LOGOUT_REASON: Readonly<Record<CloseType, number>> = {
  [CLOSE_TYPE.normal]: 0,
  [CLOSE_TYPE.linkLost]: 2,
  [CLOSE_TYPE.loginElsewhere]: 3,
  [CLOSE_TYPE.kicked]: 3,
  [CLOSE_TYPE.roomClosed]: 3,
  [CLOSE_TYPE.byServer]: 3,
}
const ROOM_CLOSE_REASON: Readonly<Record<CloseType, number>> = {
  ...LOGOUT_REASON,
  [CLOSE_TYPE.roomClosed]: 0,
}

/** `sha1(sort([secret, timestamp, nonce]).join(''))`, hex; sorted as text. */
export function signCallback(secret: string, timestamp: string, nonce: string): string {
  return createHash('sha1').update([secret, timestamp, nonce].sort().join('')).digest('hex')
}

/** null = this event has no callback. */
export function callbackOf(event: RoomEvent, { appID, secret }: CallbackIdentity): Callback | null {
  const named = fieldsOf(event)
  if (!named) return null
  const timestamp = String(Math.floor(event.at / 1000))
  const nonce = `${randomInt(2 ** 47)}`
  const signature = signCallback(secret, timestamp, nonce)
  const inNumbers = named.event === 'room_create' || named.event === 'room_close'
  const common = inNumbers
    ? { event: named.event, appid: appID, timestamp: Number(timestamp), nonce, signature }
    : { event: named.event, appid: String(appID), timestamp, nonce, signature }
  return { event: named.event, body: toJson({ ...common, ...named.fields }) }
}

function fieldsOf(event: RoomEvent): { event: CallbackEvent; fields: Fields } | null {
  const { roomID: room_id, roomSessionID, at } = event
  switch (event.type) {
    case 'roomCreated':
      return {
        event: 'room_create',
        fields: {
          room_id,
          room_session_id: roomSessionID,
          room_create_time: String(at),
          id_name: event.creatorID,
        },
      }
    case 'roomClosed':
      if (!event.isAnnounced) return null
      return {
        event: 'room_close',
        fields: {
          room_id,
          room_session_id: roomSessionID,
          close_reason: ROOM_CLOSE_REASON[event.why],
          room_close_time: String(at),
        },
      }
    case 'entered':
      return {
        event: 'room_login',
        fields: {
          ...loginFields(event),
          room_name: '',
          auth_level: AUTH_TOKEN04,
          relogin: event.isReturn ? '1' : '0',
          callback_data: '',
          term_type: TERM_MINI_PROGRAM,
        },
      }
    case 'left':
      return {
        event: 'room_logout',
        fields: { ...loginFields(event), logout_time: String(at), reason: String(LOGOUT_REASON[event.why]) },
      }
    case 'streamAdded':
      return {
        event: 'stream_create',
        fields: {
          ...streamNames(event),
          title: '',
          stream_attr: '{"cid":0}',
          extra_info: event.stream.extraInfo,
          create_time: String(Math.floor(event.stream.createdAt / 1000)),
          recreate: event.isAgain ? '1' : '0',
          publish_id: event.stream.userID,
          publish_name: event.stream.userName,
          rtmp_url: [],
          hls_url: [],
          hdl_url: [],
          pic_url: [],
        },
      }
    case 'streamDeleted':
      return {
        event: 'stream_close',
        fields: {
          ...streamNames(event),
          type: String(event.why),
          third_define_data: event.stream.extraInfo,
          destroy_timemillis: String(at),
        },
      }
  }
}

function loginFields(event: Extract<RoomEvent, { type: 'entered' | 'left' }>): Fields {
  const { user } = event
  return {
    room_id: event.roomID,
    room_seq: String(event.roomSessionID),
    user_account: user.userID,
    user_nickname: user.userName,
    session_id: String(user.sessionID),
    login_time: String(user.loginAt),
    user_role: String(USER_ROLE),
    user_update_seq: String(event.userSeq),
  }
}

function streamNames(event: Extract<RoomEvent, { type: 'streamAdded' | 'streamDeleted' }>): Fields {
  const { stream } = event
  return {
    room_id: event.roomID,
    room_session_id: String(event.roomSessionID),
    user_id: stream.userID,
    user_name: stream.userName,
    channel_id: event.roomID,
    stream_id: stream.streamID,
    stream_alias: stream.streamID,
    stream_sid: stream.sid,
    stream_seq: String(event.streamSeq),
    create_time_ms: String(stream.createdAt),
  }
}

/** JSON with every digit of a bigint, which JSON.stringify cannot write. */
function toJson(fields: Fields): string {
  const members = Object.entries(fields).map(([name, value]) => {
    const written = typeof value === 'bigint' ? String(value) : JSON.stringify(value)
    return `${JSON.stringify(name)}:${written}`
  })
  return `{${members.join(',')}}`
}
