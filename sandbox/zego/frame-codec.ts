import { WireError } from './errors.ts'

/** What the number in a frame's header means; the body of each is a message of frames.proto. */
export const FRAME = {
  streamClosed: 2,
  httpRequest: 4,
  httpResponse: 5,
  heartbeatRequest: 12,
  heartbeatResponse: 13,
  getConfigRequest: 14,
  getConfigResponse: 15,
  upward: 17,
  upwardAck: 18,
  established: 19,
  downward: 21,
  getAppConfigRequest: 23,
  getAppConfigResponse: 24,
  httpProtoRequest: 33,
} as const

export interface Frame {
  readonly type: number
  /** Chosen by the client: odd, 3 or more; an answer goes back on the same one. */
  readonly streamId: number
  readonly body: Buffer
}

const MAGIC = 0xaf
const HEADER_BYTES = 13

/** `AF 00 | type u16be | body length u32be | stream id u32be | 00 | body`. */
export function encodeFrame({ type, streamId, body }: Frame): Buffer {
  const header = Buffer.alloc(HEADER_BYTES)
  header[0] = MAGIC
  header.writeUInt16BE(type, 2)
  header.writeUInt32BE(body.length, 4)
  header.writeUInt32BE(streamId, 8)
  return Buffer.concat([header, body])
}

/** One WebSocket message is one frame. Throws WireError. */
export function decodeFrame(bytes: Buffer): Frame {
  if (bytes.length < HEADER_BYTES) throw new WireError(`frame of ${bytes.length} bytes has no header`)
  if (bytes[0] !== MAGIC || bytes[1] !== 0) throw new WireError('frame does not start with AF 00')
  const body = bytes.subarray(HEADER_BYTES)
  const length = bytes.readUInt32BE(4)
  if (length !== body.length) throw new WireError(`frame says ${length} bytes and carries ${body.length}`)
  return { type: bytes.readUInt16BE(2), streamId: bytes.readUInt32BE(8), body }
}
