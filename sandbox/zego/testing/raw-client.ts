import { once } from 'node:events'
import WebSocket from 'ws'
import { waitFor } from '../../../test/support/wait-for.ts'
import { decodeFrame, encodeFrame, FRAME, type Frame } from '../frame-codec.ts'
import * as m from '../messages.ts'
import { CMD, decodePacket, encodePacket, type Packet } from '../packet-codec.ts'

/** A hand-made client, for what the real SDK would never send. */
export interface RawClient {
  readonly socket: WebSocket
  sendBytes(bytes: Buffer): void
  sendFrame(type: number, body: Buffer): void
  sendPacket(cmd: number, contextKey: number, body: Buffer): void
  packet(cmd: number): Promise<Packet>
  frame(type: number): Promise<Frame>
  closeCode(): Promise<number>
  /** Logs in and answers the context key. */
  login(roomID: string, userID: string, token: string): Promise<number>
  close(): void
}

const STREAM = 3

export async function createRawClient(accesshubUrl: string): Promise<RawClient> {
  const socket = new WebSocket(accesshubUrl)
  const frames: Frame[] = []
  let closed: number | undefined
  socket.on('message', (data) => frames.push(decodeFrame(data as Buffer)))
  socket.on('close', (code) => {
    closed = code
  })
  await once(socket, 'open')
  let seq = 0

  const frame: RawClient['frame'] = (type) =>
    waitFor(() => frames.find((item) => item.type === type), { what: `frame ${type}`, timeoutMs: 3_000 })
  const packet: RawClient['packet'] = (cmd) =>
    waitFor(
      () =>
        frames
          .filter(({ type }) => type === FRAME.downward)
          .map(({ body }) => decodePacket(m.downward.decode(body).payload))
          .find(({ header }) => header.cmd === cmd),
      { what: `packet ${cmd}`, timeoutMs: 3_000 },
    )
  const sendFrame: RawClient['sendFrame'] = (type, body) =>
    socket.send(encodeFrame({ type, streamId: STREAM, body }))
  const sendPacket: RawClient['sendPacket'] = (cmd, context_key, body) => {
    seq += 1
    const payload = encodePacket({ header: { cmd, seq, timestamp: 0, context_key }, body })
    sendFrame(FRAME.upward, m.upward.encode({ txid: seq, service_no: 17, ack: false, payload }))
  }
  return {
    socket,
    sendBytes: (bytes) => socket.send(bytes),
    sendFrame,
    sendPacket,
    packet,
    frame,
    closeCode: () => waitFor(() => closed, { what: 'the server to close this socket', timeoutMs: 3_000 }),
    login: async (room_id, id_name, third_token) => {
      const request = {
        app_id: 1234567890,
        room_id,
        id_name,
        nick_name: '',
        device_id: '',
        term_type: 7,
        third_token,
        user_session_id: 0,
        user_state_flag: 0,
        user_count_limit: 0,
      }
      sendPacket(CMD.login, 0, m.loginRequest.encode(request))
      return (await packet(CMD.login + 1)).header.context_key
    },
    close: () => socket.terminate(),
  }
}
