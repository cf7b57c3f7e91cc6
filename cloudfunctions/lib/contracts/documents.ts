import * as z from 'zod'
import { fen } from '../../../miniprogram/domain/money'

// Kinds of values that documents and requests share.

/** ms, server time. */
export const at = z.number().int().nonnegative()
export const count = z.number().int().nonnegative()
export const pieces = z.number().int().positive()
export const fenSchema = z.number().int().nonnegative().safe().transform(fen)
