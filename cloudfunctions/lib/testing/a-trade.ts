import assert from 'node:assert/strict'
import { functionOf } from '../../../miniprogram/domain/api/function-of'
import type { ShopActions } from '../../../miniprogram/domain/api/shop'
import { fen } from '../../../miniprogram/domain/money'
import { reconcileOrders } from '../../clock/reconcile-orders'
import { shopActions } from '../../shop/actions/shop-actions'
import { piecesIn } from '../goods/goods-repo'
import { markPaid } from '../orders/mark-paid'
import { refundedPieces } from '../orders/order-document'
import { orderIDOf } from '../orders/order-id'
import { outRefundNoOf, recordRefund } from '../orders/record-refund'
import { repairReservations } from '../orders/repair-reservations'
import type { Services } from '../services'
import { aGoods } from './a-goods'
import { aLiveRoom } from './a-room'
import { aShop, OWNER } from './a-shop'
import { ADDRESS } from './an-order'

export const PRICE = 9_900
const MINUTE = 60_000

/**
 * A shop in memory that sells one goods in a live room, and what people, WeChat Pay and the timer do to it. Every verb
 * takes the services of the worker that does it, so that a test can kill it (`crashable`).
 */
export async function aTrade(given: { stock?: number; limit?: number | null } = {}) {
  const { stock = 10, limit = null } = given
  const shop = aShop()
  const goods = aGoods({ _id: 'cup', stock: { one: stock }, limit })
  await shop.goods.add(goods)
  await shop.rooms.add(
    aLiveRoom({ _id: 'r1', ownerOpenid: OWNER, shelf: [{ goodsID: 'cup', livePrices: {} }], shelfRev: 1 }),
  )
  const { services } = shop
  const ask = <Name extends keyof ShopActions>(
    by: Services,
    openid: string,
    action: Name,
    fields: ShopActions[Name]['request'],
  ) => {
    expect(functionOf(action)).toBe('shop')
    return shopActions(by)[action](fields, { openid })
  }
  const orderOf = (openid: string, key: string) =>
    shop.orders.documents.get(orderIDOf(openid, requestOf(key)))

  return {
    ...shop,
    orderOf,
    place: (openid: string, key: string, n = 1, by = services) => {
      shop.clock.advance(1) // no order is placed, over and placed again within one ms
      return ask(by, openid, 'order.place', {
        requestID: requestOf(key),
        goodsID: 'cup',
        lines: [{ skuID: 'one', n }],
        roomID: 'r1',
        address: ADDRESS,
        expectedFen: fen(PRICE * n),
      })
    },
    pay: (openid: string, orderID: string, by = services) => ask(by, openid, 'order.pay', { orderID }),
    confirm: (openid: string, orderID: string, by = services) =>
      ask(by, openid, 'order.confirmPaid', { orderID }),
    cancel: (openid: string, orderID: string, by = services) => ask(by, openid, 'order.cancel', { orderID }),
    askRefund: (openid: string, orderID: string, n: number, by = services) =>
      ask(by, openid, 'order.askRefund', { orderID, lines: [{ skuID: 'one', n }], reason: '不想要了' }),
    decide: (orderID: string, refundID: string, accept: boolean, by = services) =>
      ask(by, OWNER, 'order.decideRefund', { orderID, refundID, accept }),
    ship: (orderID: string, by = services) =>
      ask(by, OWNER, 'order.ship', { orderID, carrier: 'SF', trackingNumber: 'SF12345' }),
    receive: (openid: string, orderID: string, by = services) =>
      ask(by, openid, 'order.confirmReceipt', { orderID }),
    /** WeChat Pay's notice of a payment; again as often as wanted. */
    notice: async (orderID: string, by = services) => {
      const payment = await shop.payments.query(orderID)
      if (payment?.state === 'paid' || payment?.state === 'refunded') await markPaid(by)(payment)
    },
    /** WeChat Pay brings every accepted refund of the order to its end, and says so. */
    settleRefunds: async (orderID: string, state: 'done' | 'failed', by = services) => {
      for (const row of shop.orders.documents.get(orderID)?.refunds ?? []) {
        const refund = await shop.payments.queryRefund(outRefundNoOf(row))
        if (refund?.state === 'processing') shop.payments.settles(outRefundNoOf(row), state)
        const settled = await shop.payments.queryRefund(outRefundNoOf(row))
        if (settled) await recordRefund(by)(settled)
      }
    },
    minute: async (by = services) => {
      await reconcileOrders(by)
      await repairReservations(by)
    },
    /** As many minutes as it takes for everything begun to come to its end, WeChat Pay willing. */
    quiet: async () => {
      for (let minutes = 0; minutes < 40; minutes += 1) {
        shop.clock.advance(MINUTE)
        for (const order of shop.orders.documents.values()) {
          for (const row of order.refunds) {
            const refund = await shop.payments.queryRefund(outRefundNoOf(row))
            if (refund?.state === 'processing') shop.payments.settles(outRefundNoOf(row), 'done')
          }
        }
        await reconcileOrders(services)
        await repairReservations(services)
      }
    },
    /** Pieces, purchases and money agree with the orders, whatever happened before. Call it when all is quiet. */
    balances: () => balances(shop, stock),
  }
}

const requestOf = (key: string) => `request-${key}`

function balances(shop: ReturnType<typeof aShop>, initial: number): void {
  const goods = shop.goods.documents.get('cup')
  assert.ok(goods)
  const orders = [...shop.orders.documents.values()]
  const onShelf = piecesIn(goods.stock)
  assert.ok(
    Object.values(goods.stock).every((n) => n >= 0),
    'never less than nothing',
  )
  assert.equal(orders.filter(({ status }) => status === 'reserved').length, 0, 'nothing waits for ever')
  assert.deepEqual([goods.reservations, goods.restocks, goods.pendingCount], [{}, {}, 0], 'no record is left')

  let sold = 0
  const bought: Record<string, number> = {}
  for (const order of orders) {
    const sums = shop.payments.money.get(order._id) ?? { paid: 0, refunded: 0 }
    const done = order.refunds.filter(({ status }) => status === 'done')
    assert.equal(
      order.refunds.filter(({ status }) => status === 'accepted').length,
      0,
      'every accepted refund came to its end',
    )
    assert.equal(
      sums.paid,
      order.paidAt === null ? 0 : order.totalFen,
      `${order.status}: what was paid is known`,
    )
    assert.equal(
      sums.refunded,
      done.reduce((sum, { amountFen }) => sum + amountFen, 0),
      'what went back is known',
    )
    if (order.closedAt !== null) assert.equal(sums.paid, sums.refunded, 'nobody pays for what was closed')
    if (order.status === 'refunded') expect(sums.paid).toBe(sums.refunded)
    const isBought = order.paidAt !== null && order.closedAt === null
    const restocked = piecesIn(refundedPieces(order, ({ restockedAt }) => restockedAt !== null))
    const kept = isBought ? order.pieces - restocked : 0
    sold += kept
    if (order.isCounted) bought[order.openid] = (bought[order.openid] ?? 0) + kept
  }
  assert.equal(goods.sold, sold, 'pieces booked as sold')
  assert.equal(onShelf + sold, initial, 'every piece is on the shelf or sold')
  for (const [openid, n] of Object.entries(goods.bought))
    assert.equal(n, bought[openid] ?? 0, 'what a person bought')
}
