import { INITIAL_CHUNK_SIZE, MESSAGE, type RtmpMessage, RtmpProtocolError } from './messages.ts'

export interface ChunkLimits {
  readonly messageBytes: number
  readonly chunkStreams: number
}

interface ChunkStream {
  timeMs: number
  deltaMs: number
  size: number
  type: number
  streamId: number
  extended: boolean
  parts: Buffer[]
  received: number
}

const HEADER_BYTES = [11, 7, 3, 0] as const
const EXTENDED = 0xffffff
const MAX_CHUNK_SIZE = 0xffffff

/**
 * Puts chunks back together into messages (RTMP 1.0 §5.3). `Set Chunk Size` and `Abort` are obeyed here and not
 * handed on. Throws RtmpProtocolError when the peer breaks the format or a limit; the connection must then close.
 */
export class ChunkReader {
  #rest: Buffer = Buffer.alloc(0)
  #chunkSize = INITIAL_CHUNK_SIZE
  readonly #streams = new Map<number, ChunkStream>()
  /** Bytes taken in so far, for acknowledgements. */
  received = 0

  constructor(
    private readonly onMessage: (message: RtmpMessage) => void,
    private readonly limits: ChunkLimits,
  ) {}

  push(slice: Buffer): void {
    this.received += slice.length
    const bytes = this.#rest.length === 0 ? slice : Buffer.concat([this.#rest, slice])
    let offset = 0
    for (;;) {
      const used = this.#readChunk(bytes, offset)
      if (used === 0) break
      offset += used
    }
    // A copy: a view would keep the whole slice of the socket alive.
    this.#rest = Buffer.from(bytes.subarray(offset))
  }

  /** Length of the chunk at `start`, or 0 while it is incomplete. Changes nothing until it is complete. */
  #readChunk(bytes: Buffer, start: number): number {
    const basic = readBasicHeader(bytes, start)
    if (basic === null) return 0
    const { format, id } = basic
    let at = start + basic.bytes
    const headerBytes = HEADER_BYTES[format] ?? 0
    if (at + headerBytes > bytes.length) return 0

    const known = this.#streams.get(id)
    if (known === undefined && format !== 0) {
      throw new RtmpProtocolError(`chunk stream ${id} begins without a full header`)
    }
    const before = known ?? freshStream()
    let { size, type, streamId, extended } = before
    let time = 0
    if (format < 3) {
      if (before.received > 0) throw new RtmpProtocolError('a new message begins inside another')
      time = bytes.readUIntBE(at, 3)
      extended = time === EXTENDED
    }
    if (format < 2) {
      size = bytes.readUIntBE(at + 3, 3)
      type = bytes.readUInt8(at + 6)
    }
    if (format === 0) streamId = bytes.readUInt32LE(at + 7)
    at += headerBytes
    if (extended) {
      // Also on continuation chunks (format 3), as every encoder in use does.
      if (at + 4 > bytes.length) return 0
      time = bytes.readUInt32BE(at)
      at += 4
    }
    if (size > this.limits.messageBytes) throw new RtmpProtocolError(`message of ${size} bytes`)
    const need = Math.min(this.#chunkSize, size - before.received)
    if (at + need > bytes.length) return 0

    const stream = known ?? this.#open(id, before)
    if (stream.received === 0) {
      if (format === 0) {
        stream.timeMs = time
        // §5.3.1.2.4: a format 3 chunk right behind a format 0 repeats its timestamp as the delta.
        stream.deltaMs = time
      } else {
        if (format < 3) stream.deltaMs = time
        stream.timeMs = (stream.timeMs + stream.deltaMs) >>> 0
      }
    }
    Object.assign(stream, { size, type, streamId, extended })
    stream.parts.push(bytes.subarray(at, at + need))
    stream.received += need
    if (stream.received >= size) this.#finish(stream)
    else if (need > 0) stream.parts.push(Buffer.from(stream.parts.pop() ?? [])) // outlives this slice
    return at + need - start
  }

  #open(id: number, stream: ChunkStream): ChunkStream {
    if (this.#streams.size >= this.limits.chunkStreams) throw new RtmpProtocolError('too many chunk streams')
    this.#streams.set(id, stream)
    return stream
  }

  #finish(stream: ChunkStream): void {
    const body = Buffer.concat(stream.parts)
    stream.parts = []
    stream.received = 0
    const { type, streamId, timeMs } = stream
    if (type === MESSAGE.setChunkSize) {
      const size = body.length === 4 ? body.readUInt32BE() : 0
      if (size < 1 || size > MAX_CHUNK_SIZE) throw new RtmpProtocolError('bad chunk size')
      this.#chunkSize = size
    } else if (type === MESSAGE.abort) {
      const aborted = body.length === 4 ? this.#streams.get(body.readUInt32BE()) : undefined
      if (aborted) Object.assign(aborted, { parts: [], received: 0 })
    } else {
      this.onMessage({ type, streamId, timeMs, body })
    }
  }
}

function readBasicHeader(bytes: Buffer, at: number): { format: number; id: number; bytes: number } | null {
  const first = bytes[at]
  if (first === undefined) return null
  const format = first >> 6
  const low = first & 0x3f
  if (low > 1) return { format, id: low, bytes: 1 }
  const second = bytes[at + 1]
  if (second === undefined) return null
  if (low === 0) return { format, id: second + 64, bytes: 2 }
  const third = bytes[at + 2]
  if (third === undefined) return null
  return { format, id: third * 256 + second + 64, bytes: 3 }
}

const freshStream = (): ChunkStream => ({
  timeMs: 0,
  deltaMs: 0,
  size: 0,
  type: 0,
  streamId: 0,
  extended: false,
  parts: [],
  received: 0,
})
