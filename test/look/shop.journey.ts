/** @sandbox: shopping keeps the layout rules, from the pinned card in the room to the order's last page. */

import { withFault } from '../journeys/fault-helpers.ts'
import { payOrderByCall } from '../journeys/payment-helpers.ts'
import { ADDRESS, askShop, placeOrderByCall, putOnShelf } from '../journeys/shop-helpers.ts'
import { type PhoneDriver, useWorld, waitFor } from '../journeys/world.ts'
import { createRoom } from './room-helpers.ts'
import { useLook } from './use-look.ts'

const world = useWorld()
const look = useLook(world)

/** Text written by owners and shoppers. */
const mayTruncate = [
  '开窑夜',
  '梅子青品茗对杯',
  '青花三才盖碗',
  '手编竹茶席',
  '龙泉青瓷',
  '手绘兰草',
  '慈竹劈丝',
  '西湖区',
]

describe('a shopper looks, chooses and buys', () => {
  let roomID = ''
  let shopper: PhoneDriver
  beforeAll(async () => {
    roomID = (await createRoom(world, { title: '开窑夜', live: true })).roomID
    await putOnShelf(world, roomID, ['gaiwan', 'cup', 'mat'], { lessFen: { cup: 5_900 }, pin: 'cup' })
    shopper = await world.phone('林间小鹿')
    await shopper.isAt('pages/home/home')
  })

  test('no orders yet', async () => {
    await shopper.opens('/shop/orders/orders')
    await look.expectNoFindings(shopper, { name: 'orders-empty', says: '还没有订单' })
  })

  test('the pinned item in the room', async () => {
    await shopper.opens(`/live/room/room?roomID=${roomID}`)
    await look.expectNoFindings(shopper, { name: 'room-explaining', says: '讲解中', mayTruncate })
  })

  test('the bag, loading and loaded', async () => {
    await withFault(world, { target: 'cloud', kind: 'slow', function: 'shop', ms: 1_500 }, async () => {
      await shopper.tap('#bag')
      await look.expectNoFindings(shopper, {
        name: 'bag-loading',
        says: '我的订单',
        shows: '[class*=ghosts]',
        mayTruncate,
      })
    })
    await look.expectNoFindings(shopper, { name: 'bag', says: '竹茶席', mayTruncate })
  })

  test('the SKU sheet', async () => {
    await shopper.tap('#bag-sheet >>> sheet >>> .above')
    await waitFor(async () => !(await shopper.has('#bag-sheet >>> sheet >>> .above')), { what: 'no bag' })
    await shopper.tap('#pinned >>> .hang')
    await look.expectNoFindings(shopper, { name: 'sku', says: '每人限', mayTruncate })
  })

  test('the goods page', async () => {
    await shopper.opens(`/shop/goods/goods?goodsID=cup&roomID=${roomID}`)
    await look.expectNoFindings(shopper, { name: 'goods', says: '48 小时内发货', mayTruncate })
  })

  test('the checkout, without an address and without the network', async () => {
    const url = `/shop/checkout/checkout?goodsID=cup&skuID=cup_plum_2&n=2&roomID=${roomID}`
    await shopper.opens(url)
    await look.expectNoFindings(shopper, { name: 'checkout', says: '合计', mayTruncate })
    await withFault(world, { target: 'network', kind: 'off', phone: shopper.id }, async () => {
      await shopper.opens(url)
      await look.expectNoFindings(shopper, { name: 'checkout-offline', says: '重试', mayTruncate })
    })
  })

  test('an unpaid order, in the list and on its own page; the same one shipped', async () => {
    const { orderID } = await placeOrderByCall(world, '林间小鹿', 'gaiwan', 'gaiwan', 12_800)
    await shopper.opens('/shop/orders/orders')
    await look.expectNoFindings(shopper, { name: 'orders', says: '继续付款', mayTruncate })
    await shopper.opens(`/shop/order/order?orderID=${orderID}`)
    await look.expectNoFindings(shopper, { name: 'order-reserved', says: '等你付款', mayTruncate })
    await payOrderByCall(world, '林间小鹿', orderID)
    const ship = { action: 'order.ship', orderID, carrier: 'SF', trackingNumber: 'SF1509338261045' }
    await askShop(world, '阿禾', ship)
    await shopper.opens(`/shop/order/order?orderID=${orderID}`)
    await look.expectNoFindings(shopper, { name: 'order-shipped', says: '在路上', mayTruncate })
  })

  test('the checkout with an address: not paid, and paid', async () => {
    await shopper.app.callWxMethod('setStorageSync', 'address', ADDRESS)
    await shopper.opens('/shop/checkout/checkout?goodsID=pot&skuID=pot&n=1')
    await shopper.sees('微信支付 ¥268.00')
    await shopper.tap('#pay')
    await world.browserPage(shopper).locator('#pay-cancel').click()
    await look.expectNoFindings(shopper, { name: 'checkout-kept', says: '继续付款 ¥268.00', mayTruncate })
    await shopper.tap('#pay')
    await world.browserPage(shopper).locator('#pay-now').click()
    await look.expectNoFindings(shopper, { name: 'checkout-paid', says: '付好了', mayTruncate })
  })
})
