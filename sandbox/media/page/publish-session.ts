import { FlvReader } from '../flv/flv-reader.ts'
import { AacEncoder } from './aac-encoder.ts'
import type { SoundSource } from './capture/sound.ts'
import { FlvMux } from './flv-mux.ts'
import { H264Encoder, type H264Settings } from './h264-encoder.ts'
import { PUSHER, type PusherCode } from './live-codes.ts'
import type { OpenSocket } from './media-socket.ts'
import { PushConnection } from './push-connection.ts'
import { StreamMeter, type StreamRates } from './stream-meter.ts'

export interface PublishSessionSettings {
  readonly video: H264Settings
  readonly sampleRate: number
  /** bit/s */
  readonly audioBitrate: number
}

export interface PublishSessionEvents {
  state(code: PusherCode): void
  /** The attempt is over; not called after `close`. `final` = trying again cannot help. */
  ended(code: PusherCode, reason: string, final: boolean): void
}

export interface PublishSessionStats extends StreamRates {
  readonly waitingFrames: number
  readonly frames: number
  readonly dropped: number
}

const KEY_FRAME_MS = 1_000
/** With more than this waiting in the socket a picture is dropped instead of queued. */
const MAX_QUEUED_BYTES = 256 * 1024
const MAX_TAG_BYTES = 4 * 1024 * 1024

/** One attempt on the air, from connecting to the last frame: link, encoders and FLV. A retry is a new one. */
export class PublishSession {
  readonly #link: PushConnection
  readonly #mux: FlvMux
  readonly #meter = new StreamMeter(performance.now())
  // The meter reads the very bytes that are sent.
  readonly #metered = new FlvReader((tag) => this.#meter.add(tag), MAX_TAG_BYTES)
  #h264: H264Encoder | null = null
  #aac: AacEncoder | null = null
  #audioTail: Promise<void> = Promise.resolve()
  #audioStartMs: number | null = null
  #audioSamples = 0
  #lastKeyMs = Number.NEGATIVE_INFINITY
  #frames = 0
  #dropped = 0
  #captured = false
  #firstSent = false
  #over = false
  #encoding = false
  #level = 0
  /** The fault "freeze": nothing is sent, the connection stays. */
  frozen = false

  constructor(
    openSocket: OpenSocket,
    pushUrl: string,
    target: string,
    private readonly settings: PublishSessionSettings,
    private readonly events: PublishSessionEvents,
  ) {
    const { video, sampleRate, audioBitrate } = settings
    this.#mux = new FlvMux(
      {
        width: video.width,
        height: video.height,
        framerate: video.fps,
        videocodecid: 7,
        videodatarate: video.bitrate / 1000,
        audiocodecid: 10,
        audiosamplerate: sampleRate,
        audiodatarate: audioBitrate / 1000,
        stereo: false,
        encoder: 'live-pusher (sandbox)',
      },
      (bytes) => {
        this.#metered.push(bytes)
        this.#link.send(bytes)
      },
    )
    let isPublishing: () => void = () => {}
    const publishing = new Promise<void>((resolve) => {
      isPublishing = resolve
    })
    this.#link = new PushConnection(openSocket, pushUrl, target, {
      connected: () => events.state(PUSHER.connected),
      publishing: () => {
        events.state(PUSHER.publishing)
        isPublishing()
      },
      closed: (code, reason) => this.#end(code, reason, false),
    })
    // Encoders warm up while the link is made: the wasm one needs a moment.
    const encoders = this.#startEncoders()
    Promise.all([publishing, encoders]).then(
      () => {
        if (this.#over) return
        events.state(PUSHER.encoderStarted)
        this.#encoding = true
      },
      (error: unknown) =>
        this.#end(PUSHER.encoderFailed, String(error instanceof Error ? error.message : error), true),
    )
  }

  get onAir(): boolean {
    return this.#encoding && !this.#over
  }

  /** Sends what the canvas shows at `nowMs`. */
  frame(canvas: HTMLCanvasElement, nowMs: number): void {
    if (!this.onAir || !this.#h264) return
    if (this.frozen) {
      this.#lastKeyMs = Number.NEGATIVE_INFINITY // readers need one to go on
      return
    }
    this.#frames += 1
    if (this.#link.queuedBytes > MAX_QUEUED_BYTES) {
      this.#dropped += 1
      return
    }
    // Half a frame early: the beat is not exact, and a late key frame makes every joiner wait.
    const halfFrame = 500 / this.settings.video.fps
    const key = this.#mux.needsKeyFrame || nowMs - this.#lastKeyMs >= KEY_FRAME_MS - halfFrame
    if (!this.#h264.encode(canvas, nowMs, key)) {
      this.#dropped += 1
      return
    }
    if (key) this.#lastKeyMs = nowMs
    if (!this.#captured) this.events.state(PUSHER.firstFrame)
    this.#captured = true
  }

  /** Loudness of what was sent last, 0–100. */
  get volume(): number {
    return this.#level
  }

  /** Sends the sound that is due at `nowMs` at this loudness: 1 as it is, 0 silence. */
  sound(source: SoundSource, gain: number, nowMs: number): void {
    const aac = this.#aac
    // After a freeze the gap is filled at once, so that sound and picture keep together.
    if (!this.onAir || !aac || this.frozen) return
    this.#audioStartMs ??= nowMs
    const { sampleRate } = this.settings
    const due = Math.floor(((nowMs - this.#audioStartMs) / 1000) * sampleRate) - this.#audioSamples
    if (due <= 0) return
    this.#audioSamples += due
    const samples = new Float32Array(due)
    source.fill(samples)
    if (gain !== 1) for (const [index, value] of samples.entries()) samples[index] = value * gain
    this.#level = loudness(samples)
    this.#audioTail = this.#audioTail
      .then(() => (this.#over ? undefined : aac.encode(samples)))
      .catch((error: unknown) => this.#end(PUSHER.encoderFailed, String(error), true))
  }

  /** Rates and drops since the last call. */
  takeStats(nowMs: number): PublishSessionStats {
    const stats = {
      ...this.#meter.take(nowMs),
      waitingFrames: this.#h264?.waiting ?? 0,
      frames: this.#frames,
      dropped: this.#dropped,
    }
    this.#frames = 0
    this.#dropped = 0
    return stats
  }

  close(): void {
    this.#over = true
    this.#link.close()
    this.#h264?.close()
    this.#aac?.close()
  }

  async #startEncoders(): Promise<void> {
    const { video, sampleRate, audioBitrate } = this.settings
    const h264 = H264Encoder.start(video, {
      config: (avcC) => this.#mux.setAvcConfig(avcC),
      frame: (bytes, key, timeMs) => {
        if (this.#over || !this.#mux.video(bytes, key, timeMs) || this.#firstSent) return
        this.#firstSent = true
        this.events.state(PUSHER.firstFrameSent)
      },
      error: (message) => this.#end(PUSHER.encoderFailed, message, false),
    })
    const aac = AacEncoder.start(
      { sampleRate, bitrate: audioBitrate },
      {
        config: (description) => this.#mux.setAacConfig(description),
        packet: (bytes, seconds) => {
          if (!this.#over) this.#mux.audio(bytes, (this.#audioStartMs ?? 0) + seconds * 1000)
        },
      },
    )
    const [h264Encoder, aacEncoder] = await Promise.all([h264, aac])
    this.#h264 = h264Encoder
    this.#aac = aacEncoder
    if (this.#over) this.close()
  }

  #end(code: PusherCode, reason: string, final: boolean): void {
    if (this.#over) return
    this.close()
    this.events.ended(code, reason, final)
  }
}

/** 0 silence … 100 full scale, from the mean square of the samples. */
function loudness(samples: Float32Array): number {
  let sum = 0
  for (const value of samples) sum += value * value
  return Math.min(100, Math.round(Math.sqrt(sum / samples.length) * 100))
}
