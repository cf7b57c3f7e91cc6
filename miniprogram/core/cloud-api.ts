import type { RoomActions } from '../domain/api/room'
import type { ShopActions } from '../domain/api/shop'
import type { StudioActions } from '../domain/api/studio'
import type { TokenActions } from '../domain/api/token'

export type CloudActions = RoomActions & StudioActions & TokenActions & ShopActions
export type CloudAction = keyof CloudActions

/** The server, as stores see it. Rejects with an AppError; a phone without network gets code NETWORK. */
export interface CloudApi {
  call<A extends CloudAction>(action: A, fields: CloudActions[A]['request']): Promise<CloudActions[A]['data']>
}
