import { FLV_HEADER_BYTES, type FlvTag, isTagType, TAG_HEADER_BYTES, TAG_TRAILER_BYTES } from './flv.ts'

export class FlvFormatError extends Error {}

/**
 * Takes FLV bytes in any slices and gives whole tags. Tag bodies are copies and may be kept.
 * Throws FlvFormatError on anything that is not FLV or a tag larger than `maxTagBytes`.
 * Free of Node and DOM types: pages use it too.
 */
export class FlvReader {
  #rest: Uint8Array = new Uint8Array(0)
  #headerSeen = false

  constructor(
    private readonly onTag: (tag: FlvTag) => void,
    private readonly maxTagBytes: number,
  ) {}

  push(slice: Uint8Array): void {
    const bytes = this.#rest.length === 0 ? slice : join(this.#rest, slice)
    let offset = 0
    if (!this.#headerSeen) {
      const signature = [0x46, 0x4c, 0x56]
      if (signature.some((byte, i) => i < bytes.length && bytes[i] !== byte)) {
        throw new FlvFormatError('no FLV signature')
      }
      if (bytes.length < FLV_HEADER_BYTES) {
        this.#rest = copyOf(bytes)
        return
      }
      this.#headerSeen = true
      offset = FLV_HEADER_BYTES
    }
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    while (bytes.length - offset >= TAG_HEADER_BYTES) {
      const type = (bytes[offset] ?? 0) & 0x1f
      const size = view.getUint32(offset) & 0xffffff
      if (!isTagType(type)) throw new FlvFormatError(`unknown tag type ${type}`)
      if (size > this.maxTagBytes) throw new FlvFormatError(`tag of ${size} bytes`)
      const end = offset + TAG_HEADER_BYTES + size
      if (bytes.length < end + TAG_TRAILER_BYTES) break
      const time = view.getUint32(offset + 4)
      this.onTag({
        type,
        timeMs: ((time >>> 8) | ((time & 0xff) << 24)) >>> 0,
        body: copyOf(bytes.subarray(offset + TAG_HEADER_BYTES, end)),
      })
      offset = end + TAG_TRAILER_BYTES
    }
    this.#rest = copyOf(bytes.subarray(offset))
  }
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  const joined = new Uint8Array(a.length + b.length)
  joined.set(a)
  joined.set(b, a.length)
  return joined
}

// Not slice(): on Node's Buffer that is a view, and the socket's memory would be seen to change or stay alive.
const copyOf = (bytes: Uint8Array): Uint8Array => new Uint8Array(bytes)
