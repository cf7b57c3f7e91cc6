import type { RoomSnapshot } from './room'
import type { TokenGrant } from './token'

/** Cloud function `studio`: only for the owner (record `members/owner`), but for `open` and `claim`. */
export interface StudioActions {
  /**
   * At the studio's gateway: who is this, and which of their shows is still open (announced or live)? `claimable` = the
   * shop has no owner yet and waits for the setup code.
   */
  'studio.open': {
    request: Record<string, never>
    data: { role: 'owner' | 'none'; claimable: boolean; room: RoomSnapshot | null; serverTime: number }
  }
  /** Becomes the owner with the one-time setup code; refused for good once there is one. */
  'studio.claim': { request: { code: string }; data: { role: 'owner' } }
  'studio.create': {
    request: { title: string; cover?: string; startsAt?: number }
    data: { room: RoomSnapshot }
  }
  /** Names the broadcast's stream and gives the right to publish it. Repeating it is harmless. */
  'studio.start': { request: { roomID: string }; data: { room: RoomSnapshot; grant: TokenGrant } }
  /**
   * Every 10 s while live: says that the anchor is there and how the uplink is, and hears the room's `rev`.
   * The server sends its beacon to all phones with it.
   */
  'studio.beat': {
    request: { roomID: string; uplink: Uplink; online?: number }
    data: { rev: number; serverTime: number }
  }
  /** Writes the truth first, then announces it; repeating it is harmless. */
  'studio.end': { request: { roomID: string }; data: { room: RoomSnapshot } }
}

/** What the pusher sends right now; all zero while it sends nothing, so that an anchor who is away is not called back. */
export interface Uplink {
  readonly videoKbps: number
  readonly audioKbps: number
  readonly fps: number
}
