import type { PaymentRequest } from '../../sandbox/pay/pay.ts'
import { askShop, placeOrderByCall } from './shop-helpers.ts'
import type { World } from './world.ts'

/** The seed's `gaiwan`, its only SKU, in fen. */
export const GAIWAN = { goodsID: 'gaiwan', skuID: 'gaiwan', priceFen: 12_800 } as const

/** One gaiwan is bought and paid by call alone, for what the merchant sees afterwards: answers the order's number. */
export async function sellGaiwan(world: World, person: string): Promise<string> {
  const { orderID } = await placeOrderByCall(world, person, GAIWAN.goodsID, GAIWAN.skuID, GAIWAN.priceFen)
  await payOrderByCall(world, person, orderID)
  return orderID
}

/** The person pays an order on WeChat's sheet and comes back to the app, which asks what became of it. */
export async function payOrderByCall(world: World, person: string, orderID: string): Promise<void> {
  const { pay, people } = world.sandbox
  if (pay === null) throw new Error('nobody takes money in this project')
  const { payment } = await askShop<{ payment: PaymentRequest }>(world, person, {
    action: 'order.pay',
    orderID,
  })
  pay.pay(people.byName(person).openid, payment, 'once')
  await askShop(world, person, { action: 'order.confirmPaid', orderID })
}
