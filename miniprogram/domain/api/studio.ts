import type { RoomSnapshot } from './room'
import type { TokenGrant } from './token'

/** Cloud function `studio`: only for the owner (record `members/owner`). */
export interface StudioActions {
  'studio.create': { request: { title: string; cover?: string }; data: { room: RoomSnapshot } }
  /** Names the broadcast's stream and gives the right to publish it. Repeating it is harmless. */
  'studio.start': { request: { roomID: string }; data: { room: RoomSnapshot; grant: TokenGrant } }
  /** Writes the truth first, then announces it; repeating it is harmless. */
  'studio.end': { request: { roomID: string }; data: { room: RoomSnapshot } }
}
