import mpegts from 'mpegts.js'
import type { FlvConnection } from './flv-connection.ts'

mpegts.LoggingControl.enableAll = false

/** Delay that mpegts.js keeps between arrival and picture; smaller targets lose frames when several players run. */
const LIVE_SYNC = {
  liveSync: true,
  liveSyncTargetLatency: 0.3,
  liveSyncMaxLatency: 0.6,
  liveSyncPlaybackRate: 1.2,
} as const

export interface FlvRenderer {
  destroy(): void
}

/** Shows a connection's FLV in `video`. `failed` = the browser cannot decode it. */
export function renderFlv(
  connection: FlvConnection,
  video: HTMLVideoElement,
  on: { mediaInfo(): void; failed(detail: string): void },
): FlvRenderer {
  const player = mpegts.createPlayer(
    { type: 'flv', isLive: true, url: 'connection:' },
    {
      ...LIVE_SYNC,
      customLoader: loaderOf(connection),
      enableStashBuffer: false,
      lazyLoad: false,
      deferLoadAfterSourceOpen: false,
      autoCleanupSourceBuffer: true,
      autoCleanupMaxBackwardDuration: 30,
      autoCleanupMinBackwardDuration: 10,
    },
  )
  player.on(mpegts.Events.MEDIA_INFO, () => on.mediaInfo())
  player.on(mpegts.Events.ERROR, (_type: unknown, detail: unknown) => on.failed(String(detail)))
  player.attachMediaElement(video)
  player.load()
  return { destroy: () => player.destroy() }
}

/**
 * mpegts.js opens its own WebSocket and hides the close code; a loader that reads from ours lets the engine tell "no
 * such stream" from "the stream ended", and keep the last picture on screen while it reconnects.
 */
function loaderOf(connection: FlvConnection) {
  return class extends mpegts.BaseLoader {
    #received = 0

    constructor() {
      super('flv-connection')
    }

    override get type(): string {
      return 'flv-connection'
    }

    override open(): void {
      connection.readBy((bytes) => {
        const start = this.#received
        this.#received += bytes.byteLength
        this.onDataArrival(bytes, start, this.#received)
      })
    }

    override abort(): void {
      connection.readBy(() => {})
    }

    override destroy(): void {
      this.abort()
      super.destroy()
    }
  }
}
