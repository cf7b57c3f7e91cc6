import type { RoomSnapshot } from '../domain/api/room'
import type { RoomSignal } from '../domain/signal'

/** A snapshot replaces what we know unless we know something newer; an equal rev may still bring a fresh serverTime. */
export function applySnapshot(known: RoomSnapshot | null, answer: RoomSnapshot): RoomSnapshot {
  if (known === null || known.roomID !== answer.roomID) return answer
  return answer.rev >= known.rev ? answer : known
}

/** A signal only changes a room that we already know, and only forward. */
export function applySignal(known: RoomSnapshot | null, signal: RoomSignal): RoomSnapshot | null {
  if (known === null || known.roomID !== signal.room.roomID || signal.room.rev <= known.rev) return known
  const { rev, status, streamID, startedAt, endedAt, awaySince, pinned, shelfRev } = signal.room
  return { ...known, rev, status, streamID, startedAt, endedAt, awaySince, pinned, shelfRev }
}
