import {
  aacConfigTag,
  aacFrameTag,
  avcConfigTag,
  avcFrameTag,
  type Bytes,
  encodeTag,
  flvHeader,
  SCRIPT,
} from '../flv/flv.ts'
import { type AmfRecord, EcmaArray, encodeAmf } from '../rtmp/amf0.ts'

/**
 * Puts encoded pictures and sound of one connection into FLV. Nothing leaves before both configurations are known and
 * a key frame has come; that key frame is time 0. `atMs` are monotonic ms of one clock for both tracks. Pure.
 */
export class FlvMux {
  #avcC: Uint8Array | null = null
  #aac: Uint8Array | null = null
  #startMs: number | null = null

  constructor(
    private readonly metadata: AmfRecord,
    private readonly send: (bytes: Bytes) => void,
  ) {}

  /** Pictures before this are lost: the encoder should give a key frame. */
  get needsKeyFrame(): boolean {
    return this.#startMs === null
  }

  setAvcConfig(avcC: Uint8Array): void {
    this.#avcC = avcC
    if (this.#startMs !== null) this.send(avcConfigTag(avcC)) // the resolution changed on the air
  }

  setAacConfig(config: Uint8Array): void {
    this.#aac = config
  }

  /** Answers whether the frame was sent. */
  video(frame: Uint8Array, key: boolean, atMs: number): boolean {
    if (this.#startMs === null) {
      if (!key || !this.#avcC || !this.#aac) return false
      this.#startMs = atMs
      this.send(flvHeader({ audio: true, video: true }))
      this.send(encodeTag(SCRIPT, 0, encodeAmf('onMetaData', new EcmaArray(this.metadata))))
      this.send(avcConfigTag(this.#avcC))
      this.send(aacConfigTag(this.#aac))
    }
    this.send(avcFrameTag(Math.round(atMs - this.#startMs), key, frame))
    return true
  }

  audio(frame: Uint8Array, atMs: number): void {
    if (this.#startMs === null || atMs < this.#startMs) return
    this.send(aacFrameTag(Math.round(atMs - this.#startMs), frame))
  }
}
