import { aShop } from '../lib/testing/a-shop'
import { anOrder } from '../lib/testing/an-order'
import { ORDERS_A_READ, reconcileOrders } from './reconcile-orders'

test('however many orders are due, one minute reconciles them all, each once', async () => {
  const shop = aShop()
  const due = shop.clock.now() - 1
  const many = 2 * ORDERS_A_READ + 7
  for (let i = 0; i < many; i++) {
    await shop.orders.add(
      anOrder({ _id: `order${i}`, status: 'closed', prepayOpen: false, nextCheckAt: due }),
    )
  }
  expect(await reconcileOrders(shop.services)).toStrictEqual({ reconciled: many, putOff: 0 })
  expect(await shop.orders.listDue(shop.clock.now(), many)).toStrictEqual([])
})
