import { ZegoExpressEngine } from 'zego-express-engine-miniprogram'
import type { RtcEngine } from './engine'
import { ZegoLiveRoom } from './live-room'
import { createSessions, type Rtc } from './sessions'
import type { ViewerSessionDeps } from './viewer-session'

export interface RtcOptions extends Omit<ViewerSessionDeps, 'openRoom'> {
  readonly appID: number
  readonly server: string
}

/** The entry of the package: the SDK is initialised here and seen by nobody outside this folder. */
export function createRtc(options: RtcOptions): Rtc {
  const { clock, random, log } = options
  // The constructor opens the socket at once; it stays open between rooms, so one engine serves the app's whole life.
  const zego = new ZegoExpressEngine(options.appID, options.server)
  zego.setLogConfig({ logLevel: 'disable', remoteLogLevel: 'error' })
  const engine: RtcEngine = zego
  let current: ZegoLiveRoom | null = null
  return createSessions({
    ...options,
    openRoom(listener) {
      // The engine takes one room at a time (1002001): whoever was in leaves before the next one logs in.
      const free = current?.replaced() ?? null
      current = new ZegoLiveRoom({ engine, clock, free, log, random }, listener)
      return current
    },
  })
}
