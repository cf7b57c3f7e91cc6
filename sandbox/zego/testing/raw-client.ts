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
  /** The first packet of this command that came. */
  packet(cmd: number): Promise<Packet>
  /** The answer to this very request. Its body starts with `rsp_head` (m.emptyResponse). */
  ask(cmd: number, contextKey: number, body: Buffer): Promise<Packet>
  frame(type: number): Promise<Frame>
  /** Asks for an address and answers the HTTP status inside the frame. */
  dispatch(streamID: string, way: 'push' | 'pull'): Promise<number>
  /** Everything that was pushed so far, oldest first. */
  pushed(): readonly Packet[]
  closeCode(): Promise<number>
  /** Logs in and answers the context key, 0 when it was refused. */
  login(roomID: string, userID: string, token: string, appID?: number): Promise<number>
  close(): void
}

/** Of useZego. */
const APP_ID = 1234567890
const STREAM = 3
const TIMEOUT_MS = 10_000

/** `origin` as the page of a phone sends it. */
export async function createRawClient(accesshubUrl: string, origin?: string): Promise<RawClient> {
  const socket = new WebSocket(accesshubUrl, { origin })
  const frames: Frame[] = []
  let closed: number | undefined
  socket.on('message', (data) => frames.push(decodeFrame(data as Buffer)))
  socket.on('close', (code) => {
    closed = code
  })
  await once(socket, 'open')
  let seq = 0

  const frame: RawClient['frame'] = (type) =>
    waitFor(() => frames.find((item) => item.type === type), {
      what: `frame ${type}`,
      timeoutMs: TIMEOUT_MS,
    })
  const packets = () =>
    frames
      .filter(({ type }) => type === FRAME.downward)
      .map(({ body }) => decodePacket(m.downward.decode(body).payload))
  const packet: RawClient['packet'] = (cmd) =>
    waitFor(() => packets().find(({ header }) => header.cmd === cmd), {
      what: `packet ${cmd}`,
      timeoutMs: TIMEOUT_MS,
    })
  const sendFrame: RawClient['sendFrame'] = (type, body) =>
    socket.send(encodeFrame({ type, streamId: STREAM, body }))
  const sendPacket: RawClient['sendPacket'] = (cmd, context_key, body) => {
    seq += 1
    const payload = encodePacket({ header: { cmd, seq, timestamp: 0, context_key }, body })
    sendFrame(FRAME.upward, m.upward.encode({ txid: seq, service_no: 17, ack: false, payload }))
  }
  const ask: RawClient['ask'] = (cmd, contextKey, body) => {
    sendPacket(cmd, contextKey, body)
    const asked = seq
    return waitFor(() => packets().find(({ header }) => header.cmd === cmd + 1 && header.seq === asked), {
      what: `the answer to ${cmd}`,
      timeoutMs: TIMEOUT_MS,
    })
  }
  return {
    socket,
    sendBytes: (bytes) => socket.send(bytes),
    sendFrame,
    sendPacket,
    packet,
    ask,
    frame,
    dispatch: async (streamID, way) => {
      const seen = frames.filter(({ type }) => type === FRAME.httpResponse).length
      sendFrame(
        FRAME.httpRequest,
        m.httpRequest.encode({
          txid: 1,
          appid: 0,
          id_name: '',
          location: `/v1/jsrtmp/dispatch/live/${streamID}/${way}/127.0.0.1`,
          headers: [],
          service_no: 1,
          method_no: 0,
        }),
      )
      const answer = await waitFor(() => frames.filter(({ type }) => type === FRAME.httpResponse)[seen], {
        what: 'an address',
        timeoutMs: TIMEOUT_MS,
      })
      return m.httpResponse.decode(answer.body).status_code
    },
    pushed: () => packets().filter(({ header }) => header.cmd === CMD.push || header.cmd === CMD.mergePush),
    closeCode: () =>
      waitFor(() => closed, {
        what: 'the server to close this socket',
        timeoutMs: TIMEOUT_MS,
      }),
    login: async (room_id, id_name, third_token, app_id = APP_ID) => {
      const request = {
        app_id,
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
