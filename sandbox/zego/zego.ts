import { SandboxError } from '../errors.ts'
import type { PartContext, PartHandle } from '../part.ts'
import { startWebServer } from '../web/web-server.ts'
import { acceptConnection } from './connection.ts'
import { ZEGO_LIMITS, type ZegoLimits } from './limits.ts'
import { addLogSink, answeringPreflights } from './log-sink.ts'
import { type Link, Rooms, type ZegoRoomView } from './rooms.ts'
import { addServerApi } from './server-api.ts'

export type { ZegoLimits, ZegoRoomView }

export interface ZegoDeps {
  readonly appID: number
  /** 32 characters; it signs the server API and enciphers tokens. */
  readonly serverSecret: string
  /** 'HOST:PORT' of the media server; asked each time an address is given out. */
  readonly rtmpHost: () => string
  /** Whether a token's privilege 2 and stream list are enforced at AddStream. ZEGO must switch it on. Default true. */
  readonly publishPrivilege?: boolean
  readonly limits?: Partial<ZegoLimits>
}

export interface ZegoHandle extends PartHandle {
  readonly port: number
  /** Where the phone sends `wss://accesshub-wss.…/accesshub` sockets. */
  readonly accesshubUrl: string
  /** Where the phone sends the SDK's log POSTs (`https://weblogger-wss.coolfcloud.com/httplog`). */
  readonly httplogUrl: string
  /** What cloud functions use in place of `https://rtc-api.zego.im`. */
  readonly serverApiUrl: string
  rooms(): ZegoRoomView[]
  /** false = no such person in that room. */
  kick(roomID: string, userID: string, reason: string): boolean
  /** Breaks the sockets of one person, or of all; their SDKs come back by themselves. */
  dropSockets(userID?: string): void
}

/**
 * ZEGO's signalling, server API and log sink on one fenced port. Callbacks to the merchant's server are not sent
 * (D-ZG-13). Throws SandboxError BAD_REQUEST on a bad secret.
 */
export async function startZego(ctx: PartContext, deps: ZegoDeps): Promise<ZegoHandle> {
  const { clock, log, fence } = ctx
  const { appID, serverSecret, rtmpHost, publishPrivilege = true } = deps
  if (Buffer.byteLength(serverSecret) !== 32)
    throw new SandboxError('BAD_REQUEST', 'serverSecret needs 32 bytes')
  const limits = { ...ZEGO_LIMITS, ...deps.limits }
  const rooms = new Rooms(clock, limits.lostUserGraceMs)
  const links = new Set<Link>()
  const shared = { appID, serverSecret, publishPrivilege, rtmpHost, clock, log, limits, rooms }

  const web = await startWebServer({
    fence: answeringPreflights(fence),
    contentTypes: ['text/plain'],
    maxPayload: limits.frameBytes,
  })
  web.onSocket('/accesshub', (socket) => {
    const link = acceptConnection(socket, shared)
    links.add(link)
    socket.on('close', () => links.delete(link))
  })
  addLogSink(web.app, '/httplog')
  addServerApi(web.app, '/api', shared)

  const dropSockets = (userID?: string) => {
    for (const link of userID === undefined ? links : rooms.linksOf(userID)) link.drop()
  }
  return {
    name: 'zego',
    port: web.port,
    url: web.url,
    accesshubUrl: `ws://127.0.0.1:${web.port}/accesshub`,
    httplogUrl: `${web.url}/httplog`,
    serverApiUrl: `${web.url}/api`,
    rooms: () => rooms.views(),
    kick: (roomID, userID, reason) => rooms.kick(roomID, userID, reason),
    dropSockets,
    reset: async () => {
      rooms.clear()
      dropSockets()
    },
    stop: async () => {
      rooms.clear()
      await web.stop()
    },
  }
}
