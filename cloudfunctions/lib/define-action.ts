import type * as z from 'zod'
import type { RoomActions } from '../../miniprogram/domain/api/room'
import type { ShopActions } from '../../miniprogram/domain/api/shop'
import type { StudioActions } from '../../miniprogram/domain/api/studio'
import type { TokenActions } from '../../miniprogram/domain/api/token'
import { AppError } from '../../miniprogram/domain/errors'
import type { Caller } from './caller'

export type Actions = TokenActions & RoomActions & StudioActions & ShopActions
export type ActionName = keyof Actions

/** One action behind its schema: takes what came in, answers the data or throws an AppError. */
export type Handler<Data> = (fields: unknown, caller: Caller) => Promise<Data>

export type Action<Name extends ActionName> = Handler<Actions[Name]['data']>

/** Puts the schema of the request before the use case: unknown, missing or wrong fields end as BAD_INPUT. */
export function defineAction<Name extends ActionName>(
  request: z.ZodType<Actions[Name]['request']>,
  run: (input: Actions[Name]['request'], caller: Caller) => Promise<Actions[Name]['data']>,
): Action<Name> {
  return async (fields, caller) => {
    const parsed = request.safeParse(fields)
    if (!parsed.success) throw new AppError('BAD_INPUT', parsed.error.issues)
    return run(parsed.data, caller)
  }
}
