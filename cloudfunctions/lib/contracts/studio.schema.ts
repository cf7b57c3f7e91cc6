import * as z from 'zod'
import type { StudioActions } from '../../../miniprogram/domain/api/studio'
import { cover, roomID } from './fields'

/** Nothing is asked but what the person's own identity tells. */
export const openRequest = z.strictObject({}) satisfies z.ZodType<StudioActions['studio.open']['request']>

const code = z.string().min(1).max(100)

export const claimRequest = z.strictObject({ code }) satisfies z.ZodType<
  StudioActions['studio.claim']['request']
>

/** The title is only kept from being huge here; what a title may be is a rule both sides share (domain/room/room.rules). */
export const createRequest = z.strictObject({
  title: z.string().max(500),
  cover: cover.optional(),
  startsAt: z.number().int().optional(),
}) satisfies z.ZodType<StudioActions['studio.create']['request']>

export const startRequest = z.strictObject({ roomID }) satisfies z.ZodType<
  StudioActions['studio.start']['request']
>

export const endRequest = z.strictObject({ roomID }) satisfies z.ZodType<
  StudioActions['studio.end']['request']
>

const kbps = z.number().min(0).max(1_000_000)

export const beatRequest = z.strictObject({
  roomID,
  uplink: z.strictObject({ videoKbps: kbps, audioKbps: kbps, fps: z.number().min(0).max(1_000) }),
  online: z.number().int().min(0).max(10_000_000).optional(),
}) satisfies z.ZodType<StudioActions['studio.beat']['request']>
