/** @sandbox: the owner's side of a sale: goods, shelf, orders, refunds. The shopper's side is buy.journey.ts. */

import { payOrderByCall } from './payment-helpers.ts'
import { ADDRESS, askShop } from './shop-helpers.ts'
import { endShow } from './show-helpers.ts'
import { useFixture, useWorld, waitFor } from './world.ts'

const world = useWorld()

const TITLE = '霁蓝釉压手杯'
const SHOPPER = '林间小鹿'

interface Order {
  readonly orderID: string
  readonly status: string
  readonly shipping: { readonly trackingNumber: string } | null
}

describe('the owner creates goods, sells them in a show, ships one order and refunds another', () => {
  const owner = useFixture(() => world.phone('阿禾'))
  const browserPage = () => world.browserPage(owner)
  const tapWords = (words: string) => browserPage().getByText(words, { exact: true }).click()
  const orderOf = async (orderID: string) =>
    (await askShop<{ order: Order }>(world, SHOPPER, { action: 'order.get', orderID })).order
  let goodsID = ''
  let roomID = ''
  let toShip = ''
  let toRefund = ''

  test('goods are created with a picture, two sizes and a purchase limit', async () => {
    await owner.tap('#to-goods')
    await owner.tap('#new')
    await owner.tap('#add-picture')
    await tapWords('同意')
    await tapWords('窗边')
    await owner.sees('还能加 8')
    await owner.types('#title', `${TITLE}，全网最低`)
    await owner.tap('#add-dimension')
    await browserPage().locator('.dimension .field-input input').fill('大小')
    for (const size of ['单只', '一对']) {
      await browserPage().locator('.value-input input').fill(size)
      await tapWords('加')
    }
    const fields = browserPage().locator('.sku-row .sku-input input')
    // Price, list price and stock of each size.
    for (const [at, text] of ['88', '', '3', '168.5', '198', '2'].entries()) await fields.nth(at).fill(text)
    await browserPage().locator('.field-last input').fill('2')
  })

  test('a banned advertising word blocks the listing and is named', async () => {
    await owner.tap('#switch')
    await owner.sees('“最低”')
    await owner.types('#title', TITLE)
    await owner.tap('#switch')
    await owner.sees('已上架')
    const { goods } = await askShop<{ goods: { goodsID: string; title: string; picture: string }[] }>(
      world,
      '阿禾',
      { action: 'goods.list', search: TITLE },
    )
    goodsID = goods[0]?.goodsID ?? ''
    expect(goods[0]?.picture ?? '').toMatch(/^cloud:\/\//)
  })

  test('the goods go onto the shelf, and the show on air', async () => {
    await owner.opens('/pages/home/home')
    await owner.sees('我要开播')
    await browserPage().locator('.studio').click()
    await owner.answers('authorizeAllow')
    await owner.answers('authorizeAllow')
    await owner.sees('开始直播')
    for (const id of ['show-prep', 'pick']) await browserPage().locator(`[data-wx-id=${id}]`).last().click()
    await tapWords(TITLE)
    await tapWords('加入 1 件')
    await browserPage().getByText('上移').waitFor({ state: 'attached' })
    await browserPage().locator('[data-wx-id=close-editor]').click()
    await browserPage().locator('[data-wx-id=start]').click()
    await owner.sees('观众看得见、听得见', 30_000)
  })

  test('one tap pins the item, for everyone', async () => {
    await tapWords('讲解')
    await owner.sees('讲完了')
    const { result } = await world.control<{ result: { data: { rooms: { roomID: string }[] } } }>(
      'POST',
      '/call',
      { person: SHOPPER, function: 'room', data: { action: 'room.list' } },
    )
    roomID = result.data.rooms[0]?.roomID ?? ''
    const { shelf } = await askShop<{ shelf: { entries: { number: number; goods: { title: string } }[] } }>(
      world,
      SHOPPER,
      { action: 'shelf.get', roomID },
    )
    expect(shelf.entries.map(({ number, goods }) => [number, goods.title])).toStrictEqual([[1, TITLE]])
  })

  test('two orders are paid, and the summary shows their total', async () => {
    const { goods } = await askShop<{ goods: { skus: { skuID: string }[] } }>(world, SHOPPER, {
      ...{ action: 'goods.get', goodsID },
    })
    const orders: string[] = []
    for (const [at, expectedFen] of [
      [0, 8_800],
      [1, 16_850],
    ] as const) {
      const { order } = await askShop<{ order: Order }>(world, SHOPPER, {
        ...{ action: 'order.place', requestID: `sell-journey-${at}-0000`, goodsID, roomID, expectedFen },
        ...{ lines: [{ skuID: goods.skus[at]?.skuID, n: 1 }], address: ADDRESS },
      })
      await payOrderByCall(world, SHOPPER, order.orderID)
      orders.push(order.orderID)
    }
    ;[toShip = '', toRefund = ''] = orders
    await endShow(owner)
    await owner.sees('¥256.50')
  })

  test('an order is shipped, and the shopper gets the tracking number', async () => {
    await owner.tap('#done-orders')
    await owner.sees('就这 2 单')
    await owner.types('#search', toShip)
    await owner.sees('就这 1 单')
    await owner.tap('.order')
    await owner.isAt('studio/order/order')
    await owner.types('#tracking', 'SF1340021885437')
    await owner.tap('#ship')
    await owner.sees('已发货，买家看得到单号了')
    const { shipping } = await orderOf(toShip)
    expect(shipping?.trackingNumber).toBe('SF1340021885437')
  })

  test('a refund is requested and granted', async () => {
    await askShop(world, SHOPPER, { action: 'order.askRefund', orderID: toRefund, reason: '买重了' })
    await owner.opens(`/studio/order/order?orderID=${toRefund}`)
    await owner.tap('#accept')
    await owner.answers('confirmModal')
    await owner.sees('已同意，钱原路退回')
    await waitFor(async () => (await orderOf(toRefund)).status === 'refunded', { what: 'the money back' })
  })

  test('no uncaught errors', () => expect(owner.exceptions).toStrictEqual([]))
})
