/**
 * What the pages and this part say to each other over WebSocket. Free of Node and DOM types: pages use it too.
 * Application close codes (4000–4999, RFC 6455 §7.4.2):
 */
export const CLOSE = {
  /** The publisher ended or died. */
  ended: 4000,
  malformed: 4002,
  /** The bridge does not dial this host. */
  foreignTarget: 4003,
  noSuchStream: 4004,
  connectFailed: 4010,
  handshakeFailed: 4011,
  /** The server closed, or refused the name or the right to publish. */
  serverClosed: 4012,
} as const

/** Text frames from the bridge to the pusher's page; all frames to the bridge are FLV bytes. */
export type BridgeEvent = 'connected' | 'publishing'

export const isBridgeEvent = (text: unknown): text is BridgeEvent =>
  text === 'connected' || text === 'publishing'
