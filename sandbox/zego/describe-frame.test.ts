import { describeFrame } from './describe-frame.ts'
import { encodeFrame, FRAME } from './frame-codec.ts'
import * as m from './messages.ts'
import { CMD, encodePacket } from './packet-codec.ts'
import { SUB_CMD } from './pushes.ts'

const TOKEN = '04-a-secret-token'
const packet = (cmd: number, body: Buffer) =>
  encodePacket({ header: { cmd, seq: 7, timestamp: 0, context_key: 1 }, body })
const up = (cmd: number, body: Buffer) =>
  encodeFrame({
    type: FRAME.upward,
    streamId: 3,
    body: m.upward.encode({ txid: 1, service_no: 17, ack: false, payload: packet(cmd, body) }),
  })
const down = (cmd: number, body: Buffer) =>
  encodeFrame({
    type: FRAME.downward,
    streamId: 3,
    body: m.downward.encode({ payload: packet(cmd, body), ts: 0 }),
  })
const login = m.loginRequest.encode({
  app_id: 1,
  room_id: 'r',
  id_name: 'u',
  nick_name: '',
  device_id: '',
  term_type: 7,
  third_token: TOKEN,
  user_session_id: 0,
  user_state_flag: 1,
  user_count_limit: 0,
})
const pushed = m.push.encode({
  head: { sub_cmd: SUB_CMD.streamAdded, qos_flag: 0, send_time: 0 },
  msg_body: Buffer.alloc(0),
})

const SAID: readonly [string, Buffer, object | null][] = [
  [
    'a login, without its token',
    up(CMD.login, login),
    { frame: 'upward', cmd: 'login', seq: 7, roomID: 'r', userID: 'u', userUpdate: true },
  ],
  [
    'a stream that begins',
    up(CMD.addStream, m.addStreamRequest.encode({ stream_id: 's1', extra_info: '' })),
    { frame: 'upward', cmd: 'addStream', seq: 7, streamID: 's1' },
  ],
  [
    'an answer with its code',
    down(CMD.logout + 1, m.emptyResponse.encode({ rsp_head: { code: 0, message: '' } })),
    { frame: 'downward', to: 'logout', seq: 7, code: 0 },
  ],
  ['what was pushed', down(CMD.push, pushed), { frame: 'downward', pushes: ['streamAdded'] }],
  [
    'a heartbeat',
    encodeFrame({ type: FRAME.heartbeatRequest, streamId: 3, body: Buffer.alloc(0) }),
    { frame: 'heartbeatRequest' },
  ],
  ['what is no frame of ZEGO’s', Buffer.from('hello'), null],
]

for (const [what, bytes, words] of SAID) {
  test(`a recording reads ${what}`, () => {
    const said = describeFrame(bytes)
    expect(said).toStrictEqual(words)
    expect(JSON.stringify(said)).not.toContain(TOKEN)
  })
}
