/**
 * FLV tags: the form in which pictures and sound travel from the pusher's page to the bridge and from the server to
 * the player. RTMP messages 8, 9 and 18 carry exactly the tag bodies.
 * Source: Adobe Flash Video File Format Specification 10.1, annex E. Free of Node and DOM types: pages use it too.
 */
export const AUDIO = 8
export const VIDEO = 9
export const SCRIPT = 18

export type TagType = typeof AUDIO | typeof VIDEO | typeof SCRIPT
export type Bytes = Uint8Array<ArrayBuffer>

export interface FlvTag {
  readonly type: TagType
  /** Milliseconds since the stream began, 32 bits. */
  readonly timeMs: number
  readonly body: Uint8Array
}

export const FLV_HEADER_BYTES = 13
export const TAG_HEADER_BYTES = 11
export const TAG_TRAILER_BYTES = 4

export const isTagType = (type: number): type is TagType =>
  type === AUDIO || type === VIDEO || type === SCRIPT

/** File header with the previous-tag-size 0 behind it. A player waits for every track that the flags promise. */
export function flvHeader(has: { audio: boolean; video: boolean }): Bytes {
  const flags = (has.audio ? 4 : 0) | (has.video ? 1 : 0)
  return new Uint8Array([0x46, 0x4c, 0x56, 1, flags, 0, 0, 0, 9, 0, 0, 0, 0])
}

/** One tag with its trailing size, from body parts that are joined in order. */
export function encodeTag(type: TagType, timeMs: number, ...parts: Uint8Array[]): Bytes {
  const size = parts.reduce((sum, part) => sum + part.byteLength, 0)
  const bytes = new Uint8Array(TAG_HEADER_BYTES + size + TAG_TRAILER_BYTES)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, (type << 24) | size)
  // 24 low bits first, then the upper eight.
  view.setUint32(4, ((timeMs & 0xffffff) << 8) | ((timeMs >>> 24) & 0xff))
  let offset = TAG_HEADER_BYTES
  for (const part of parts) {
    bytes.set(part, offset)
    offset += part.byteLength
  }
  view.setUint32(offset, TAG_HEADER_BYTES + size)
  return bytes
}

const AVC = 7
const AAC = 10

export const isAvcConfig = (body: Uint8Array): boolean =>
  ((body[0] ?? 0) & 0x0f) === AVC && body[1] === 0 && body.length > 5
export const isKeyFrame = (body: Uint8Array): boolean =>
  (body[0] ?? 0) >> 4 === 1 && !(((body[0] ?? 0) & 0x0f) === AVC && body[1] !== 1)
export const isAacConfig = (body: Uint8Array): boolean => (body[0] ?? 0) >> 4 === AAC && body[1] === 0

/** H.264 decoder configuration (avcC), sent before any frame. */
export const avcConfigTag = (avcC: Uint8Array): Bytes =>
  encodeTag(VIDEO, 0, new Uint8Array([0x17, 0, 0, 0, 0]), avcC)

/** One H.264 frame in length-prefixed form; no B frames, so composition time is 0. */
export const avcFrameTag = (timeMs: number, key: boolean, frame: Uint8Array): Bytes =>
  encodeTag(VIDEO, timeMs, new Uint8Array([key ? 0x17 : 0x27, 1, 0, 0, 0]), frame)

/** AudioSpecificConfig, sent before any sound. FLV writes "44 kHz 16 bit stereo" for every AAC. */
export const aacConfigTag = (config: Uint8Array): Bytes =>
  encodeTag(AUDIO, 0, new Uint8Array([0xaf, 0]), config)

export const aacFrameTag = (timeMs: number, frame: Uint8Array): Bytes =>
  encodeTag(AUDIO, timeMs, new Uint8Array([0xaf, 1]), frame)
