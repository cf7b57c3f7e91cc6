import type { WebSocket } from 'ws'
import { DelayLine } from './delay-line.ts'
import { appConfig, dispatch, NO_DISPATCH } from './dispatch.ts'
import { WireError } from './errors.ts'
import { decodeFrame, encodeFrame, FRAME } from './frame-codec.ts'
import { handlePacket } from './handlers.ts'
import * as m from './messages.ts'
import { decodePacket, encodePacket } from './packet-codec.ts'
import type { PacketDeps } from './packet-deps.ts'
import type { Link } from './rooms.ts'

export interface ConnectionDeps extends PacketDeps {
  readonly rtmpHost: () => string
}

interface Connection extends Link {
  readonly deps: ConnectionDeps
  send(type: number, streamId: number, body: Buffer): void
  /** The stream on which room packets travel; 0 until the first one came. */
  packetStream: number
  answer(header: { cmd: number; seq: number }, contextKey: number, body: Buffer): void
}

type FrameHandler = (connection: Connection, streamId: number, body: Buffer) => void

const FRAME_HANDLERS: Readonly<Record<number, FrameHandler>> = {
  [FRAME.getConfigRequest]: ({ deps, send }, streamId, body) => {
    const { txid } = m.getConfigRequest.decode(body)
    const data = {
      txid,
      logic_hb_interval: deps.limits.linkHeartbeatS,
      logic_hb_timeout: deps.limits.linkTimeoutS,
      pc_establish_timeout: 15,
      client_outer_ip: '127.0.0.1',
      ntp_time: deps.clock.now(),
    }
    send(FRAME.getConfigResponse, streamId, m.getConfigResponse.encode({ code: 0, message: '', data }))
  },

  [FRAME.heartbeatRequest]: ({ deps, send }, streamId, body) => {
    const { txid, ts } = m.heartbeatRequest.decode(body)
    send(
      FRAME.heartbeatResponse,
      streamId,
      m.heartbeatResponse.encode({ txid, ts, ntp_time: deps.clock.now() }),
    )
  },

  [FRAME.getAppConfigRequest]: ({ deps, send }, streamId, body) => {
    const { txid } = m.getAppConfigRequest.decode(body)
    const data = { txid, data: appConfig(deps.rtmpHost()), ts: deps.clock.now(), etag: 1 }
    send(FRAME.getAppConfigResponse, streamId, m.getAppConfigResponse.encode({ code: 0, message: '', data }))
  },

  [FRAME.upward]: (connection, streamId, body) => {
    const { txid, ack, service_no, payload } = m.upward.decode(body)
    if (ack) connection.send(FRAME.upwardAck, streamId, m.upwardAck.encode({ txid }))
    if (service_no !== 0 && connection.packetStream !== streamId) {
      connection.packetStream = streamId
      connection.send(FRAME.established, streamId, m.established.encode({ elapse: 1, from: 1 }))
    }
    const packet = decodePacket(payload)
    const answer = handlePacket(connection.deps, connection, packet)
    if (answer) connection.answer(packet.header, answer.contextKey, answer.body)
  },

  [FRAME.streamClosed]: (connection, streamId) => {
    if (connection.packetStream === streamId) connection.packetStream = 0
  },

  [FRAME.httpRequest]: (connection, streamId, body) => {
    const { deps, send } = connection
    const request = m.httpRequest.decode(body)
    const answer = deps.faults.failedDispatch.newest(connection)
      ? NO_DISPATCH
      : dispatch(request, deps.rtmpHost(), deps.rooms.memberOn(connection))
    send(FRAME.httpResponse, streamId, httpAnswer(request.txid, answer.status, answer.body))
  },

  [FRAME.httpProtoRequest]: ({ deps, send }, streamId, body) => {
    const { txid, interface_id } = m.httpProtoRequest.decode(body)
    deps.log(`zego: mixing and CDN relay (interface ${interface_id}) are not supported: D-ZG-08`)
    send(FRAME.httpResponse, streamId, httpAnswer(txid, 501, {}))
  },
}

function httpAnswer(txid: number, status_code: number, body: object): Buffer {
  const headers = [{ name: 'Content-Type', val: 'application/json' }]
  return m.httpResponse.encode({ txid, status_code, headers, body: Buffer.from(JSON.stringify(body)) })
}

/**
 * One SDK's socket: decode, handle, answer. A frame that cannot be read closes this socket and no other; the same
 * is true of a handler that throws. Silence longer than the link's timeout ends it, too.
 */
export function acceptConnection(socket: WebSocket, origin: string | null, deps: ConnectionDeps): Link {
  const { clock, log, limits } = deps
  const line = new DelayLine()
  const send = (type: number, streamId: number, body: Buffer) =>
    line.pass(deps.faults.slow.newest(connection) ?? 0, () => {
      if (socket.readyState === socket.OPEN) socket.send(encodeFrame({ type, streamId, body }))
    })
  let pushSeq = 0
  const down = (cmd: number, seq: number, contextKey: number, body: Buffer) => {
    const header = { cmd, seq, timestamp: clock.now(), context_key: contextKey }
    const payload = encodePacket({ header, body })
    send(FRAME.downward, connection.packetStream, m.downward.encode({ payload, ts: clock.now() }))
  }
  const connection: Connection = {
    deps,
    send,
    packetStream: 0,
    userID: null,
    origin,
    answer: (header, contextKey, body) => down(header.cmd + 1, header.seq, contextKey, body),
    push: (contextKey, { cmd, body }) => {
      pushSeq += 1
      down(cmd, pushSeq, contextKey, body)
    },
    drop: () => socket.terminate(),
  }

  // The SDK sends its own heartbeat every linkHeartbeatS; twice its timeout leaves room for a slow machine.
  const silence = setTimeout(() => socket.terminate(), limits.linkTimeoutS * 2_000)
  silence.unref()

  socket.on('message', (data, isBinary) => {
    if (socket.readyState !== socket.OPEN) return // already refused; what still arrives is not looked at
    silence.refresh()
    try {
      if (!isBinary) throw new WireError('text where a binary frame belongs')
      const frame = decodeFrame(toBuffer(data))
      const handle = FRAME_HANDLERS[frame.type]
      if (handle) handle(connection, frame.streamId, frame.body)
      else log(`zego: frame type ${frame.type} is not supported: D-ZG-09`)
    } catch (error) {
      if (error instanceof WireError) log(`zego: connection closed: ${error.message}`)
      else log('zego: connection closed by an internal error', { error: String(error) })
      socket.close(error instanceof WireError ? 1002 : 1011)
    }
  })
  socket.on('close', () => {
    clearTimeout(silence)
    line.clear()
    deps.rooms.linkLost(connection)
  })
  return connection
}

function toBuffer(data: Buffer | ArrayBuffer | Buffer[]): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data)
  return Buffer.isBuffer(data) ? data : Buffer.from(data)
}
