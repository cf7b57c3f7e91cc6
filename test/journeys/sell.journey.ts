/** @sandbox: pictures of the phone's album, the anchor's video and money. The shopper's half is buy.journey.ts. */

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

describe('the merchant creates goods, sells them in a show, ships one order and takes another back', () => {
  const merchant = useFixture(() => world.phone('阿禾'))
  const browserPage = () => world.browserPage(merchant)
  const tapWords = (words: string) => browserPage().getByText(words, { exact: true }).click()
  const orderOf = async (orderID: string) =>
    (await askShop<{ order: Order }>(world, SHOPPER, { action: 'order.get', orderID })).order
  let goodsID = ''
  let roomID = ''
  let toShip = ''
  let toRefund = ''

  test('goods with a picture, two sizes and a limit', async () => {
    await merchant.tap('#to-goods')
    await merchant.tap('#new')
    await merchant.tap('#add-picture')
    await tapWords('同意')
    await tapWords('窗边')
    await merchant.sees('还能加 8')
    await merchant.types('#title', `${TITLE}，全网最低`)
    await merchant.tap('#add-dimension')
    await browserPage().locator('.dimension .field-input input').fill('大小')
    for (const size of ['单只', '一对']) {
      await browserPage().locator('.value-input input').fill(size)
      await tapWords('加')
    }
    const fields = browserPage().locator('.sku-row .sku-input input')
    // Price, crossed-out price and pieces of each size.
    for (const [at, text] of ['88', '', '3', '168.5', '198', '2'].entries()) await fields.nth(at).fill(text)
    await browserPage().locator('.field-last input').fill('2')
  })

  test('advertising words keep it from being sold, and the word is named', async () => {
    await merchant.tap('#switch')
    await merchant.sees('“最低”')
    await merchant.types('#title', TITLE)
    await merchant.tap('#switch')
    await merchant.sees('已上架')
    const { goods } = await askShop<{ goods: { goodsID: string; title: string; picture: string }[] }>(
      world,
      '阿禾',
      { action: 'goods.list', search: TITLE },
    )
    goodsID = goods[0]?.goodsID ?? ''
    expect(goods[0]?.picture ?? '').toMatch(/^cloud:\/\//)
  })

  test('onto the shelf of tonight, and on air', async () => {
    await merchant.opens('/pages/home/home')
    await merchant.sees('我要开播')
    await browserPage().locator('.studio').click()
    await merchant.answers('authorizeAllow')
    await merchant.answers('authorizeAllow')
    await merchant.sees('开始直播')
    for (const id of ['tonight', 'pick']) await browserPage().locator(`[data-wx-id=${id}]`).last().click()
    await tapWords(TITLE)
    await tapWords('加入 1 件')
    await browserPage().getByText('上移').waitFor({ state: 'attached' })
    await browserPage().locator('[data-wx-id=close-desk]').click()
    await browserPage().locator('[data-wx-id=start]').click()
    await merchant.sees('观众看得见、听得见', 30_000)
  })

  test('one tap explains it, for everyone', async () => {
    await tapWords('讲解')
    await merchant.sees('讲完了')
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

  test('two pieces are paid for: the summary tells the sum', async () => {
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
    await endShow(merchant)
    await merchant.sees('¥256.50')
  })

  test('shipped: the shopper has the number', async () => {
    await merchant.tap('#done-orders')
    await merchant.sees('就这 2 单')
    await merchant.types('#search', toShip)
    await merchant.sees('就这 1 单')
    await merchant.tap('.order')
    await merchant.isAt('studio/order/order')
    await merchant.types('#tracking', 'SF1340021885437')
    await merchant.tap('#ship')
    await merchant.sees('已发货，买家看得到单号了')
    const { shipping } = await orderOf(toShip)
    expect(shipping?.trackingNumber).toBe('SF1340021885437')
  })

  test('a refund is asked for and granted', async () => {
    await askShop(world, SHOPPER, { action: 'order.askRefund', orderID: toRefund, reason: '买重了' })
    await merchant.opens(`/studio/order/order?orderID=${toRefund}`)
    await merchant.tap('#accept')
    await merchant.answers('confirmModal')
    await merchant.sees('已同意，钱原路退回')
    await waitFor(async () => (await orderOf(toRefund)).status === 'refunded', { what: 'the money back' })
  })

  test('nothing broke on the phone', () => expect(merchant.exceptions).toStrictEqual([]))
})
