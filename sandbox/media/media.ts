import type { PartContext, PartHandle } from '../part.ts'
import { startWebServer } from '../web/web-server.ts'
import { openPushBridge } from './bridge/push-bridge.ts'
import { openFlvDoor } from './flv/flv-door.ts'
import { StreamHub, type StreamInfo } from './hub/stream-hub.ts'
import { LIMITS, type MediaLimits } from './limits.ts'
import { startRtmpServer } from './rtmp/rtmp-server.ts'
import type { PublishRequest } from './rtmp/rtmp-session.ts'

export type { StreamInfo } from './hub/stream-hub.ts'
export type { PublishRequest } from './rtmp/rtmp-session.ts'

export interface MediaHandle extends PartHandle {
  /** `127.0.0.1:PORT`: what stands behind rtmp:// for live-pusher, ffmpeg and OBS. */
  readonly rtmpHost: string
  readonly rtmpPort: number
  readonly flvPort: number
  /** `ws://127.0.0.1:PORT/push`: pusher page → bridge; `?target=rtmp://<rtmpHost>/app/streamID?…`. */
  readonly pushUrl: string
  /** `ws://127.0.0.1:PORT`: a player asks for `/<app>/<streamID>.flv`. */
  readonly flvUrl: string
  streams(): StreamInfo[]
  /** The desk's fault "kill": closes publishers (of one streamID, or all). Answers how many. */
  kill(streamID?: string): number
}

export interface MediaDeps {
  /** Awaited before NetStream.Publish.Start; false refuses with NetStream.Publish.Unauthorized. Default: admit (D-MD-13). */
  readonly onPublish?: (request: PublishRequest) => Promise<boolean>
  /** Tests shorten times; everyone else leaves them alone. */
  readonly limits?: Partial<MediaLimits>
}

/** ZEGO's media servers on loopback: RTMP in, FLV over WebSocket out. Throws when no port can be opened. */
export async function startMedia(ctx: PartContext, deps: MediaDeps = {}): Promise<MediaHandle> {
  const limits = { ...LIMITS, ...deps.limits }
  const hub = new StreamHub(limits)
  const web = await startWebServer({ fence: ctx.fence, maxPayload: limits.messageBytes })
  const rtmp = await startRtmpServer({
    hub,
    limits,
    onPublish: deps.onPublish ?? (async () => true),
    onProblem: (what) => ctx.log(`media: an RTMP connection was closed: ${what}`),
  }).catch(async (error: unknown) => {
    hub.stop()
    await web.stop()
    throw error
  })
  const rtmpHost = `127.0.0.1:${rtmp.port}`
  openPushBridge(web, { rtmpHost, limits })
  openFlvDoor(web, hub)
  return {
    name: 'media',
    url: web.url,
    rtmpHost,
    rtmpPort: rtmp.port,
    flvPort: web.port,
    pushUrl: `ws://127.0.0.1:${web.port}/push`,
    flvUrl: `ws://127.0.0.1:${web.port}`,
    streams: () => hub.list(),
    kill: (streamID) => hub.kill(streamID),
    reset: async () => void hub.kill(),
    stop: async () => {
      hub.stop()
      await Promise.all([rtmp.stop(), web.stop()])
    },
  }
}
