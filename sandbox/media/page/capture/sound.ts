/**
 * What is heard: a sample clock that never stops, fed by the microphone, a soft tone, or nothing. Silence is sent as
 * sound, because a player waits for ever for a track that stops.
 */
export interface SoundSource {
  /** Fills `samples` (mono, -1…1) with the next ones. */
  fill(samples: Float32Array): void
  close(): void
}

export const silence = (): SoundSource => ({ fill: (samples) => void samples.fill(0), close: () => {} })

const TAU = Math.PI * 2

/** Three quiet notes of a chord, coming and going like somebody humming; for the demo scene. */
export function softTone(sampleRate: number): SoundSource {
  const notes = [220, 277.18, 329.63]
  let at = 0
  return {
    fill(samples) {
      for (let i = 0; i < samples.length; i++, at++) {
        const t = at / sampleRate
        const swell = 0.5 + 0.5 * Math.sin(t * 0.8)
        let value = 0
        for (const [n, hz] of notes.entries()) {
          value += Math.sin(t * hz * TAU) * (0.5 + 0.5 * Math.sin(t * 0.31 + n * 2))
        }
        samples[i] = value * swell * 0.012
      }
    },
    close: () => {},
  }
}

/** How much of the microphone may wait before old sound is thrown away: more would be heard as delay. */
const MAX_WAITING_S = 0.2

/** This machine's microphone at `sampleRate`, mono. Rejects when there is none or the person refuses. */
export async function openMicrophone(sampleRate: number, onLost: () => void): Promise<SoundSource> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true })
  const [track] = stream.getAudioTracks()
  if (!track) throw new Error('no microphone')
  track.addEventListener('ended', onLost)
  const reader = new MediaStreamTrackProcessor({ track }).readable.getReader()
  const waiting: number[] = []
  const take = async () => {
    for (;;) {
      const { value: data, done } = await reader.read()
      if (done) return
      appendResampled(waiting, data, sampleRate)
      data.close()
      const surplus = waiting.length - sampleRate * MAX_WAITING_S
      if (surplus > 0) waiting.splice(0, surplus)
    }
  }
  take().catch(() => {})
  return {
    fill(samples) {
      const got = waiting.splice(0, samples.length)
      samples.fill(0)
      samples.set(got)
    },
    close() {
      track.stop()
      reader.cancel().catch(() => {})
    },
  }
}

/** The device's own rate is only known from its data (Chromium's fake one says 48 kHz and delivers 44.1). */
function appendResampled(out: number[], data: AudioData, sampleRate: number): void {
  const samples = new Float32Array(data.numberOfFrames)
  data.copyTo(samples, { planeIndex: 0, format: 'f32-planar' })
  const step = data.sampleRate / sampleRate
  const length = Math.floor(data.numberOfFrames / step)
  for (let i = 0; i < length; i++) {
    const at = i * step
    const left = Math.floor(at)
    const a = samples[left] ?? 0
    const b = samples[left + 1] ?? a
    out.push(a + (b - a) * (at - left))
  }
}
