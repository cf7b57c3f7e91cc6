/**
 * The codes of WeChat's statechange events that these engines emit, with what `message` says beside them.
 * Source: developers.weixin.qq.com/miniprogram/dev/component/live-pusher.html and live-player.html.
 */
export const PUSHER = {
  connected: 1001,
  publishing: 1002,
  cameraOpened: 1003,
  firstFrame: 1007,
  encoderStarted: 1008,
  firstFrameSent: 1009,
  uplinkPoor: 1101,
  reconnecting: 1102,
  microphoneStarted: 2027,
  dnsFailed: 3001,
  connectFailed: 3002,
  handshakeFailed: 3003,
  serverClosed: 3004,
  ioFailed: 3005,
  cameraFailed: -1301,
  microphoneFailed: -1302,
  encoderFailed: -1303,
  gaveUp: -1307,
  suspended: 5000,
  interrupted: 5001,
  /** Also an error event. */
  waitingImageFailed: 10004,
} as const

export const PLAYER = {
  connected: 2001,
  pulling: 2002,
  firstFrame: 2003,
  playing: 2004,
  loading: 2007,
  decoderStarted: 2008,
  resolution: 2009,
  decodeFailed: 2101,
  reconnecting: 2103,
  stutter: 2105,
  connectFailed: 3002,
  ioFailed: 3005,
  noAddress: -2302,
  gaveUp: -2301,
  suspended: 6000,
} as const

export type PusherCode = (typeof PUSHER)[keyof typeof PUSHER]
export type PlayerCode = (typeof PLAYER)[keyof typeof PLAYER]

/** The sizes and rates of a netstatus event; D-MD-06 names what is not measured. */
export interface NetStatus {
  readonly videoBitrate: number
  readonly audioBitrate: number
  readonly videoFPS: number
  readonly videoGOP: number
  readonly netSpeed: number
  readonly netJitter: number
  readonly netQualityLevel: number
  readonly videoWidth: number
  readonly videoHeight: number
  /** Pusher: frames waiting to be sent. Player: buffered ms. */
  readonly videoCache: number
  readonly audioCache: number
}

export type LiveEvent<Code> =
  | { readonly event: 'statechange'; readonly detail: { readonly code: Code; readonly message: string } }
  | { readonly event: 'netstatus'; readonly detail: { readonly info: NetStatus } }
  | { readonly event: 'audiovolumenotify'; readonly detail: { readonly volume: number } }
  | { readonly event: 'error'; readonly detail: { readonly errCode: number; readonly errMsg: string } }

/** One call an event, so that the detail's type follows the event's name. */
export type EmitLive<Code> = <E extends LiveEvent<Code>['event']>(
  event: E,
  detail: Extract<LiveEvent<Code>, { event: E }>['detail'],
) => void

/** Intervals of netstatus and audiovolumenotify; WeChat's are not published, these are ours (D-MD-06). */
export const NETSTATUS_MS = 1_000
export const VOLUME_MS = 300
