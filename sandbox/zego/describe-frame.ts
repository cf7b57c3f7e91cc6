import { decodeFrame, FRAME } from './frame-codec.ts'
import * as m from './messages.ts'
import { CMD, decodePacket, type Packet } from './packet-codec.ts'
import { SUB_CMD } from './pushes.ts'

type Fields = Readonly<Record<string, unknown>>

const namesOf = (table: Readonly<Record<string, number>>) =>
  new Map(Object.entries(table).map(([name, number]) => [number, name]))
const FRAME_NAMES = namesOf(FRAME)
const CMD_NAMES = namesOf(CMD)
const SUB_CMD_NAMES = namesOf(SUB_CMD)

/** What of a request is worth reading, and never a token. */
const REQUESTS: Readonly<Record<number, (body: Buffer) => Fields>> = {
  [CMD.login]: (body) => {
    const { room_id, id_name, user_state_flag } = m.loginRequest.decode(body)
    return { roomID: room_id, userID: id_name, userUpdate: user_state_flag === 1 }
  },
  [CMD.addStream]: (body) => ({ streamID: m.addStreamRequest.decode(body).stream_id }),
  [CMD.updateStream]: (body) => ({ streamID: m.updateStreamRequest.decode(body).stream_id }),
  [CMD.deleteStream]: (body) => ({ streamID: m.deleteStreamRequest.decode(body).stream_id }),
  [CMD.broadcast]: (body) => ({ text: m.broadcastRequest.decode(body).msg_content }),
  [CMD.barrage]: (body) => ({ texts: m.barrageRequest.decode(body).msg_list.map((one) => one.msg_content) }),
}

/**
 * A frame of an accesshub socket in words, for who reads a recording: `{frame, cmd?, seq?, …}`; `pushes` names what
 * was pushed, `code` is a response's. null = no frame of ZEGO's.
 */
export function describeFrame(bytes: Buffer): Fields | null {
  try {
    const { type, body } = decodeFrame(bytes)
    const frame = FRAME_NAMES.get(type) ?? type
    if (type === FRAME.upward) return { frame, ...request(decodePacket(m.upward.decode(body).payload)) }
    if (type === FRAME.downward) return { frame, ...answer(decodePacket(m.downward.decode(body).payload)) }
    if (type === FRAME.httpRequest) return { frame, location: m.httpRequest.decode(body).location }
    if (type === FRAME.httpResponse) return { frame, status: m.httpResponse.decode(body).status_code }
    return { frame }
  } catch {
    return null
  }
}

function request({ header: { cmd, seq }, body }: Packet): Fields {
  return { cmd: CMD_NAMES.get(cmd) ?? cmd, seq, ...REQUESTS[cmd]?.(body) }
}

function answer({ header: { cmd, seq }, body }: Packet): Fields {
  if (cmd === CMD.push) return { pushes: [subCmd(m.push.decode(body).head.sub_cmd)] }
  if (cmd === CMD.mergePush)
    return { pushes: m.mergePush.decode(body).message_list.map(({ sub_cmd }) => subCmd(sub_cmd)) }
  if (cmd === CMD.connectionKick)
    return { cmd: 'connectionKick', reason: m.connectionKick.decode(body).reason }
  const to = CMD_NAMES.get(cmd - 1) ?? cmd - 1
  return { to, seq, code: m.emptyResponse.decode(body).rsp_head.code }
}

const subCmd = (number: number) => SUB_CMD_NAMES.get(number) ?? number
