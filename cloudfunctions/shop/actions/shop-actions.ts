import type { ShopActions } from '../../../miniprogram/domain/api/shop'
import type { ActionTable } from '../../lib/define-function'
import type { Services } from '../../lib/services'
import { cancelOrder } from './cancel-order'
import { confirmPaid, payOrder } from './pay-order'
import { pinGoods, unpinGoods } from './pin-goods'
import { placeOrder } from './place-order'
import { getGoods, listGoods } from './read-goods'
import {
  exportOrders,
  getOrder,
  listOrders,
  readSalesSummary,
  searchOrders,
  warnUnshipped,
} from './read-orders'
import { getShelf, listMarks } from './read-shelf'
import { askRefund, decideRefund } from './refund-order'
import { saveGoods } from './save-goods'
import { setOnSale } from './set-on-sale'
import { setShelf } from './set-shelf'
import { confirmReceipt, shipOrder } from './ship-order'

export const shopActions = (services: Services): ActionTable<keyof ShopActions> => ({
  'goods.save': saveGoods(services),
  'goods.list': listGoods(services),
  'goods.get': getGoods(services),
  'goods.setOnSale': setOnSale(services),
  'shelf.set': setShelf(services),
  'shelf.get': getShelf(services),
  'shelf.pin': pinGoods(services),
  'shelf.unpin': unpinGoods(services),
  'shelf.marks': listMarks(services),
  'order.place': placeOrder(services),
  'order.pay': payOrder(services),
  'order.confirmPaid': confirmPaid(services),
  'order.cancel': cancelOrder(services),
  'order.get': getOrder(services),
  'order.list': listOrders(services),
  'order.confirmReceipt': confirmReceipt(services),
  'order.askRefund': askRefund(services),
  'order.search': searchOrders(services),
  'order.export': exportOrders(services),
  'order.ship': shipOrder(services),
  'order.decideRefund': decideRefund(services),
  'order.unshippedWarning': warnUnshipped(services),
  'order.salesSummary': readSalesSummary(services),
})
