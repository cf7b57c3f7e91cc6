import type { GoodsActions } from './goods'
import type { OrderActions } from './order'
import type { ShelfActions } from './shelf'

/** Cloud function `shop`: goods, the shelf of a show, and orders. */
export interface ShopActions extends GoodsActions, ShelfActions, OrderActions {}
