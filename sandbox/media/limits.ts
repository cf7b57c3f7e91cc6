/**
 * Every number the media part holds itself to. ZEGO publishes none of its own; these are ours, chosen so that a dead
 * publisher is noticed while a person would still wait, and one bad connection cannot take the memory of the rest.
 */
export interface MediaLimits {
  /** A publisher that sends no audio and no video for this long is frozen: its readers end, its name is free. */
  readonly publisherIdleMs: number
  /** How often publishers are looked at; the frozen one is gone after publisherIdleMs + this. */
  readonly idleCheckMs: number
  /** A connection that has not begun to publish by then is closed. */
  readonly handshakeMs: number
  /** Largest RTMP message and FLV tag in bytes: a 1080p key frame stays far below. */
  readonly messageBytes: number
  /** Chunk streams one connection may open; encoders in the wild use four to six. */
  readonly chunkStreams: number
  /** Frames kept for joiners since the last key frame, in bytes; beyond it joiners wait for the next key frame. */
  readonly gopBytes: number
  /** A reader with more than this queued skips to a key frame … */
  readonly readerSkipBytes: number
  /** … and goes on when its queue is below this. */
  readonly readerResumeBytes: number
  /** A reader with more than this queued is closed. */
  readonly readerCutBytes: number
  /** The bridge stops reading from the pusher's page while this much waits for the RTMP socket. */
  readonly bridgeQueueBytes: number
}

const MiB = 1024 * 1024

export const LIMITS: MediaLimits = {
  publisherIdleMs: 8_000,
  idleCheckMs: 500,
  handshakeMs: 10_000,
  messageBytes: 4 * MiB,
  chunkStreams: 64,
  gopBytes: 8 * MiB,
  readerSkipBytes: 2 * MiB,
  readerResumeBytes: MiB / 2,
  readerCutBytes: 8 * MiB,
  bridgeQueueBytes: MiB,
}
