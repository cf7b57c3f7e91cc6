export interface H264Settings {
  readonly width: number
  readonly height: number
  readonly fps: number
  /** bit/s */
  readonly bitrate: number
}

export interface H264Output {
  /** avcC; comes before the first frame and again when it changes. */
  config(avcC: Uint8Array): void
  /** `timeMs` as given to `encode`. */
  frame(bytes: Uint8Array, key: boolean, timeMs: number): void
  error(message: string): void
}

/** Frames waiting in the encoder above which a new one is dropped: late pictures are worse than fewer. */
const MAX_WAITING = 3

/** Constrained Baseline (no B frames), the level follows the size: 3.1 up to 720p at 30, 4.0 for 1080p. */
const codecFor = ({ width, height }: H264Settings): string =>
  width * height <= 1280 * 720 ? 'avc1.42E01F' : 'avc1.42E028'

/** H.264 by WebCodecs in real-time mode. */
export class H264Encoder {
  readonly #encoder: VideoEncoder

  private constructor(out: H264Output) {
    this.#encoder = new VideoEncoder({
      error: (error) => out.error(error.message),
      output: (chunk, metadata) => {
        const description = metadata?.decoderConfig?.description
        if (description) {
          out.config(
            ArrayBuffer.isView(description)
              ? new Uint8Array(description.buffer, description.byteOffset, description.byteLength)
              : new Uint8Array(description),
          )
        }
        const bytes = new Uint8Array(chunk.byteLength)
        chunk.copyTo(bytes)
        out.frame(bytes, chunk.type === 'key', chunk.timestamp / 1000)
      },
    })
  }

  /** Rejects with a sentence for the person when this browser cannot encode H.264 (D-MD-09). */
  static async start(settings: H264Settings, out: H264Output): Promise<H264Encoder> {
    if (typeof VideoEncoder === 'undefined') {
      throw new Error('本浏览器没有 WebCodecs,无法推流:请用 Chrome、Chromium 或 Edge')
    }
    const config = configOf(settings)
    const { supported } = await VideoEncoder.isConfigSupported(config)
    if (!supported) throw new Error('本浏览器不能编码 H.264,无法推流:请用 Chrome、Chromium 或 Edge')
    const encoder = new H264Encoder(out)
    encoder.#encoder.configure(config)
    return encoder
  }

  get waiting(): number {
    return this.#encoder.encodeQueueSize
  }

  /** Encodes what the canvas shows now. Answers false when the frame was dropped. */
  encode(canvas: HTMLCanvasElement, timeMs: number, key: boolean): boolean {
    if (this.#encoder.state !== 'configured' || this.waiting > MAX_WAITING) return false
    const frame = new VideoFrame(canvas, { timestamp: Math.round(timeMs * 1000) })
    this.#encoder.encode(frame, { keyFrame: key })
    frame.close()
    return true
  }

  close(): void {
    if (this.#encoder.state !== 'closed') this.#encoder.close()
  }
}

function configOf(settings: H264Settings): VideoEncoderConfig {
  return {
    codec: codecFor(settings),
    width: settings.width,
    height: settings.height,
    bitrate: settings.bitrate,
    framerate: settings.fps,
    latencyMode: 'realtime',
    avc: { format: 'avc' },
  }
}
