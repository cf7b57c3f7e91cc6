import * as z from 'zod'
import type { StudioActions } from '../../../miniprogram/domain/api/studio'
import { cover, roomID } from './fields'

/** The title is only kept from being huge here; what a title may be is a rule both sides share (domain/room/room.rules). */
export const createRequest = z.strictObject({
  title: z.string().max(500),
  cover: cover.optional(),
}) satisfies z.ZodType<StudioActions['studio.create']['request']>

export const startRequest = z.strictObject({ roomID }) satisfies z.ZodType<
  StudioActions['studio.start']['request']
>

export const endRequest = z.strictObject({ roomID }) satisfies z.ZodType<
  StudioActions['studio.end']['request']
>
