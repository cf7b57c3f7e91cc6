import * as z from 'zod'
import type { RoomCard, RoomSnapshot } from '../../../miniprogram/domain/api/room'

const at = z.number().int().nonnegative()

/** A document of the collection `rooms` (database/collections.md). Read through the schema: a damaged truth is no truth. */
export const roomDocumentSchema = z.object({
  /** The roomID. */
  _id: z.string(),
  /** Never leaves the server. */
  ownerOpenid: z.string(),
  /** Unique: the owner's openid until the room is over, then the roomID. So nobody has two open rooms. */
  openSlot: z.string(),
  title: z.string(),
  cover: z.string(),
  anchorName: z.string(),
  status: z.enum(['created', 'live', 'ended']),
  /** Grows by one with every change. */
  rev: z.number().int().positive(),
  streamID: z.string().nullable(),
  createdAt: at,
  startedAt: at.nullable(),
  endedAt: at.nullable(),
})

export type Room = Readonly<z.infer<typeof roomDocumentSchema>>

/** What a list shows. Field by field, so that a new field of the document stays on the server until somebody decides. */
export function toCard(room: Room): RoomCard {
  const { _id, title, cover, anchorName, status, startedAt } = room
  return { roomID: _id, title, cover, anchorName, status, startedAt }
}

/** What a phone may know of a room at `serverTime` (ms). */
export function toSnapshot(room: Room, serverTime: number): RoomSnapshot {
  const { rev, streamID, endedAt } = room
  return { ...toCard(room), rev, streamID, endedAt, serverTime }
}
