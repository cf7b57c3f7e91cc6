import { ZegoExpressEngine } from 'zego-express-engine-miniprogram'
import type { Clock } from '../core/clock'
import type { RtcEngine } from './engine'
import { ZegoLiveRoom } from './live-room'
import type { LiveRoom, RoomListener, Rtc } from './ports'

export interface RtcOptions {
  readonly appID: number
  readonly server: string
  readonly clock: Clock
  log(line: string): void
}

/** The entry of the package: the SDK is initialised here and seen by nobody outside this folder. */
export function createRtc(options: RtcOptions): Rtc {
  // The constructor opens the socket at once; it stays open between rooms, so one engine serves the app's whole life.
  const zego = new ZegoExpressEngine(options.appID, options.server)
  zego.setLogConfig({ logLevel: 'disable', remoteLogLevel: 'error' })
  const engine: RtcEngine = zego
  let current: ZegoLiveRoom | null = null
  return {
    openRoom(listener: RoomListener): LiveRoom {
      // The engine takes one room at a time (1002001): whoever was in leaves before the next one logs in.
      const free = current?.replaced() ?? null
      current = new ZegoLiveRoom(
        { engine, clock: options.clock, free, log: options.log, random: Math.random },
        listener,
      )
      return current
    },
  }
}
