import type { RoomStatus } from '../api/room'

export type RoomEvent = 'edit' | 'start' | 'end'

/**
 * The whole life of a room: opened with a title, live once, over for good. A broadcast is never resumed under the
 * same room: who missed it would be sent into the next one. Anything not listed is refused.
 */
export const ROOM_TRANSITIONS = {
  created: { edit: 'created', start: 'live' },
  live: { end: 'ended' },
  ended: {},
} as const satisfies Record<RoomStatus, Partial<Record<RoomEvent, RoomStatus>>>

/** The status after `event`, or null when the table does not list it. */
export function nextRoomStatus(from: RoomStatus, event: RoomEvent): RoomStatus | null {
  const row: Partial<Record<RoomEvent, RoomStatus>> = ROOM_TRANSITIONS[from]
  return row[event] ?? null
}
