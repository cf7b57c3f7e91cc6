import type { PaymentRequest } from '../../sandbox/pay/pay.ts'
import { askShop, placeOrderByCall } from './shop-helpers.ts'
import type { World } from './world.ts'

/** The seed's `gaiwan`, its only SKU, in fen. */
export const GAIWAN = { goodsID: 'gaiwan', skuID: 'gaiwan', priceFen: 12_800 } as const

/** Buys and pays one gaiwan by calls alone, for what the owner sees afterwards; answers the order's ID. */
export async function sellGaiwan(world: World, person: string): Promise<string> {
  const { orderID } = await placeOrderByCall(world, person, GAIWAN.goodsID, GAIWAN.skuID, GAIWAN.priceFen)
  await payOrderByCall(world, person, orderID)
  return orderID
}

/** Pays an order as on WeChat's payment sheet, and confirms it as the app does afterwards. */
export async function payOrderByCall(world: World, person: string, orderID: string): Promise<void> {
  const { pay, people } = world.sandbox
  if (pay === null) throw new Error('this project has no payment')
  const { payment } = await askShop<{ payment: PaymentRequest }>(world, person, {
    action: 'order.pay',
    orderID,
  })
  pay.pay(people.byName(person).openid, payment, 'once')
  await askShop(world, person, { action: 'order.confirmPaid', orderID })
}
