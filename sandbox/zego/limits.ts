/** Numbers of the real service that this room keeps to, with their source, and the pace of its heartbeats. */
export interface ZegoLimits {
  /** false = nothing below that is counted per second is counted, nor are the server API's rates. For tests. */
  readonly enforceRates: boolean
  /** Logins into one room per second (docs 7581); the SDK is told to come again. */
  readonly loginsPerSecond: number
  /** Messages of phones in one room per second (docs 7581), and broadcasts of one person. */
  readonly broadcastsPerSecond: number
  readonly broadcastsPerSecondOfOne: number
  readonly barragesPerSecond: number
  readonly commandsToOnePerSecond: number
  readonly commandsToManyPerSecond: number
  /** Extra info of one room per second (docs 7581). */
  readonly extraInfosPerSecond: number
  /** Broadcasts, and commands to many, reach the first so many of a room (docs 8339 call them unsupported above). */
  readonly reliableAudience: number
  /** Broadcast, barrage and custom messages, bytes of UTF-8 (docs 7581). */
  readonly messageBytes: number
  /** Room extra info: keys in a room, bytes of key and value (docs 7581). */
  readonly extraInfoKeys: number
  readonly extraInfoKeyBytes: number
  readonly extraInfoValueBytes: number
  /** Server API: how far Timestamp may be off, ms (docs: Server API, calling method). */
  readonly apiTimestampSkewMs: number
  /** Heartbeat of a login, ms; the SDK takes no less than 3000. ZEGO sets its own. */
  readonly roomHeartbeatMs: number
  readonly roomHeartbeatTimeoutMs: number
  /** Heartbeat of the socket, s; the SDK takes 1 to 10, and 3 to 30 for the timeout. */
  readonly linkHeartbeatS: number
  readonly linkTimeoutS: number
  /** A user whose socket broke stays in the room, with the streams, for this long (D-ZG-05). The SDK is back in 1 to 4 s. */
  readonly lostUserGraceMs: number
  /** Largest frame a phone may send, bytes. Ours: the largest honest one is a login of a few KB. */
  readonly frameBytes: number
}

export const ZEGO_LIMITS: ZegoLimits = {
  enforceRates: true,
  loginsPerSecond: 200,
  broadcastsPerSecond: 10,
  broadcastsPerSecondOfOne: 2,
  barragesPerSecond: 20,
  commandsToOnePerSecond: 200,
  commandsToManyPerSecond: 10,
  extraInfosPerSecond: 10,
  reliableAudience: 500,
  messageBytes: 1024,
  extraInfoKeys: 1,
  extraInfoKeyBytes: 10,
  extraInfoValueBytes: 128,
  apiTimestampSkewMs: 10 * 60_000,
  roomHeartbeatMs: 3_000,
  roomHeartbeatTimeoutMs: 30_000,
  linkHeartbeatS: 5,
  linkTimeoutS: 10,
  lostUserGraceMs: 8_000,
  frameBytes: 256 * 1024,
}
