import { SandboxError } from '../errors.ts'
import type { FaultTargets } from '../faults/fault-kind.ts'
import type { PartContext, PartHandle } from '../part.ts'
import { RateLimiter } from '../rate-limiter.ts'
import { startWebServer } from '../web/web-server.ts'
import { Admission, type PublishRequest } from './admission.ts'
import { CallbackSender } from './callback-sender.ts'
import { CALLBACK_EVENTS, type Callback, type CallbackEvent, callbackOf } from './callbacks.ts'
import { acceptConnection } from './connection.ts'
import { zegoFaultKinds } from './fault-kinds.ts'
import { ZegoFaults } from './faults.ts'
import { ZEGO_LIMITS, type ZegoLimits } from './limits.ts'
import { addLogSink, answeringPreflights } from './log-sink.ts'
import type { RoomEvent } from './room-events.ts'
import { type Link, Rooms, type ZegoRoomView } from './rooms.ts'
import { addServerApi } from './server-api/server-api.ts'
import { publishCode } from './token-check.ts'

export type { CallbackEvent, PublishRequest, ZegoLimits, ZegoRoomView }

export interface ZegoCallbacks {
  /** Where the app server listens; asked at every attempt, null = nowhere. */
  readonly url: () => Promise<string | null> | string | null
  /** The console's CallbackSecret. */
  readonly secret: string
  /** Which ones the console has switched on. Default: all six. */
  readonly events?: readonly CallbackEvent[]
  /** Gap before each further attempt, ms. Default: 2, 4, 8, 16, 32 s. */
  readonly retryAfterMs?: readonly number[]
}

export interface ZegoDeps {
  readonly appID: number
  /** 32 characters; it signs the server API and enciphers tokens. */
  readonly serverSecret: string
  /** 'HOST:PORT' of the media server; asked each time an address is given out. */
  readonly rtmpHost: () => string
  /** Whether the media server has a publisher under this name now. Default: whether a room has the stream. */
  readonly isLive?: (streamID: string) => boolean
  readonly callbacks?: ZegoCallbacks
  /** Whether a token's privilege 2 and stream list are enforced. ZEGO must switch it on. Default true. */
  readonly publishPrivilege?: boolean
  readonly limits?: Partial<ZegoLimits>
}

export interface ZegoCounters {
  /** Messages that the app server sent (server API). */
  readonly serverMessages: number
  /** Logins that went through; an SDK that comes back by itself counts again. */
  readonly logins: number
  /** ms that people spent in rooms without publishing, all together, until now. */
  readonly viewerMs: number
}

export interface ZegoHandle extends PartHandle {
  readonly port: number
  /** Where the phone sends `wss://accesshub-wss.…/accesshub` sockets. */
  readonly accesshubUrl: string
  /** Where the phone sends the SDK's log POSTs (`https://weblogger-wss.coolfcloud.com/httplog`). */
  readonly httplogUrl: string
  /** What cloud functions use in place of `https://rtc-api.zego.im`. */
  readonly serverApiUrl: string
  readonly faults: FaultTargets
  rooms(): ZegoRoomView[]
  counters(): ZegoCounters
  /** The newest 200 as they were signed and sent, oldest first. */
  callbacks(): readonly Callback[]
  /** From now on; what is being published goes on. */
  setPublishPrivilege(isEnforced: boolean): void
  /** `rtmp://…` for an outside encoder (OBS, ffmpeg), as RTMPDispatchV2 gives it: good for this stream, two hours. */
  encoderUrl(streamID: string): string
  /** Whether the media server may take this publisher. */
  admits(request: PublishRequest): Promise<boolean>
  /**
   * Streams that the media server must end: forbidden, no longer allowed by a new token, or of somebody who was kicked
   * or replaced by a second device. A stream that is only deleted from the room goes on, as with ZEGO. Answers the
   * unsubscribing.
   */
  onStreamEnded(listener: (streamID: string) => void): () => void
}

/**
 * ZEGO's signalling, server API, callbacks and log sink on one guarded port. Throws SandboxError BAD_REQUEST on a bad
 * secret.
 */
export async function startZego(ctx: PartContext, deps: ZegoDeps): Promise<ZegoHandle> {
  const { clock, log, guard } = ctx
  const { appID, serverSecret, rtmpHost } = deps
  if (Buffer.byteLength(serverSecret) !== 32)
    throw new SandboxError('BAD_REQUEST', 'serverSecret needs 32 bytes')
  const limits = { ...ZEGO_LIMITS, ...deps.limits }
  const isEnforced = deps.publishPrivilege ?? true
  const switches = { publishPrivilege: isEnforced }
  const counted = { serverMessages: 0, logins: 0, viewerMs: 0 }
  const expiredTokens = new Set<string>()
  const links = new Set<Link>()
  const faults = new ZegoFaults()
  const limiter = new RateLimiter(clock, limits.enforceRates)

  const callbacks = new CallbackSender({
    url: async () => (await deps.callbacks?.url()) ?? null,
    log,
    retryAfterMs: deps.callbacks?.retryAfterMs,
  })
  const hear = (event: RoomEvent) => {
    if (event.type === 'entered') counted.logins += 1
    if (event.type === 'left') counted.viewerMs += event.watchedMs
    admission.hear(event)
    const { secret, events = CALLBACK_EVENTS } = deps.callbacks ?? {}
    const callback = secret === undefined ? null : callbackOf(event, { appID, secret })
    if (callback && events.includes(callback.event)) callbacks.send(callback)
  }
  const rooms = new Rooms({ clock, limits, faults, tell: hear })
  const admission = new Admission({
    clock,
    rooms,
    publishCode: ({ grant }, streamID) => publishCode({ clock, switches }, grant, streamID),
  })

  const shared = { appID, serverSecret, clock, log, limits, rooms, limiter, admission, rtmpHost }
  const web = await startWebServer({
    guard: answeringPreflights(guard),
    contentTypes: ['text/plain'],
    maxPayload: limits.frameBytes,
  })
  web.onSocket('/accesshub', (socket, { headers }) => {
    const link = acceptConnection(socket, headers.origin ?? null, {
      ...shared,
      switches,
      expiredTokens,
      faults,
    })
    links.add(link)
    socket.on('close', () => links.delete(link))
  })
  addLogSink(web.app, '/httplog')
  addServerApi(web.app, '/api', {
    ...shared,
    liveSince: (streamID) => {
      const inRoom = rooms.findStream(streamID)?.createdAt
      const isLive = deps.isLive?.(streamID) ?? inRoom !== undefined
      return isLive ? (admission.admittedAt(streamID) ?? inRoom ?? clock.now()) : undefined
    },
    countMessage: () => {
      counted.serverMessages += 1
    },
  })

  const forget = () => {
    rooms.clear()
    faults.clear()
    admission.clear()
    limiter.clear()
    expiredTokens.clear()
    switches.publishPrivilege = isEnforced
    Object.assign(counted, { serverMessages: 0, logins: 0, viewerMs: 0 })
  }
  return {
    name: 'zego',
    port: web.port,
    url: web.url,
    accesshubUrl: `ws://127.0.0.1:${web.port}/accesshub`,
    httplogUrl: `${web.url}/httplog`,
    serverApiUrl: `${web.url}/api`,
    faults: zegoFaultKinds({ clock, rooms, links, faults, expiredTokens, callbacks }),
    rooms: () => rooms.views(),
    callbacks: () => callbacks.recent(),
    counters: () => ({ ...counted, viewerMs: counted.viewerMs + rooms.watchedMs() }),
    setPublishPrivilege: (enforce) => {
      switches.publishPrivilege = enforce
    },
    encoderUrl: (streamID) => `rtmp://${rtmpHost()}/${admission.encoderAddress(streamID)}`,
    admits: async (request) => admission.admits(request),
    onStreamEnded: (listener) => admission.onStreamEnded(listener),
    reset: async () => {
      forget()
      for (const link of [...links]) link.drop()
      await callbacks.clear()
    },
    stop: async () => {
      forget()
      callbacks.stop()
      await web.stop()
    },
  }
}
