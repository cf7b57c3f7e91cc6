import type { Room } from '../rooms/room-document'
import type { ZegoStream } from '../zego/server-api'
import type { News } from './callback.schema'

/** What a callback would have us do, before ZEGO was asked whether it is so. */
export type Plan =
  | { readonly do: 'note-session'; readonly session: NonNullable<Room['session']> }
  | { readonly do: 'look-for-host' }
  | { readonly do: 'remove'; readonly stream: ZegoStream; readonly kick: boolean }

/**
 * Pure; null = nothing to do. `anchorID` = the ZEGO userID of the room's owner. ZEGO begins a new session when a room
 * that everybody left is entered again: what is told of another session than the current one is old, or made up.
 */
export function planFor(news: News, room: Room, anchorID: string): Plan | null {
  switch (news.event) {
    case 'room_create':
    case 'room_login': {
      const session = sessionOf(news)
      if (room.session?.id === session.id) return null
      // People log in to a session that exists; only its creation can be news of a newer one.
      const newer = news.event === 'room_create' && session.at > (room.session?.at ?? 0)
      return room.session === null || newer ? { do: 'note-session', session } : null
    }
    case 'stream_create': {
      if (isOtherSession(news, room)) return null
      const byAnchor = news.user_id === anchorID
      if (byAnchor && news.stream_id === room.streamID) {
        return room.awaySince === null ? null : { do: 'look-for-host' }
      }
      // The anchor's own leftover goes; the anchor, whose show may be running on the same name, stays.
      const stream = { streamID: news.stream_id, userID: news.user_id }
      return { do: 'remove', stream, kick: !byAnchor }
    }
    case 'stream_close': {
      if (isOtherSession(news, room) || room.awaySince !== null) return null
      const isHosts = news.user_id === anchorID && news.stream_id === room.streamID
      return isHosts ? { do: 'look-for-host' } : null
    }
  }
}

function sessionOf(news: Extract<News, { event: 'room_create' | 'room_login' }>) {
  return news.event === 'room_create'
    ? { id: news.room_session_id, at: news.room_create_time }
    : { id: news.room_seq, at: news.login_time }
}

const isOtherSession = (news: { room_session_id: string }, room: Room) =>
  room.session !== null && room.session.id !== news.room_session_id
