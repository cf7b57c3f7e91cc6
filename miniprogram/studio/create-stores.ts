import { SessionStore } from '../core/session.store'
import { BagStore } from '../live/stores/bag.store'
import { RoomStore, type RoomStoreDeps } from '../live/stores/room.store'
import { HomeStore } from '../pages/home/home.store'
import { type AddressBook, CheckoutStore } from '../purchase/checkout.store'
import { type PayDeps, PayStore } from '../purchase/pay.store'
import { SkuStore } from '../purchase/sku.store'
import { OrderStore } from '../shop/stores/order.store'
import { OrdersStore } from '../shop/stores/orders.store'
import { GoodsFormStore } from './stores/goods-form.store'
import { GoodsListStore } from './stores/goods-list.store'
import { ShelfStore } from './stores/shelf.store'
import { ShelfSheetStore } from './stores/shelf-sheet.store'
import { StudioStore, type StudioStoreDeps } from './stores/studio.store'
import { MerchantOrderStore } from './stores/studio-order.store'
import { MerchantOrdersStore } from './stores/studio-orders.store'

export type StoreDeps = Omit<RoomStoreDeps & StudioStoreDeps & PayDeps, 'session' | 'shelf'> & {
  readonly addresses: AddressBook
  newRequestID(): string
}

/** One purchase: what is chosen, the order that comes of it, and its payment. */
export interface Purchase {
  readonly sku: SkuStore
  readonly pay: PayStore
  readonly checkout: CheckoutStore
}

/** Session, home and the owner's shelf live as long as the app; every other store lives as long as its page. */
export interface Stores {
  readonly session: SessionStore
  readonly home: HomeStore
  room(): RoomStore
  bag(room: RoomStore): BagStore
  purchase(): Purchase
  orders(): OrdersStore
  order(): { readonly order: OrderStore; readonly pay: PayStore }
  studio(): StudioStore
  /** The shelf of the show that the owner prepares or is on: the studio and the page that arranges it share it. */
  readonly shelf: ShelfStore
  shelfSheet(): ShelfSheetStore
  goodsList(): GoodsListStore
  goodsForm(): GoodsFormStore
  merchantOrders(): MerchantOrdersStore
  merchantOrder(): MerchantOrderStore
}

export function createStores(deps: StoreDeps): Stores {
  const session = new SessionStore(deps)
  const shelf = new ShelfStore({ cloud: deps.cloud, session })
  return {
    session,
    home: new HomeStore({ cloud: deps.cloud, session, warmUp: () => void deps.loadRtc().catch(() => {}) }),
    room: () => new RoomStore({ ...deps, session }),
    bag: (room) => new BagStore({ cloud: deps.cloud, session, room }),
    purchase() {
      const sku = new SkuStore({ cloud: deps.cloud, session })
      const pay = new PayStore(deps)
      return { sku, pay, checkout: new CheckoutStore({ ...deps, sku, pay }) }
    },
    orders: () => new OrdersStore({ cloud: deps.cloud, session }),
    order() {
      const pay = new PayStore(deps)
      return { order: new OrderStore({ cloud: deps.cloud, pay }), pay }
    },
    studio: () => new StudioStore({ ...deps, session, shelf }),
    shelf,
    shelfSheet: () => new ShelfSheetStore({ cloud: deps.cloud, shelf }),
    goodsList: () => new GoodsListStore(deps),
    goodsForm: () => new GoodsFormStore(deps),
    merchantOrders: () => new MerchantOrdersStore({ ...deps, session }),
    merchantOrder: () => new MerchantOrderStore(deps),
  }
}
