import { createPurchase, type Purchase, type PurchaseDeps } from '../purchase/create-purchase'
import { PayStore } from '../purchase/pay.store'
import { OrderStore } from './stores/order.store'
import { OrdersStore } from './stores/orders.store'

/** Every store of this package lives as long as the page that makes it. */
export interface ShopStores {
  purchase(): Purchase
  orders(): OrdersStore
  order(): { readonly order: OrderStore; readonly pay: PayStore }
}

export function createShopStores(deps: PurchaseDeps): ShopStores {
  return {
    purchase: () => createPurchase(deps),
    orders: () => new OrdersStore(deps),
    order() {
      const pay = new PayStore(deps)
      return { order: new OrderStore({ ...deps, pay }), pay }
    },
  }
}
