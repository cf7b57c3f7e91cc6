import { registerAacEncoder } from '@mediabunny/aac-encoder'
import { AudioSample, AudioSampleSource, Mp4OutputFormat, NullTarget, Output } from 'mediabunny'

export interface AacOutput {
  /** AudioSpecificConfig; comes before the first packet. */
  config(description: Uint8Array): void
  /** `seconds` since the first sample. */
  packet(bytes: Uint8Array, seconds: number): void
}

export interface AacSettings {
  readonly sampleRate: number
  /** bit/s */
  readonly bitrate: number
}

let registered = false

/**
 * AAC-LC, mono. Chromium has no AAC encoder of its own on Linux, so the WebAssembly one of mediabunny is used
 * everywhere: the same bytes on every machine. Its worker and wasm are inside the package's single file.
 */
export class AacEncoder {
  readonly #source: AudioSampleSource
  readonly #output: Output
  #samples = 0

  private constructor(
    private readonly settings: AacSettings,
    out: AacOutput,
  ) {
    this.#source = new AudioSampleSource({
      codec: 'aac',
      bitrate: settings.bitrate,
      onEncodedPacket: (packet, meta) => {
        const description = meta?.decoderConfig?.description
        if (description) out.config(bytesOf(description))
        out.packet(packet.data, packet.timestamp)
      },
    })
    // The container's bytes go nowhere; it is mediabunny's way to run an encoder.
    this.#output = new Output({
      format: new Mp4OutputFormat({ fastStart: 'fragmented' }),
      target: new NullTarget(),
    })
    this.#output.addAudioTrack(this.#source)
  }

  static async start(settings: AacSettings, out: AacOutput): Promise<AacEncoder> {
    if (!registered) registerAacEncoder()
    registered = true
    const encoder = new AacEncoder(settings, out)
    await encoder.#output.start()
    return encoder
  }

  /** Encodes the next samples (mono, -1…1). */
  encode(data: Float32Array): Promise<void> {
    const { sampleRate } = this.settings
    const sample = new AudioSample({
      data,
      format: 'f32',
      numberOfChannels: 1,
      sampleRate,
      timestamp: this.#samples / sampleRate,
    })
    this.#samples += data.length
    return this.#source.add(sample).finally(() => sample.close())
  }

  close(): void {
    this.#output.cancel().catch(() => {})
  }
}

function bytesOf(description: AllowSharedBufferSource): Uint8Array {
  return ArrayBuffer.isView(description)
    ? new Uint8Array(description.buffer, description.byteOffset, description.byteLength)
    : new Uint8Array(description)
}
