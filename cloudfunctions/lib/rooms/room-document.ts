import * as z from 'zod'
import type { PinnedItem } from '../../../miniprogram/domain/api/pinned-item'
import type { RoomCard, RoomSnapshot } from '../../../miniprogram/domain/api/room'
import type { Mark } from '../../../miniprogram/domain/api/shelf'
import { at, count, fenSchema } from '../contracts/documents'

const shelfEntrySchema = z.object({
  goodsID: z.string(),
  /** By skuID; counts while the room is live. */
  livePrices: z.record(z.string(), fenSchema),
})
const pinnedSchema = z.object({
  goodsID: z.string(),
  number: z.number().int().positive(),
  title: z.string(),
  picture: z.string(),
  priceFen: fenSchema,
  insteadOfFen: fenSchema.nullable(),
  isFrom: z.boolean(),
  stock: count,
  pinnedAt: at,
}) satisfies z.ZodType<PinnedItem>
const markSchema = z.object({
  goodsID: z.string(),
  number: z.number().int().positive(),
  at,
  until: at.nullable(),
}) satisfies z.ZodType<Mark>
const uplinkSchema = z.object({ videoKbps: z.number(), audioKbps: z.number(), fps: z.number() })

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
  // Documents of the first version lack the fields below.
  /** When the show was announced for. */
  startsAt: at.nullable().default(null),
  /** Since the server knows that the anchor's stream is gone. */
  awaySince: at.nullable().default(null),
  /** Last sign of life of the anchor's phone; set while live. Grows without a new `rev`, as the two below. */
  lastBeatAt: at.nullable().default(null),
  /** What the anchor's phone said it sends, in kbps and frames a second. */
  uplink: uplinkSchema.nullable().default(null),
  /** Viewers, as the anchor's phone counts them. */
  online: z.number().int().nonnegative().nullable().default(null),
  /** ZEGO's `room_session_id` (uint64 as text) of the room's current session, and when that began (ms). */
  session: z.object({ id: z.string(), at }).nullable().default(null),
  /** In order: the first is number 1. */
  shelf: z.array(shelfEntrySchema).default([]),
  /** Grows with every change of the shelf. */
  shelfRev: count.default(0),
  /** What is being explained. */
  pinned: pinnedSchema.nullable().default(null),
  /** When which item was explained, in order. */
  marks: z.array(markSchema).default([]),
})

export type Room = Readonly<z.infer<typeof roomDocumentSchema>>

/** What a list shows. Field by field, so that a new field of the document stays on the server until somebody decides. */
export function toCard(room: Room): RoomCard {
  const { _id, title, cover, anchorName, status, startedAt, startsAt, online } = room
  return { roomID: _id, title, cover, anchorName, status, startedAt, startsAt, online }
}

/** What a phone may know of a room at `serverTime` (ms). */
export function toSnapshot(room: Room, serverTime: number): RoomSnapshot {
  const { rev, streamID, endedAt, awaySince, pinned, shelfRev } = room
  return { ...toCard(room), rev, streamID, endedAt, awaySince, pinned, shelfRev, serverTime }
}
