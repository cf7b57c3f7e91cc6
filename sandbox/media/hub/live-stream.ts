import {
  AUDIO,
  encodeTag,
  type FlvTag,
  flvHeader,
  isAacConfig,
  isAvcConfig,
  isKeyFrame,
  SCRIPT,
  VIDEO,
} from '../flv/flv.ts'
import type { MediaLimits } from '../limits.ts'
import { RateMeter } from './rate-meter.ts'

/** Where the FLV of one player goes. */
export interface ReaderSink {
  send(bytes: Uint8Array): void
  /** Bytes handed over and not yet taken by the network. */
  queuedBytes(): number
  end(reason: 'ended' | 'too-slow'): void
}

interface Reader {
  readonly sink: ReaderSink
  /** The FLV header has been sent; before it a reader waits for something to start with. */
  started: boolean
  hasAudio: boolean
  skipping: boolean
}

/** Sound alone is played after this much of it: a picture would have come by then. */
const AUDIO_ONLY_AFTER_MS = 1_000

/**
 * One published stream: remembers metadata, decoder configurations and everything since the last key frame, so that a
 * joiner sees a picture at once; passes tags on and keeps slow readers from filling the memory.
 */
export class LiveStream {
  readonly meter = new RateMeter()
  readonly #readers = new Set<Reader>()
  #metadata: Uint8Array | null = null
  #avcConfig: Uint8Array | null = null
  #aacConfig: Uint8Array | null = null
  #gop: Uint8Array[] = []
  #gopBytes = 0
  #audioSinceMs: number | null = null
  #playable = false
  #frozen = false
  #joined = 0
  #cut = 0

  constructor(
    private readonly limits: MediaLimits,
    private readonly nowMs: () => number,
  ) {}

  get readers(): number {
    return this.#readers.size
  }

  /** Readers since the stream began. */
  get joined(): number {
    return this.#joined
  }

  /** Readers that were closed because they did not keep up. */
  get cut(): number {
    return this.#cut
  }

  get frozen(): boolean {
    return this.#frozen
  }

  /** A fault: readers stay and get nothing. Afterwards everybody goes on with the next key frame. */
  freeze(frozen: boolean): void {
    this.#frozen = frozen
    if (!frozen) return
    this.#gop = []
    this.#gopBytes = 0
    this.#playable = false
    for (const reader of this.#readers) reader.skipping = true
  }

  push({ type, timeMs, body }: FlvTag): void {
    if (body.length === 0) return
    const tag = encodeTag(type, type === SCRIPT ? 0 : timeMs, body)
    this.meter.add(tag.length, this.nowMs())
    const key = type === VIDEO && isKeyFrame(body)
    if (type === SCRIPT) this.#metadata = tag
    else if (type === VIDEO && isAvcConfig(body)) this.#avcConfig = tag
    else if (type === AUDIO && isAacConfig(body)) this.#aacConfig = tag
    else if (this.#frozen) return
    else this.#remember(tag, type, key, timeMs)
    if (this.#frozen) return
    for (const reader of this.#readers) {
      if (reader.started) this.#pass(reader, tag, type, key)
      else if (this.#playable) this.#start(reader)
    }
  }

  /** Answers how to leave. */
  join(sink: ReaderSink): () => void {
    const reader: Reader = { sink, started: false, hasAudio: false, skipping: false }
    this.#readers.add(reader)
    this.#joined += 1
    if (this.#playable) this.#start(reader)
    return () => void this.#readers.delete(reader)
  }

  end(): void {
    for (const reader of this.#readers) reader.sink.end('ended')
    this.#readers.clear()
  }

  #remember(tag: Uint8Array, type: number, key: boolean, timeMs: number): void {
    if (key) {
      this.#gop = []
      this.#gopBytes = 0
      this.#playable = true
    }
    if (type === AUDIO && !this.#avcConfig) {
      this.#audioSinceMs ??= timeMs
      if (timeMs - this.#audioSinceMs >= AUDIO_ONLY_AFTER_MS) this.#playable = true
    }
    if (!key && this.#gop.length === 0) return
    this.#gop.push(tag)
    this.#gopBytes += tag.length
    if (this.#gopBytes > this.limits.gopBytes) {
      this.#gop = []
      this.#gopBytes = 0
    }
  }

  // The header promises only tracks that are there: a player waits for ever for one that never comes.
  #start(reader: Reader): void {
    reader.started = true
    reader.hasAudio = this.#aacConfig !== null
    const pieces = [
      flvHeader({ audio: reader.hasAudio, video: this.#avcConfig !== null || this.#gop.length > 0 }),
      this.#metadata,
      this.#avcConfig,
      this.#aacConfig,
      ...this.#gop,
    ].filter((piece) => piece !== null)
    reader.sink.send(Buffer.concat(pieces))
  }

  #pass(reader: Reader, tag: Uint8Array, type: number, key: boolean): void {
    if (type === AUDIO && !reader.hasAudio) return
    const queued = reader.sink.queuedBytes()
    if (queued > this.limits.readerCutBytes) {
      this.#readers.delete(reader)
      this.#cut += 1
      reader.sink.end('too-slow')
      return
    }
    if (queued > this.limits.readerSkipBytes) reader.skipping = true
    else if (reader.skipping && key && queued < this.limits.readerResumeBytes) reader.skipping = false
    if (!reader.skipping) reader.sink.send(tag)
  }
}
