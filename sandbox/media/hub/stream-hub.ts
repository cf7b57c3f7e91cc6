import type { FlvTag } from '../flv/flv.ts'
import type { MediaLimits } from '../limits.ts'
import { LiveStream, type ReaderSink } from './live-stream.ts'
import { keyOf, type StreamName } from './stream-name.ts'

export interface StreamInfo {
  readonly app: string
  readonly streamID: string
  readonly publishing: boolean
  readonly readers: number
  /** Readers since the stream began, those that left included. */
  readonly joined: number
  /** Readers closed because they did not keep up. */
  readonly cut: number
  /** A fault: readers get nothing. */
  readonly frozen: boolean
  /** Measured over the last two seconds. */
  readonly kbps: number
}

/** A name that belongs to one publisher from `reserve` on, on the air between `start` and `end`. */
export interface Publication {
  start(): void
  push(tag: FlvTag): void
  /** Ends all readers and frees the name; twice is harmless. */
  end(): void
}

interface Entry extends Publication {
  readonly name: StreamName
  readonly stream: LiveStream
  readonly close: () => void
  live: boolean
  lastMs: number
}

/**
 * Which streams exist. Pure but for one timer that looks for frozen publishers.
 * `nowMs` is monotonic on purpose: the control API may move the sandbox's clock, and no stream may die of that.
 */
export class StreamHub {
  readonly #entries = new Map<string, Entry>()
  readonly #timer: NodeJS.Timeout

  constructor(
    private readonly limits: MediaLimits,
    /** A fault: readers of this streamID get nothing. */
    private readonly isFrozen: (streamID: string) => boolean = () => false,
    private readonly nowMs: () => number = () => performance.now(),
  ) {
    this.#timer = setInterval(() => this.#dropFrozen(), limits.idleCheckMs)
  }

  /** Takes the name, or answers null while another publisher has it. `close` is called to throw this one out. */
  reserve(name: StreamName, close: () => void): Publication | null {
    const key = keyOf(name)
    if (this.#entries.has(key)) return null
    const stream = new LiveStream(this.limits, this.nowMs)
    if (this.isFrozen(name.streamID)) stream.freeze(true)
    const entry: Entry = {
      name,
      stream,
      close,
      live: false,
      lastMs: this.nowMs(),
      start: () => {
        entry.live = true
        entry.lastMs = this.nowMs()
      },
      push: (tag) => {
        entry.lastMs = this.nowMs()
        stream.push(tag)
      },
      end: () => {
        if (this.#entries.get(key) !== entry) return
        this.#entries.delete(key)
        stream.end()
      },
    }
    this.#entries.set(key, entry)
    return entry
  }

  /** Joins a stream on the air; null when there is none. Answers how to leave. */
  subscribe(name: StreamName, sink: ReaderSink): (() => void) | null {
    const entry = this.#entries.get(keyOf(name))
    return entry?.live ? entry.stream.join(sink) : null
  }

  list(): StreamInfo[] {
    return [...this.#entries.values()].map(({ name, live, stream }) => ({
      ...name,
      publishing: live,
      readers: stream.readers,
      joined: stream.joined,
      cut: stream.cut,
      frozen: stream.frozen,
      kbps: stream.meter.kbps(this.nowMs()),
    }))
  }

  /** Throws publishers out: all, or those of one streamID. Answers how many. */
  kill(streamID?: string): number {
    const doomed = [...this.#entries.values()].filter(
      ({ name }) => streamID === undefined || name.streamID === streamID,
    )
    for (const entry of doomed) this.#drop(entry)
    return doomed.length
  }

  /** What is to be frozen has changed: connections stay, no data reaches a reader of a frozen stream. */
  updateFrozen(): void {
    for (const { name, stream } of this.#entries.values()) {
      const now = this.isFrozen(name.streamID)
      if (now !== stream.frozen) stream.freeze(now)
    }
  }

  stop(): void {
    clearInterval(this.#timer)
    this.kill()
  }

  #dropFrozen(): void {
    for (const entry of this.#entries.values()) {
      // A name still waiting for admission is the session's affair.
      if (entry.live && this.nowMs() - entry.lastMs > this.limits.publisherIdleMs) this.#drop(entry)
    }
  }

  #drop(entry: Entry): void {
    entry.end()
    entry.close()
  }
}
