import * as z from 'zod'
import type { TokenActions } from '../../../miniprogram/domain/api/token'
import { roomID } from './fields'

export const tokenRequest = z.strictObject({
  roomID,
  publish: z.boolean().optional(),
}) satisfies z.ZodType<TokenActions['token.issue']['request']> &
  z.ZodType<TokenActions['token.renew']['request']>
