import { AUDIO, type FlvTag, isAvcConfig, isKeyFrame, VIDEO } from '../flv/flv.ts'

export interface StreamRates {
  /** kbps */
  readonly videoBitrate: number
  /** kbps */
  readonly audioBitrate: number
  readonly videoFPS: number
  /** Seconds between the last two key frames; 0 until two were seen. */
  readonly videoGOP: number
}

/** Counts what really goes through; `take` gives the rates since the last `take`. Times are monotonic ms. Pure. */
export class StreamMeter {
  #sinceMs: number
  #videoBytes = 0
  #audioBytes = 0
  #frames = 0
  #lastKeyMs: number | null = null
  #gopSeconds = 0

  constructor(nowMs: number) {
    this.#sinceMs = nowMs
  }

  add({ type, timeMs, body }: FlvTag): void {
    if (type === AUDIO) this.#audioBytes += body.length
    if (type !== VIDEO || isAvcConfig(body)) return
    this.#videoBytes += body.length
    this.#frames += 1
    if (!isKeyFrame(body)) return
    if (this.#lastKeyMs !== null) this.#gopSeconds = Math.round((timeMs - this.#lastKeyMs) / 100) / 10
    this.#lastKeyMs = timeMs
  }

  take(nowMs: number): StreamRates {
    const elapsed = Math.max(1, nowMs - this.#sinceMs)
    const rates = {
      videoBitrate: Math.round((this.#videoBytes * 8) / elapsed),
      audioBitrate: Math.round((this.#audioBytes * 8) / elapsed),
      videoFPS: Math.round((this.#frames * 1000) / elapsed),
      videoGOP: this.#gopSeconds,
    }
    this.#sinceMs = nowMs
    this.#videoBytes = 0
    this.#audioBytes = 0
    this.#frames = 0
    return rates
  }
}
