import type { Room } from '../rooms/room-document'
import type { News } from './callback.schema'

/** What a callback would have us do. */
export interface Plan {
  /** The session that is new to us; null = we know it. */
  readonly session: Room['session']
  /** What ZEGO is worth asking about; null = nothing. */
  readonly look: 'for the host' | 'for strangers' | null
}

/**
 * Pure; null = nothing to do. `anchorID` = the ZEGO userID of the room's owner on air.
 *
 * ZEGO begins a new session when a room that everybody left is entered again. What is told of another session than
 * the one we know is news only when it was stamped after that one began: sessions of a room follow one another.
 */
export function planFor(news: News, room: Room, anchorID: string): Plan | null {
  const isKnown = room.session?.id === news.room_session_id
  const isStale = !isKnown && room.session !== null && news.at <= room.session.at
  if (isStale) return null
  const session = isKnown || room.status === 'ended' ? null : { id: news.room_session_id, at: news.at }
  const look = lookOf(news, room, anchorID)
  return session || look ? { session, look } : null
}

function lookOf(news: News, room: Room, anchorID: string): Plan['look'] {
  if (news.event === 'room_create') return null
  const isHosts = news.user_id === anchorID && news.stream_id === room.streamID
  if (!isHosts) return news.event === 'stream_create' ? 'for strangers' : null
  const isSaidToBeThere = room.awaySince === null
  return isSaidToBeThere === (news.event === 'stream_create') ? null : 'for the host'
}
