import { randomBytes, randomInt } from 'node:crypto'
import { waitFor } from '../../../test/support/wait-for.ts'
import { encodeToken04 } from './encode-token04.ts'
import { type Engine, loadSdk } from './load-sdk.ts'
import { createWxShim, type WxShim, type WxShimUrls } from './wx-shim.ts'

const EVENTS = [
  'roomStateUpdate',
  'roomStateChanged',
  'roomUserUpdate',
  'roomOnlineUserCountUpdate',
  'roomStreamUpdate',
  'streamExtraInfoUpdate',
  'publisherStateUpdate',
  'playerStateUpdate',
  'IMRecvBroadcastMessage',
  'IMRecvBarrageMessage',
  'IMRecvCustomCommand',
  'roomExtraInfoUpdate',
  'tokenWillExpire',
] as const

export type EventName = (typeof EVENTS)[number]
type Seen = { readonly event: EventName; readonly args: readonly unknown[] }

/** A phone with the real SDK on it, and everything the SDK has said so far. */
export interface ZegoPerson {
  readonly zg: Engine
  readonly shim: WxShim
  readonly seen: readonly Seen[]
  /** Waits for an event whose arguments fit; `since` skips what was seen before. */
  hears(event: EventName, fits?: (...args: never[]) => boolean, since?: number): Promise<readonly unknown[]>
  destroy(): void
}

export function createPerson(appID: number, urls: WxShimUrls): ZegoPerson {
  const shim = createWxShim(urls)
  const ZegoExpressEngine = loadSdk(shim.wx)
  const zg = new ZegoExpressEngine(appID, '')
  zg.setLogConfig({ logLevel: 'disable', remoteLogLevel: 'disable' })
  const seen: Seen[] = []
  for (const event of EVENTS) {
    zg.on(event as never, ((...args: unknown[]) => void seen.push({ event, args })) as never)
  }
  return {
    zg,
    shim,
    seen,
    hears: async (event, fits = () => true, since = 0) => {
      const found = await waitFor(
        () => seen.slice(since).find((item) => item.event === event && fits(...(item.args as never[]))),
        { what: event },
      )
      return found.args
    },
    destroy: () => zg.destroyEngine(),
  }
}

export interface TokenWish {
  readonly userID: string
  readonly roomID?: string
  readonly publish?: boolean
  readonly streamIDs?: readonly string[]
  readonly nowMs?: number
  readonly lastsS?: number
}

/** The token an app's function would issue. */
export function tokenFor(appID: number, secret: string, wish: TokenWish): string {
  const ctime = Math.floor((wish.nowMs ?? Date.now()) / 1000)
  const payload =
    wish.roomID === undefined
      ? ''
      : JSON.stringify({
          room_id: wish.roomID,
          privilege: { 1: 1, 2: wish.publish ? 1 : 0 },
          stream_id_list: wish.streamIDs ?? null,
        })
  const fields = {
    app_id: appID,
    user_id: wish.userID,
    nonce: randomInt(2 ** 31),
    ctime,
    expire: ctime + (wish.lastsS ?? 3600),
    payload,
  }
  return encodeToken04(fields, secret, randomBytes(16))
}
