import type { Room } from '../rooms/room-document'
import type { CallbackEvent } from './callback.schema'

/** What a callback would have us do. */
export interface Plan {
  /** The session that is new to us; null = we know it. */
  readonly session: Room['session']
  /** What ZEGO is worth asking about; null = nothing. */
  readonly look: 'for the anchor' | 'for strangers' | null
}

/**
 * Pure; null = nothing to do. `anchorID` = the ZEGO userID of the room's owner on air.
 *
 * ZEGO begins a new session when a room that everybody left is entered again. What is told of another session than
 * the one we know is new only when it was stamped after that one began: sessions of a room follow one another.
 */
export function planCallback(callback: CallbackEvent, room: Room, anchorID: string): Plan | null {
  const isKnown = room.session?.id === callback.room_session_id
  const isStale = !isKnown && room.session !== null && callback.at <= room.session.at
  if (isStale) return null
  const session =
    isKnown || room.status === 'ended' ? null : { id: callback.room_session_id, at: callback.at }
  const look = lookOf(callback, room, anchorID)
  return session || look ? { session, look } : null
}

function lookOf(callback: CallbackEvent, room: Room, anchorID: string): Plan['look'] {
  if (callback.event === 'room_create') return null
  const isAnchors = callback.user_id === anchorID && callback.stream_id === room.streamID
  if (!isAnchors) return callback.event === 'stream_create' ? 'for strangers' : null
  const isSaidToBeThere = room.awaySince === null
  return isSaidToBeThere === (callback.event === 'stream_create') ? null : 'for the anchor'
}
