import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import WebSocket from 'ws'
import { SERVER_CODE } from '../errors.ts'
import { decodeFrame, encodeFrame, FRAME } from '../frame-codec.ts'
import * as m from '../messages.ts'
import { CMD, decodePacket, encodePacket, type Packet } from '../packet-codec.ts'
import { SUB_CMD } from '../pushes.ts'

export type Signal = 'broadcast' | 'barrage' | 'command' | 'kick' | 'users' | 'streams' | 'extraInfo'

/** A member without an SDK: it logs in, keeps its socket alive and counts what reaches it. */
export interface CrowdMember {
  readonly userID: string
  readonly heard: Readonly<Record<Signal, number>>
  /** Text of the last broadcast or barrage. */
  readonly lastText: string
  readonly isConnected: boolean
  barrage(text: string): void
  broadcast(text: string): void
  close(): void
}

export interface CrowdOptions {
  readonly accesshubUrl: string
  readonly appID: number
  readonly roomID: string
  readonly userIDs: readonly string[]
  readonly token: (userID: string) => string
}

export interface Crowd {
  readonly members: readonly CrowdMember[]
  /** How many of them heard at least one. */
  whoHeard(signal: Signal): CrowdMember[]
  close(): void
}

const STREAM = 3
/** ms; the server ends sockets that are silent for 20 s. */
const HEARTBEAT_MS = 5_000
const LOGINS_AT_ONCE = 40
/** ms; a room takes 200 logins a second and asks the others to come again. */
const COME_AGAIN_MS = 200

const SIGNAL_OF = new Map<number, Signal>([
  [SUB_CMD.broadcast, 'broadcast'],
  [SUB_CMD.barrage, 'barrage'],
  [SUB_CMD.custom, 'command'],
  [SUB_CMD.kick, 'kick'],
  [SUB_CMD.users, 'users'],
  [SUB_CMD.streamAdded, 'streams'],
  [SUB_CMD.streamDeleted, 'streams'],
  [SUB_CMD.streamUpdated, 'streams'],
  [SUB_CMD.extraInfo, 'extraInfo'],
])

/** Everybody is in the room, in the order of `userIDs` in groups of 40, when this resolves. Some hundred are cheap. */
export async function createCrowd(options: CrowdOptions): Promise<Crowd> {
  const members: (CrowdMember & { beat(): void })[] = []
  const close = () => {
    clearInterval(heart)
    for (const member of members) member.close()
  }
  const heart = setInterval(() => {
    for (const member of members) member.beat()
  }, HEARTBEAT_MS)
  heart.unref()
  try {
    for (let from = 0; from < options.userIDs.length; from += LOGINS_AT_ONCE) {
      const group = options.userIDs.slice(from, from + LOGINS_AT_ONCE)
      members.push(...(await Promise.all(group.map((userID) => createMember(options, userID)))))
    }
  } catch (error) {
    close()
    throw error
  }
  return { members, whoHeard: (signal) => members.filter(({ heard }) => heard[signal] > 0), close }
}

async function createMember({ accesshubUrl, appID, roomID, token }: CrowdOptions, userID: string) {
  const socket = new WebSocket(accesshubUrl, { perMessageDeflate: false })
  socket.on('error', () => undefined) // 'close' follows
  const heard = { broadcast: 0, barrage: 0, command: 0, kick: 0, users: 0, streams: 0, extraInfo: 0 }
  let lastText = ''
  let contextKey = 0
  let seq = 0
  let onLogin: ((packet: Packet) => void) | undefined

  const hear = (subCmd: number, body: Buffer) => {
    const signal = SIGNAL_OF.get(subCmd)
    if (signal) heard[signal] += 1
    if (signal === 'broadcast') lastText = m.broadcastPush.decode(body).msg_list.at(-1)?.msg_content ?? ''
    if (signal === 'barrage') lastText = m.barragePush.decode(body).msg_list.at(-1)?.msg_content ?? ''
  }
  socket.on('message', (data) => {
    const frame = decodeFrame(data as Buffer)
    if (frame.type !== FRAME.downward) return
    const packet = decodePacket(m.downward.decode(frame.body).payload)
    const { cmd } = packet.header
    if (cmd === CMD.login + 1) onLogin?.(packet)
    else if (cmd === CMD.push) {
      const { head, msg_body } = m.push.decode(packet.body)
      hear(head.sub_cmd, msg_body)
    } else if (cmd === CMD.mergePush) {
      for (const item of m.mergePush.decode(packet.body).message_list) hear(item.sub_cmd, item.msg_body)
    }
  })
  const sendFrame = (type: number, body: Buffer) => {
    if (socket.readyState === socket.OPEN) socket.send(encodeFrame({ type, streamId: STREAM, body }))
  }
  const request = (cmd: number, body: Buffer) => {
    seq += 1
    const payload = encodePacket({ header: { cmd, seq, timestamp: 0, context_key: contextKey }, body })
    sendFrame(FRAME.upward, m.upward.encode({ txid: seq, service_no: 17, ack: false, payload }))
  }
  const login = () =>
    new Promise<Packet>((resolve, reject) => {
      onLogin = resolve
      socket.once('close', () => reject(new Error(`${userID}: the socket closed before the login`)))
      request(
        CMD.login,
        m.loginRequest.encode({
          app_id: appID,
          room_id: roomID,
          id_name: userID,
          nick_name: userID,
          device_id: '',
          term_type: 7,
          third_token: token(userID),
          user_session_id: 0,
          user_state_flag: 0,
          user_count_limit: 0,
        }),
      )
    })

  await once(socket, 'open')
  for (;;) {
    const { header, body } = await login()
    const { code } = m.emptyResponse.decode(body).rsp_head
    socket.removeAllListeners('close')
    contextKey = header.context_key
    if (code === SERVER_CODE.ok) break
    if (code !== SERVER_CODE.tooOften) throw new Error(`${userID}: login refused with ${code}`)
    await pause(COME_AGAIN_MS)
  }

  const item = (text: string) => ({ msg_category: 2, msg_type: 1, msg_content: text })
  return {
    userID,
    heard,
    get lastText() {
      return lastText
    },
    get isConnected() {
      return socket.readyState === socket.OPEN
    },
    barrage: (text: string) =>
      request(
        CMD.barrage,
        m.barrageRequest.encode({
          msg_list: [{ ...item(text), msg_timestamp: Date.now(), msg_client_id: `${userID}-${seq}` }],
        }),
      ),
    broadcast: (text: string) => request(CMD.broadcast, m.broadcastRequest.encode(item(text))),
    beat: () => sendFrame(FRAME.heartbeatRequest, m.heartbeatRequest.encode({ txid: 1, ts: Date.now() })),
    close: () => socket.terminate(),
  }
}
