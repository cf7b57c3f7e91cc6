import { CLOSE } from '../socket-protocol.ts'
import { FlvConnection } from './flv-connection.ts'
import { type FlvRenderer, renderFlv } from './flv-renderer.ts'
import { type EmitLive, NETSTATUS_MS, PLAYER, type PlayerCode } from './live-codes.ts'
import { type OpenSocket, openBrowserSocket } from './media-socket.ts'
import { RETRY_MS, RetryCounter } from './retry.ts'
import { StallDetector } from './stall-detector.ts'
import { flvAddressOf } from './stream-address.ts'

export interface PlayerOptions {
  readonly muted: boolean
}

export interface PlayerDeps {
  /** ws://… of the media part's FLV port. */
  readonly flvUrl: string
  readonly emit: EmitLive<PlayerCode>
  readonly video: HTMLVideoElement
  /** Pause before a reconnect, ms; tests shorten it. */
  readonly retryMs?: number
  /** The phone's network; the browser's own when absent. */
  readonly openSocket?: OpenSocket
}

export interface PlayerSnapshot {
  readonly blob: Blob
  readonly width: number
  readonly height: number
}

/** Further behind than this the player jumps to what is live: a frozen stream leaves its pause in the buffer. */
const MAX_BEHIND_S = 2
const LIVE_BEHIND_S = 0.4

/**
 * live-player's machine: fetches, shows and comes back by itself, and says so in WeChat's codes.
 * Healthy: 2001, 2002, 2008, 2009, 2003, 2004. Lost or not there: 2103 up to three times, then -2301 and nothing more
 * until the app plays again. While it reconnects the last picture stays. D-MD-03: caches are not settable.
 */
export class PlayerEngine {
  readonly #retries = new RetryCounter()
  readonly #stalls: StallDetector
  #src: string | null = null
  #connection: FlvConnection | null = null
  #renderer: FlvRenderer | null = null
  #retryTimer: ReturnType<typeof setTimeout> | undefined
  #statsTimer: ReturnType<typeof setInterval> | undefined
  #frameCallback = 0
  #firstFrameWatch: AbortController | null = null
  #size = ''
  #muted = false
  #paused = false
  #suspended = false

  constructor(
    private readonly deps: PlayerDeps,
    options: Partial<PlayerOptions> = {},
  ) {
    deps.video.playsInline = true
    deps.video.addEventListener('resize', this.#onResize)
    deps.video.addEventListener('timeupdate', this.#onTime)
    document.addEventListener('pointerdown', this.#onGesture)
    this.#stalls = new StallDetector(deps.video, {
      loading: () => this.#state(PLAYER.loading),
      stutter: () => this.#state(PLAYER.stutter),
      playing: () => this.#state(PLAYER.playing),
    })
    this.update(options)
  }

  /** Plays `src` (rtmp:// or http-flv); everything further is told by events. */
  play(src: string): void {
    this.#endAttempt()
    this.#src = src
    this.#paused = false
    this.#retries.succeeded()
    this.#attempt()
  }

  /** Ends playing and clears the picture, without an event. */
  stop(): void {
    this.#src = null
    this.#endAttempt()
    this.#renderer?.destroy()
    this.#renderer = null
    this.#size = ''
  }

  /** D-MD-11: nothing is fetched any more, the last picture stays. */
  pause(): void {
    this.#paused = true
    this.#endAttempt()
    this.deps.video.pause()
  }

  /** Goes on with what is live now. */
  resume(): void {
    if (!this.#paused) return
    this.#paused = false
    if (this.#src !== null && !this.#suspended) this.#attempt()
  }

  /** The mini program went to the background: as paused, and code 6000. */
  enterBackground(): void {
    if (this.#suspended) return
    this.#suspended = true
    this.#endAttempt()
    this.deps.video.pause()
    if (this.#src !== null) this.#state(PLAYER.suspended)
  }

  leaveBackground(): void {
    if (!this.#suspended) return
    this.#suspended = false
    if (this.#src !== null && !this.#paused) this.#attempt()
  }

  mute(muted: boolean): void {
    this.#muted = muted
    this.deps.video.muted = muted
  }

  update(options: Partial<PlayerOptions>): void {
    if (options.muted !== undefined) this.mute(options.muted)
  }

  /** The picture shown now, as JPEG. Rejects when there is none. */
  async snapshot(): Promise<PlayerSnapshot> {
    const { video } = this.deps
    const { videoWidth: width, videoHeight: height } = video
    if (width === 0) throw new Error('no picture yet')
    const canvas = new OffscreenCanvas(width, height)
    canvas.getContext('2d')?.drawImage(video, 0, 0)
    return { blob: await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 }), width, height }
  }

  destroy(): void {
    this.stop()
    this.#stalls.stop()
    this.deps.video.removeEventListener('resize', this.#onResize)
    this.deps.video.removeEventListener('timeupdate', this.#onTime)
    document.removeEventListener('pointerdown', this.#onGesture)
  }

  #attempt(): void {
    const address = flvAddressOf(this.#src ?? '', this.deps.flvUrl)
    if (address === null) {
      this.#state(PLAYER.noAddress, 'src is neither rtmp nor flv')
      return
    }
    const connection = new FlvConnection(this.deps.openSocket ?? openBrowserSocket, address, {
      opened: () => this.#state(PLAYER.connected),
      data: () => {
        this.#state(PLAYER.pulling)
        this.#show(connection)
      },
      closed: (code, everOpened) => this.#onClosed(code, everOpened),
    })
    this.#connection = connection
  }

  #show(connection: FlvConnection): void {
    const { video } = this.deps
    // Only now: until the new stream has bytes, the last picture of the old one stays.
    this.#renderer?.destroy()
    let decoding = false
    this.#renderer = renderFlv(connection, video, {
      mediaInfo: () => {
        if (!decoding) this.#state(PLAYER.decoderStarted)
        decoding = true
      },
      failed: (detail) => {
        this.#state(PLAYER.decodeFailed, detail)
        this.#retryOrGiveUp()
      },
    })
    this.#watchFirstFrame()
    this.#statsTimer = setInterval(() => this.#report(connection), NETSTATUS_MS)
    this.#playVideo()
  }

  /**
   * Frame callbacks are exact but stop in a hidden tab and in an iframe scrolled out of sight; there the clock of the
   * video tells it, up to 250 ms later.
   */
  #watchFirstFrame(): void {
    const { video } = this.deps
    const watch = new AbortController()
    const shown = () => {
      if (watch.signal.aborted) return
      watch.abort()
      this.#retries.succeeded()
      this.#state(PLAYER.firstFrame)
      this.#state(PLAYER.playing)
      this.#stalls.begin()
    }
    const onTime = () => {
      if (video.readyState >= video.HAVE_CURRENT_DATA && video.currentTime > 0) shown()
    }
    video.addEventListener('timeupdate', onTime, { signal: watch.signal })
    this.#frameCallback = video.requestVideoFrameCallback(shown)
    this.#firstFrameWatch = watch
  }

  #playVideo(): void {
    const { video } = this.deps
    video.play().catch((error: unknown) => {
      // D-MD-10: browsers play no sound before the person has touched the page; the picture comes anyway.
      if (!(error instanceof DOMException) || error.name !== 'NotAllowedError') return
      video.muted = true
      video.play().catch(() => {})
    })
  }

  #onClosed(code: number, everOpened: boolean): void {
    if (!everOpened) this.#state(PLAYER.connectFailed)
    else if (code !== CLOSE.ended && code !== CLOSE.noSuchStream) this.#state(PLAYER.ioFailed)
    this.#retryOrGiveUp()
  }

  #retryOrGiveUp(): void {
    this.#endAttempt()
    const step = this.#retries.failed()
    if (step.kind === 'give-up') {
      this.#src = null
      this.#state(PLAYER.gaveUp)
      return
    }
    this.#state(PLAYER.reconnecting, `attempt ${step.attempt}`)
    this.#retryTimer = setTimeout(() => this.#attempt(), this.deps.retryMs ?? RETRY_MS)
  }

  /** Ends fetching; what was decoded stays on screen. */
  #endAttempt(): void {
    clearTimeout(this.#retryTimer)
    clearInterval(this.#statsTimer)
    this.#stalls.pause()
    this.#connection?.close()
    this.#connection = null
    this.#firstFrameWatch?.abort()
    this.deps.video.cancelVideoFrameCallback(this.#frameCallback)
  }

  #report(connection: FlvConnection): void {
    const { video } = this.deps
    const rates = connection.meter.take(performance.now())
    const cacheMs = Math.max(0, Math.round(bufferedAhead(video) * 1000))
    this.deps.emit('netstatus', {
      info: {
        ...rates,
        netSpeed: rates.videoBitrate + rates.audioBitrate,
        netJitter: 0,
        netQualityLevel: rates.videoFPS > 0 ? 1 : 6,
        videoWidth: video.videoWidth,
        videoHeight: video.videoHeight,
        videoCache: cacheMs,
        audioCache: cacheMs,
      },
    })
  }

  readonly #onTime = (): void => {
    const { video } = this.deps
    const ahead = bufferedAhead(video)
    if (ahead > MAX_BEHIND_S) video.currentTime += ahead - LIVE_BEHIND_S
  }

  readonly #onResize = (): void => {
    const { videoWidth, videoHeight } = this.deps.video
    const size = `${videoWidth}x${videoHeight}`
    if (videoWidth === 0 || size === this.#size) return
    this.#size = size
    this.#state(PLAYER.resolution, size)
  }

  readonly #onGesture = (): void => {
    this.deps.video.muted = this.#muted
  }

  #state(code: PlayerCode, message = ''): void {
    this.deps.emit('statechange', { code, message })
  }
}

/** Seconds of picture that wait to be shown. */
function bufferedAhead({ buffered, currentTime }: HTMLVideoElement): number {
  return buffered.length === 0 ? 0 : buffered.end(buffered.length - 1) - currentTime
}
