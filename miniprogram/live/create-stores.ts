import { createPurchase, type Purchase, type PurchaseDeps } from '../purchase/create-purchase'
import { BagStore } from './stores/bag.store'
import { RoomStore, type RoomStoreDeps } from './stores/room.store'

export type LiveDeps = RoomStoreDeps & PurchaseDeps

export interface LiveStores {
  readonly room: RoomStore
  readonly bag: BagStore
  readonly purchase: Purchase
}

/** The stores of one room; they live as long as its page. */
export function createLiveStores(deps: LiveDeps): LiveStores {
  const room = new RoomStore(deps)
  return { room, bag: new BagStore({ ...deps, room }), purchase: createPurchase(deps) }
}
