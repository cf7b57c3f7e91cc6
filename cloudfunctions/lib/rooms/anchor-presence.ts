import type { Services } from '../services'
import type { Room } from './room-document'
import type { RoomChange } from './room-repo'
import { explaining } from './shelf'

/** ms after its start in which a show whose phone has not beaten yet is still expected, not missed. */
export const STARTING_MS = 30_000
/** ms without beat and stream after which a show is over. */
export const ABANDONED_MS = 15 * 60_000

/** What the truth should say about a live room, given whether ZEGO has its stream; null = it says so already. */
export type Presence = 'away' | 'back' | 'over'

/** Pure. Nothing ends on the first look: somebody must have been seen to be away for ABANDONED_MS before. */
export function judgePresence(room: Room, streamIsThere: boolean, now: number): Presence | null {
  if (room.status !== 'live') return null
  if (streamIsThere) return room.awaySince === null ? null : 'back'
  if (room.awaySince === null) return isJustStarting(room, now) ? null : 'away'
  const lastSeenAt = Math.max(room.awaySince, room.lastBeatAt ?? 0)
  return now - lastSeenAt >= ABANDONED_MS ? 'over' : null
}

/** `uplink` comes with the first beat, 10 s after the start. */
const isJustStarting = ({ uplink, startedAt }: Room, now: number) =>
  uplink === null && startedAt !== null && now - startedAt < STARTING_MS

/** The change that ends a room and gives its owner's slot free. */
export function ending(room: Room, now: number) {
  return {
    endedAt: now,
    streamID: null,
    awaySince: null,
    openSlot: room._id,
    ...explaining(room, null, now),
  } satisfies RoomChange
}

/** Writes and announces it. False when somebody was faster: then nothing was written, and the next look decides anew. */
export async function writePresence(
  deps: Pick<Services, 'rooms' | 'signals' | 'clock'>,
  room: Room,
  presence: Presence,
): Promise<boolean> {
  const now = deps.clock.now()
  const change: RoomChange = {
    away: { awaySince: now },
    back: { awaySince: null },
    over: { ...ending(room, now), status: 'ended' as const },
  }[presence]
  if (!(await deps.rooms.update(room, change))) return false
  await deps.signals.roomChanged({ ...room, ...change, rev: room.rev + 1 })
  return true
}
