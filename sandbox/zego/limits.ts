/**
 * Numbers of the real service that this room keeps to, with their source, and the pace of its heartbeats.
 * ZEGO's limits per second (docs 7581: broadcast 10, barrage 20, custom 200) are not kept: D-ZG-02.
 */
export interface ZegoLimits {
  /** Broadcast, barrage and custom messages, bytes of UTF-8 (docs 7581). */
  readonly messageBytes: number
  /** Room extra info: keys in a room, bytes of key and value (docs 7581). */
  readonly extraInfoKeys: number
  readonly extraInfoKeyBytes: number
  readonly extraInfoValueBytes: number
  /** Server API: how far Timestamp may be off, ms (docs: Server API, calling method). */
  readonly apiTimestampSkewMs: number
  /** Server API KickoutUser: users in one call, and bytes of CustomReason (docs: KickoutUser). */
  readonly kickUsers: number
  readonly kickReasonBytes: number
  /** Server API DescribeUserNum: rooms in one call (docs: DescribeUserNum). */
  readonly countedRooms: number
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
  messageBytes: 1024,
  extraInfoKeys: 1,
  extraInfoKeyBytes: 10,
  extraInfoValueBytes: 128,
  apiTimestampSkewMs: 10 * 60_000,
  kickUsers: 5,
  kickReasonBytes: 256,
  countedRooms: 10,
  roomHeartbeatMs: 3_000,
  roomHeartbeatTimeoutMs: 30_000,
  linkHeartbeatS: 5,
  linkTimeoutS: 10,
  lostUserGraceMs: 8_000,
  frameBytes: 256 * 1024,
}
