import { CHUNK_STREAM, INITIAL_CHUNK_SIZE, MESSAGE, type RtmpMessage, uint32 } from './messages.ts'

const EXTENDED = 0xffffff

/** Cuts messages into chunks, each with a full header first (RTMP 1.0 §5.3). */
export class ChunkWriter {
  #chunkSize = INITIAL_CHUNK_SIZE

  /** The bytes that announce a new chunk size, which holds for everything after them. */
  setChunkSize(size: number): Buffer {
    const bytes = this.encode({ type: MESSAGE.setChunkSize, streamId: 0, timeMs: 0, body: uint32(size) })
    this.#chunkSize = size
    return bytes
  }

  encode(message: RtmpMessage): Buffer {
    const { type, streamId, body } = message
    const timeMs = message.timeMs >>> 0
    const id = chunkStreamOf(type)
    const extended = timeMs >= EXTENDED ? uint32(timeMs) : Buffer.alloc(0)
    const header = Buffer.alloc(12)
    header[0] = id
    header.writeUIntBE(Math.min(timeMs, EXTENDED), 1, 3)
    header.writeUIntBE(body.length, 4, 3)
    header[7] = type
    header.writeUInt32LE(streamId, 8)
    const out: Uint8Array[] = [header, extended, body.subarray(0, this.#chunkSize)]
    for (let at = this.#chunkSize; at < body.length; at += this.#chunkSize) {
      out.push(Buffer.from([0xc0 | id]), extended, body.subarray(at, at + this.#chunkSize))
    }
    return Buffer.concat(out)
  }
}

function chunkStreamOf(type: number): number {
  if (type === MESSAGE.audio) return CHUNK_STREAM.audio
  if (type === MESSAGE.video) return CHUNK_STREAM.video
  if (type === MESSAGE.data) return CHUNK_STREAM.data
  return type === MESSAGE.command ? CHUNK_STREAM.command : CHUNK_STREAM.control
}
