import { builtIns } from '../built-ins/index.ts'
import type { PhoneRuntime } from '../runtime/phone-runtime.ts'
import { assembleWx } from './assemble.ts'

/** The `wx` object of one phone page. */
export const createWx = (phone: PhoneRuntime): Record<string, unknown> => assembleWx(phone, builtIns)
