import type { PlayerEvent } from './player.machine'
import type { PublisherEvent } from './publisher.machine'

/**
 * Codes of live-pusher and live-player (WeChat docs, components live-pusher and live-player, status code tables) and of
 * the ZEGO SDK (ZEGO docs, mini program error codes) → our few events. Codes differ between versions of WeChat and some are
 * undocumented: what stands in no table is logged by the caller and changes nothing.
 */
export const PUSHER_EVENTS: Readonly<Record<number, PublisherEvent>> = {
  1102: 'lineLost',
  3001: 'lineLost',
  3002: 'lineLost',
  3003: 'lineLost',
  3004: 'lineLost',
  3005: 'lineLost',
  [-1307]: 'gaveUp',
  [-1303]: 'gaveUp',
  [-1304]: 'gaveUp',
  [-1301]: 'deviceLost',
  [-1302]: 'deviceLost',
  [-1310]: 'deviceLost',
  [-1311]: 'deviceLost',
  [-1318]: 'deviceLost',
  10001: 'deviceLost',
  10002: 'deviceLost',
  5000: 'suspended',
  5001: 'suspended',
}

/** Handshake done: the component is pushing. The SDK turns it into PUBLISHING once ZEGO has confirmed the stream. */
export const PUSHING_STARTED = 1002

/** Known, and of no consequence for the state. */
export const PUSHER_SILENT: ReadonlySet<number> = new Set([
  0, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008, 1009, 1101, 1103, 1104, 1105, 1106, 1109, 2027, 4998,
  4999,
])

export const PLAYER_EVENTS: Readonly<Record<number, PlayerEvent>> = {
  2003: 'firstFrame',
  2004: 'moving',
  2007: 'loading',
  2103: 'lineLost',
  3001: 'lineLost',
  3002: 'lineLost',
  3003: 'lineLost',
  3005: 'lineLost',
  [-2301]: 'gaveUp',
  [-2302]: 'gaveUp',
  6000: 'suspended',
}

export const PLAYER_SILENT: ReadonlySet<number> = new Set([
  0, 2001, 2002, 2005, 2008, 2009, 2026, 2030, 2032, 2033, 2034, 2035, 2036, 2101, 2102, 2104, 2105, 2106,
  2107, 2108,
])

/** ZEGO takes no stream from this person. */
export const PUBLISH_REFUSED: ReadonlySet<number> = new Set([1002082])

/** The token is wrong or has run out: a fresh one may help. */
export const TOKEN_STALE: ReadonlySet<number> = new Set([1102016, 1102018])

/** Nobody refused the login, it got no answer: 1002031 and 1100002 the SDK's own time is up, 1100003 the socket broke. */
export const LOGIN_UNANSWERED: ReadonlySet<number> = new Set([1002031, 1100002, 1100003])

/** Out for good: another device of the same person, thrown out, banned. Whoever else is put out may come again. */
export const KICKED: Readonly<Record<number, 'otherDevice' | 'kicked'>> = {
  1002050: 'otherDevice',
  1002086: 'otherDevice',
  1002055: 'kicked',
  1002066: 'kicked',
}

/** ZEGO reports errors in two shapes: {code} and {errorCode}. null = neither. */
export function zegoCode(error: unknown): number | null {
  const shape = error as { code?: unknown; errorCode?: unknown } | null | undefined
  const code = shape?.code ?? shape?.errorCode
  return typeof code === 'number' ? code : null
}
