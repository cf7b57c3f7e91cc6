import * as z from 'zod'
import type { RoomActions } from '../../../miniprogram/domain/api/room'
import { roomID } from './fields'

export const listRequest = z.strictObject({}) satisfies z.ZodType<RoomActions['room.list']['request']>

export const enterRequest = z.strictObject({ roomID }) satisfies z.ZodType<
  RoomActions['room.enter']['request']
>

export const snapshotRequest = z.strictObject({ roomID }) satisfies z.ZodType<
  RoomActions['room.snapshot']['request']
>
