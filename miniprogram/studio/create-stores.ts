import type { AppContext } from '../app'
import { askDevices } from './services/device'
import { GoodsFormStore } from './stores/goods-form.store'
import { GoodsListStore } from './stores/goods-list.store'
import { ShelfStore } from './stores/shelf.store'
import { ShelfSheetStore } from './stores/shelf-sheet.store'
import { StudioStore } from './stores/studio.store'
import { StudioOrderStore } from './stores/studio-order.store'
import { StudioOrdersStore } from './stores/studio-orders.store'

/** The shelf lives as long as the app; every other store lives as long as its page. */
export interface StudioStores {
  /** The shelf of the show that the owner prepares or is on: the studio and the sheet that arranges it share it. */
  readonly shelf: ShelfStore
  studio(): StudioStore
  shelfSheet(): ShelfSheetStore
  goodsList(): GoodsListStore
  goodsForm(): GoodsFormStore
  orders(): StudioOrdersStore
  order(): StudioOrderStore
}

let stores: StudioStores | null = null

/** The package's stores, made when its first page asks. */
export function studioStores(context: AppContext): StudioStores {
  stores ??= createStudioStores(context)
  return stores
}

function createStudioStores(deps: AppContext): StudioStores {
  const shelf = new ShelfStore(deps)
  return {
    shelf,
    studio: () => new StudioStore({ ...deps, shelf, askDevices }),
    shelfSheet: () => new ShelfSheetStore({ ...deps, shelf }),
    goodsList: () => new GoodsListStore(deps),
    goodsForm: () => new GoodsFormStore(deps),
    orders: () => new StudioOrdersStore(deps),
    order: () => new StudioOrderStore(deps),
  }
}
