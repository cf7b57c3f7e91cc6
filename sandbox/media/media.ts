import type { FaultTargets } from '../faults/fault-kind.ts'
import type { PartContext, PartHandle } from '../part.ts'
import { startWebServer, type WebServer } from '../web/web-server.ts'
import { openPushBridge } from './bridge/push-bridge.ts'
import { MediaFaults, mediaFaultKinds } from './fault-kinds.ts'
import { openFlvEndpoint } from './flv/flv-endpoint.ts'
import { StreamHub, type StreamInfo } from './hub/stream-hub.ts'
import { LIMITS, type MediaLimits } from './limits.ts'
import { type RtmpServer, startRtmpServer } from './rtmp/rtmp-server.ts'
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
  /** Closes publishers (of one streamID, or all). Answers how many. */
  kill(streamID?: string): number
  readonly faults: FaultTargets
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
  const admit = deps.onPublish ?? (async () => true)
  const faults = new MediaFaults()
  const hub = new StreamHub(limits, (streamID) => faults.frozen.newest(streamID) === true)
  let servers = await openServers({ rtmp: 0, flv: 0 }).catch((error: unknown) => {
    hub.stop()
    throw error
  })
  const ports = { rtmp: servers.rtmp.port, flv: servers.web.port }
  const rtmpHost = `127.0.0.1:${ports.rtmp}`
  let stopped = false
  let endPause: (() => void) | null = null
  let restarting: Promise<void> = Promise.resolve()

  async function openServers(wanted: {
    rtmp: number
    flv: number
  }): Promise<{ rtmp: RtmpServer; web: WebServer }> {
    const web = await startWebServer({ guard: ctx.guard, maxPayload: limits.messageBytes, port: wanted.flv })
    const sessions = {
      hub,
      limits,
      onPublish: async (request: PublishRequest) => !faults.refusing.newest() && (await admit(request)),
      onProblem: (what: string) => ctx.log(`media: an RTMP connection was closed: ${what}`),
    }
    const rtmp = await startRtmpServer(sessions, wanted.rtmp).catch(async (error: unknown) => {
      await web.stop()
      throw error
    })
    openPushBridge(web, { rtmpHost: `127.0.0.1:${rtmp.port}`, limits })
    openFlvEndpoint(web, hub)
    return { rtmp, web }
  }

  /** Servers first: a client that comes back at once must find them shut, and readers must not hear of an orderly end. */
  const closeServers = async () => {
    await Promise.all([servers.web.stop(), servers.rtmp.stop()])
    hub.kill()
  }

  const restart = async (downMs: number) => {
    if (stopped) return
    await closeServers()
    // Stopped while the servers were closing: nobody would end the pause.
    if (stopped) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, downMs)
      endPause = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    endPause = null
    if (!stopped) servers = await openServers(ports)
  }

  return {
    name: 'media',
    url: servers.web.url,
    rtmpHost,
    rtmpPort: ports.rtmp,
    flvPort: ports.flv,
    pushUrl: `ws://127.0.0.1:${ports.flv}/push`,
    flvUrl: `ws://127.0.0.1:${ports.flv}`,
    streams: () => hub.list(),
    kill: (streamID) => hub.kill(streamID),
    faults: mediaFaultKinds({
      hub,
      faults,
      restart: (downMs) => {
        restarting = restarting.then(() => restart(downMs))
        return restarting
      },
    }),
    reset: async () => {
      faults.clear()
      hub.kill()
    },
    stop: async () => {
      stopped = true
      endPause?.()
      await restarting.catch(() => undefined)
      hub.stop()
      await Promise.all([servers.rtmp.stop(), servers.web.stop()])
    },
  }
}
