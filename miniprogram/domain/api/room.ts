import type { PinnedItem } from './pinned-item'
import type { TokenGrant } from './token'

/** Cloud function `room`: what a shopper's phone may ask. */
export interface RoomActions {
  /** `entries`: of what is live, what `room.enter` would answer, so that a tap on it has nothing to ask first. */
  'room.list': {
    request: Record<string, never>
    data: { rooms: RoomCard[]; entries: RoomEntry[]; serverTime: number }
  }
  /** Everything a phone needs to start watching, in one call. A room that is over is shown, but there is nothing to log in to. */
  'room.enter': { request: { roomID: string }; data: { room: RoomSnapshot; grant: TokenGrant | null } }
  'room.snapshot': { request: { roomID: string }; data: { room: RoomSnapshot } }
}

/** The truth and the key of one room, for the person who asked. */
export interface RoomEntry {
  readonly room: RoomSnapshot
  readonly grant: TokenGrant
}

export type RoomStatus = 'created' | 'live' | 'ended'

export interface RoomCard {
  readonly roomID: string
  readonly title: string
  /** File ID, https URL or a path inside the package; '' = none, the phone draws its own. */
  readonly cover: string
  readonly anchorName: string
  readonly status: RoomStatus
  /** ms, server time; null = not yet. */
  readonly startedAt: number | null
  /** ms, server time, when the show was announced for; null = not announced. */
  readonly startsAt: number | null
  /** Viewers as the anchor's phone counted them last; null = not known. Only ever shown, never used. */
  readonly online: number | null
}

/** The truth about a room. `rev` grows by one with every change; a smaller one is never believed. */
export interface RoomSnapshot extends RoomCard {
  readonly rev: number
  /** The only stream a player may play; random per broadcast; null while not live. */
  readonly streamID: string | null
  readonly endedAt: number | null
  /** ms, server time, since the server knows the anchor is gone; null = there. Phones see it for themselves first. */
  readonly awaySince: number | null
  /** What is being explained; null = nothing. */
  readonly pinned: PinnedItem | null
  /** Version of the shelf (`shelf.get`); 0 = nothing was ever put on it. */
  readonly shelfRev: number
  /** ms, when the server answered. */
  readonly serverTime: number
}
