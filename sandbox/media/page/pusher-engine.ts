import { Capture } from './capture/capture.ts'
import type { CaptureScene } from './capture/picture.ts'
import { openMicrophone, type SoundSource, silence, softTone } from './capture/sound.ts'
import { type EmitLive, NETSTATUS_MS, PUSHER, type PusherCode, VOLUME_MS } from './live-codes.ts'
import { type OpenSocket, openBrowserSocket } from './media-socket.ts'
import { PublishSession, type PublishSessionStats } from './publish-session.ts'
import { captureSettings, PUSHER_DEFAULTS, type PusherOptions } from './pusher-options.ts'
import { RETRY_MS, RetryCounter } from './retry.ts'

export interface PusherDeps {
  /** ws://…/push of the media part. */
  readonly pushUrl: string
  readonly emit: EmitLive<PusherCode>
  /** The preview canvas becomes a child of this and fills it. */
  readonly canvasHost: HTMLElement
  /** Pause before a reconnect, ms; tests shorten it. */
  readonly retryMs?: number
  /** The phone's network; the browser's own when absent. */
  readonly openSocket?: OpenSocket
}

export interface PusherSnapshot {
  readonly blob: Blob
  readonly width: number
  readonly height: number
}

const SAMPLE_RATE = { high: 48_000, low: 16_000 } as const
const AUDIO_BITRATE = { high: 64_000, low: 32_000 } as const
const POOR_UPLINK = 0.2

/**
 * live-pusher's machine: films, encodes, publishes and comes back by itself, and says so in WeChat's codes.
 * Healthy: 1003, (2027 with a real microphone,) 1001, 1002, 1008, 1007, 1009. Lost: 3002–3005, 1102 up to three times,
 * then -1307 and nothing more until the app starts it again.
 */
export class PusherEngine {
  #options: PusherOptions
  readonly #capture: Capture
  readonly #retries = new RetryCounter()
  #sound: SoundSource = silence()
  #opening: Promise<void> | null = null
  #session: PublishSession | null = null
  #target: string | null = null
  #retryTimer: ReturnType<typeof setTimeout> | undefined
  #lastStatsMs = 0
  #openings = 0
  #starts = 0
  #paused = false
  #suspended = false
  #interrupted = false
  #frozen = false
  #torch = false
  #gain = 1
  #microphoneLost = false
  #lastVolumeMs = 0

  constructor(
    private readonly deps: PusherDeps,
    options: Partial<PusherOptions> = {},
  ) {
    this.#options = { ...PUSHER_DEFAULTS, ...options }
    this.#capture = new Capture(captureSettings(this.#options, false), {
      frame: (nowMs) => this.#session?.frame(this.#capture.canvas, nowMs),
      step: (nowMs) => this.#step(nowMs),
      lost: () => this.loseCamera(true),
    })
    Object.assign(this.#capture.canvas.style, { width: '100%', height: '100%', objectFit: 'cover' })
    this.#mirrorPreview()
    deps.canvasHost.append(this.#capture.canvas)
  }

  /** What is filmed in truth: 'demo' when there is no camera to be had. */
  get sceneInUse(): CaptureScene {
    return this.#capture.sceneInUse
  }

  /** Opens camera and microphone without publishing. */
  startPreview(): Promise<void> {
    this.#opening ??= this.#open()
    return this.#opening
  }

  stopPreview(): void {
    if (this.#target === null) this.#closeCapture()
  }

  /** Publishes to `url` (rtmp://…); everything further is told by events. Again while publishing = from anew. */
  async start(url: string): Promise<void> {
    this.#endBroadcast()
    this.#target = url
    this.#paused = false
    this.#applyHold()
    this.#retries.succeeded()
    this.#starts += 1
    const mine = this.#starts
    await this.startPreview()
    // Stopped, or started with another address, while the camera was opening.
    if (mine === this.#starts && this.#opening) this.#attempt(url)
  }

  /** Ends publishing and preview, without an event. */
  stop(): void {
    this.#starts += 1
    this.#target = null
    this.#endBroadcast()
    this.#closeCapture()
  }

  /** D-MD-11: the last picture stands still and silence is sent. */
  pause(): void {
    this.#paused = true
    this.#applyHold()
  }

  resume(): void {
    this.#paused = false
    this.#applyHold()
  }

  /** The mini program went to the background: as paused, and code 5000. */
  enterBackground(): void {
    if (this.#suspended) return
    this.#suspended = true
    this.#applyHold()
    if (this.#target === null) return
    this.#state(PUSHER.suspended)
    void this.#showWaitingImage()
  }

  leaveBackground(): void {
    this.#suspended = false
    this.#capture.instead = null
    this.#applyHold()
  }

  /** A phone call takes camera and microphone: as paused, and code 5001. D-MD-11: it goes on by itself afterwards. */
  interrupt(interrupted: boolean): void {
    if (interrupted && !this.#interrupted && this.#target !== null) this.#state(PUSHER.interrupted)
    this.#interrupted = interrupted
    this.#applyHold()
  }

  /** The camera is gone (code -1301, black pictures), or back (1003). */
  loseCamera(lost: boolean): void {
    if (this.#capture.lost === lost) return
    this.#capture.lost = lost
    if (this.#opening) this.#state(lost ? PUSHER.cameraFailed : PUSHER.cameraOpened)
  }

  /** The microphone is gone (code -1302, silence), or back (2027). */
  loseMicrophone(lost: boolean): void {
    if (this.#microphoneLost === lost) return
    this.#microphoneLost = lost
    if (this.#opening) this.#state(lost ? PUSHER.microphoneFailed : PUSHER.microphoneStarted)
  }

  /** A fault: no picture and no sound leave the phone, the connection stays. */
  freeze(frozen: boolean): void {
    this.#frozen = frozen
    if (this.#session) this.#session.frozen = frozen
  }

  /** Answers false when there is no torch: it sits beside the back camera. */
  async toggleTorch(): Promise<boolean> {
    if (this.#options.devicePosition !== 'back' || !this.#opening) return false
    this.#torch = !this.#torch
    await this.update({})
    return true
  }

  /** 0–1. */
  setMicrophoneVolume(volume: number): void {
    this.#gain = Math.min(Math.max(volume, 0), 1)
  }

  /** Takes over changed attributes; size, rate and bitrate of a running broadcast change with its next start. */
  async update(options: Partial<PusherOptions>): Promise<void> {
    this.#options = { ...this.#options, ...options }
    if (this.#options.devicePosition === 'front') this.#torch = false
    this.#mirrorPreview()
    const running = this.#session !== null
    const { width, height, fps, ...changeable } = captureSettings(this.#options, this.#torch)
    const { canvas } = this.#capture
    await this.#capture.update(
      running
        ? { ...changeable, width: canvas.width, height: canvas.height, fps }
        : captureSettings(this.#options, this.#torch),
    )
  }

  switchCamera(): Promise<void> {
    return this.update({ devicePosition: this.#options.devicePosition === 'front' ? 'back' : 'front' })
  }

  /** The picture as it is pushed, as JPEG. Rejects when nothing is filmed. */
  async snapshot(): Promise<PusherSnapshot> {
    const { canvas } = this.#capture
    if (!this.#opening) throw new Error('nothing is filmed')
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.9))
    if (!blob) throw new Error('the picture could not be taken')
    return { blob, width: canvas.width, height: canvas.height }
  }

  destroy(): void {
    this.stop()
    this.#capture.canvas.remove()
  }

  async #open(): Promise<void> {
    this.#openings += 1
    const mine = this.#openings
    const opened = await this.#capture.open().catch((error: unknown) => {
      this.#opening = null
      this.#state(PUSHER.cameraFailed, String(error))
      return false
    })
    if (!opened) return
    this.#state(PUSHER.cameraOpened)
    const sound = await this.#openSound()
    if (mine === this.#openings) this.#sound = sound
    else sound.close()
  }

  async #openSound(): Promise<SoundSource> {
    const { scene, audioQuality } = this.#options
    const rate = SAMPLE_RATE[audioQuality]
    if (scene !== 'camera') return softTone(rate)
    try {
      const microphone = await openMicrophone(rate, () => this.loseMicrophone(true))
      this.#state(PUSHER.microphoneStarted)
      return microphone
    } catch {
      // A missing microphone is no error, as a missing camera is none.
      return this.sceneInUse === 'demo' ? softTone(rate) : silence()
    }
  }

  #closeCapture(): void {
    this.#openings += 1
    this.#opening = null
    this.#capture.close()
    this.#sound.close()
    this.#sound = silence()
  }

  #attempt(url: string): void {
    const { videoWidth, videoHeight, fps, maxBitrate, audioQuality } = this.#options
    const audioBitrate = AUDIO_BITRATE[audioQuality]
    this.#lastStatsMs = performance.now()
    this.#session = new PublishSession(
      this.deps.openSocket ?? openBrowserSocket,
      this.deps.pushUrl,
      url,
      {
        video: {
          width: videoWidth,
          height: videoHeight,
          fps,
          bitrate: Math.max(maxBitrate * 1000 - audioBitrate, 100_000),
        },
        sampleRate: SAMPLE_RATE[audioQuality],
        audioBitrate,
      },
      {
        state: (code) => {
          if (code === PUSHER.firstFrameSent) this.#retries.succeeded()
          this.#state(code)
        },
        ended: (code, reason, final) => this.#onEnded(url, code, reason, final),
      },
    )
    this.#session.frozen = this.#frozen
  }

  #onEnded(url: string, code: PusherCode, reason: string, final: boolean): void {
    this.#session = null
    this.#state(code, reason)
    if (final) {
      this.deps.emit('error', { errCode: code, errMsg: reason })
      return
    }
    const step = this.#retries.failed()
    if (step.kind === 'give-up') {
      this.#target = null
      this.#state(PUSHER.gaveUp)
      return
    }
    this.#state(PUSHER.reconnecting, `attempt ${step.attempt}`)
    this.#retryTimer = setTimeout(() => this.#attempt(url), this.deps.retryMs ?? RETRY_MS)
  }

  #endBroadcast(): void {
    clearTimeout(this.#retryTimer)
    this.#session?.close()
    this.#session = null
  }

  #step(nowMs: number): void {
    const broadcast = this.#session
    if (!broadcast) return
    const silent = this.#options.muted || this.#capture.held || this.#microphoneLost
    broadcast.sound(this.#sound, silent ? 0 : this.#gain, nowMs)
    if (!broadcast.onAir) return
    if (nowMs - this.#lastVolumeMs >= VOLUME_MS) {
      this.#lastVolumeMs = nowMs
      this.deps.emit('audiovolumenotify', { volume: broadcast.volume })
    }
    if (nowMs - this.#lastStatsMs < NETSTATUS_MS) return
    this.#lastStatsMs = nowMs
    this.#report(broadcast.takeStats(nowMs))
  }

  #report(stats: PublishSessionStats): void {
    const dropRate = stats.dropped / Math.max(1, stats.frames)
    if (dropRate > POOR_UPLINK) this.#state(PUSHER.uplinkPoor)
    this.deps.emit('netstatus', {
      info: {
        videoBitrate: stats.videoBitrate,
        audioBitrate: stats.audioBitrate,
        videoFPS: stats.videoFPS,
        videoGOP: stats.videoGOP,
        netSpeed: stats.videoBitrate + stats.audioBitrate,
        netJitter: 0,
        netQualityLevel: qualityOf(dropRate),
        videoWidth: this.#capture.canvas.width,
        videoHeight: this.#capture.canvas.height,
        videoCache: stats.waitingFrames,
        audioCache: 0,
      },
    })
  }

  #applyHold(): void {
    this.#capture.held = this.#paused || this.#suspended || this.#interrupted
  }

  async #showWaitingImage(): Promise<void> {
    const { waitingImage } = this.#options
    if (waitingImage === '') return
    try {
      const answer = await fetch(waitingImage)
      if (!answer.ok) throw new Error(`HTTP ${answer.status}`)
      const image = await createImageBitmap(await answer.blob())
      if (this.#suspended) this.#capture.instead = image
    } catch {
      const errMsg = 'the waiting-image could not be loaded'
      this.#state(PUSHER.waitingImageFailed, errMsg)
      this.deps.emit('error', { errCode: PUSHER.waitingImageFailed, errMsg })
    }
  }

  #mirrorPreview(): void {
    const { localMirror, devicePosition } = this.#options
    const mirrored = localMirror === 'enable' || (localMirror === 'auto' && devicePosition === 'front')
    this.#capture.canvas.style.transform = mirrored ? 'scaleX(-1)' : ''
  }

  #state(code: PusherCode, message = ''): void {
    this.deps.emit('statechange', { code, message })
  }
}

/** 1 best … 5 very poor (live-pusher netstatus), from the share of dropped frames. */
function qualityOf(dropRate: number): number {
  const limits = [0.02, 0.1, 0.3, 0.6]
  const better = limits.findIndex((limit) => dropRate <= limit)
  return better === -1 ? 5 : better + 1
}
