/**
 * The RTMP messages this part speaks. Source: Adobe "RTMP Specification 1.0" §5.4, §7.
 */
import { type AmfValue, encodeAmf } from './amf0.ts'

export const MESSAGE = {
  setChunkSize: 1,
  abort: 2,
  acknowledgement: 3,
  userControl: 4,
  windowSize: 5,
  peerBandwidth: 6,
  audio: 8,
  video: 9,
  commandAmf3: 17,
  data: 18,
  command: 20,
} as const

/** Chunk stream ids; any value works, these are what encoders use. */
export const CHUNK_STREAM = { control: 2, command: 3, audio: 4, data: 5, video: 6 } as const

export const PING_REQUEST = 6
export const PING_RESPONSE = 7

/** Every reader starts with this chunk size until told otherwise (§5.4.1). */
export const INITIAL_CHUNK_SIZE = 128
export const WINDOW_BYTES = 2_500_000

export interface RtmpMessage {
  readonly type: number
  /** Message stream id: 0 for the connection, 1 for the published stream. */
  readonly streamId: number
  readonly timeMs: number
  readonly body: Uint8Array
}

export class RtmpProtocolError extends Error {}

export const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value >>> 0)
  return bytes
}

export const command = (streamId: number, ...values: AmfValue[]): RtmpMessage => ({
  type: MESSAGE.command,
  streamId,
  timeMs: 0,
  body: encodeAmf(...values),
})

export const control = (type: number, body: Uint8Array): RtmpMessage => ({
  type,
  streamId: 0,
  timeMs: 0,
  body,
})

/** §7.2.2: what a server tells about a stream; `level` is status or error. */
export const onStatus = (
  streamId: number,
  level: 'status' | 'error',
  code: string,
  description: string,
): RtmpMessage => command(streamId, 'onStatus', 0, null, { level, code, description })
