/** @sandbox: the merchant's goods, shelf and orders keep the layout rules. */

import { withFault } from '../journeys/fault-helpers.ts'
import { sellGaiwan } from '../journeys/payment-helpers.ts'
import { askShop } from '../journeys/shop-helpers.ts'
import { openStudio } from '../journeys/show-helpers.ts'
import { useFixture, useWorld } from '../journeys/world.ts'
import { useLook } from './use-look.ts'

const world = useWorld()
const look = useLook(world)

/** What merchants and shoppers wrote. */
const mayTruncate = ['青花三才盖碗', '手编竹茶席', '梅子青品茗对杯', '粗陶侧把茶壶', '浙江省', '沈木子']

const HOUR_MS = 3_600_000

describe('goods', () => {
  const merchant = useFixture(() => world.phone('阿禾'))
  const browserPage = () => world.browserPage(merchant)
  beforeAll(() => merchant.isAt('pages/home/home'))

  test('the list on its way, nothing by that name, and two that are found', async () => {
    await withFault(world, { target: 'cloud', kind: 'slow', function: 'shop', ms: 1_500 }, async () => {
      await merchant.opens('/studio/goods/goods')
      await look.expectNoFindings(merchant, {
        name: 'stall-goods-loading',
        says: '新建商品',
        shows: '.ghost',
      })
    })
    await browserPage().locator('[data-wx-id=search] input').fill('不存在的货')
    await look.expectNoFindings(merchant, { name: 'stall-goods-none', says: '没有符合的商品' })
    await browserPage().locator('[data-wx-id=search] input').fill('青花')
    await look.expectNoFindings(merchant, { name: 'stall-goods', says: '就这 2 件', mayTruncate })
  })

  test('goods of two dimensions', async () => {
    await merchant.opens('/studio/goods-edit/goods-edit?goodsID=cup')
    await look.expectNoFindings(merchant, { name: 'stall-edit', says: '改商品', shows: '.sku', mayTruncate })
  })

  test('new goods without a name', async () => {
    await merchant.opens('/studio/goods-edit/goods-edit')
    await merchant.tap('#save')
    await look.expectNoFindings(merchant, { name: 'stall-new', says: '给商品起个名字' })
  })

  test('no network', async () => {
    await withFault(world, { target: 'network', kind: 'off', phone: merchant.id }, async () => {
      await merchant.opens('/studio/goods/goods')
      await look.expectNoFindings(merchant, { name: 'stall-goods-offline', says: '重试' })
    })
  })
})

describe('orders', () => {
  const merchant = useFixture(() => world.phone('阿禾'))
  let late = ''
  let back = ''

  test('none yet', async () => {
    await merchant.opens('/studio/orders/orders')
    await look.expectNoFindings(merchant, { name: 'stall-orders-none', says: '还没有订单' })
  })

  test('one is late, one comes back', async () => {
    late = await sellGaiwan(world, '林间小鹿')
    back = await sellGaiwan(world, '林间小鹿')
    await askShop(world, '林间小鹿', { action: 'order.askRefund', orderID: back, reason: '买重了，想退' })
    await world.control('POST', '/clock', { offsetMs: 41 * HOUR_MS })
    await merchant.opens('/studio/orders/orders')
    await look.expectNoFindings(merchant, { name: 'stall-orders', says: '超过 40 小时还没发货', mayTruncate })
  })

  test('to be shipped, without a number', async () => {
    await merchant.opens(`/studio/order/order?orderID=${late}`)
    await merchant.tap('#ship')
    await look.expectNoFindings(merchant, { name: 'stall-order-paid', says: '填上快递单号', mayTruncate })
  })

  test('shipped', async () => {
    await askShop(world, '阿禾', {
      action: 'order.ship',
      ...{ orderID: late, carrier: 'SF', trackingNumber: 'SF1340021885437' },
    })
    await merchant.opens(`/studio/order/order?orderID=${late}`)
    await look.expectNoFindings(merchant, {
      name: 'stall-order-shipped',
      says: 'SF1340021885437',
      mayTruncate,
    })
  })

  test('a refund is asked for', async () => {
    await merchant.opens(`/studio/order/order?orderID=${back}`)
    await look.expectNoFindings(merchant, { name: 'stall-order-refund', says: '同意退款', mayTruncate })
  })

  afterAll(() => world.control('POST', '/clock', { offsetMs: 0 }))
})

describe('the shelf', () => {
  const anchor = useFixture(() => world.phone('阿禾'))
  const browserPage = () => world.browserPage(anchor)
  beforeAll(async () => {
    await openStudio(anchor)
    await anchor.tap('tonight >>> #tonight')
  })

  test('nothing on it', () =>
    look.expectNoFindings(anchor, { name: 'stall-shelf-none', says: '第一件就是 1 号' }))

  test('goods are chosen', async () => {
    await anchor.tap('shelf-desk >>> #pick')
    const choose = (title: string) => browserPage().locator('[class*=choice]', { hasText: title }).click()
    for (const title of ['梅子青品茗对杯', '手编竹茶席']) await choose(title)
    await browserPage().locator('[class*=search] input').fill('青花')
    await choose('青花三才盖碗')
    await look.expectNoFindings(anchor, { name: 'stall-shelf-pick', says: '加入 3 件', mayTruncate })
    await browserPage().getByText('加入 3 件').click()
  })

  test('arranged', () => look.expectNoFindings(anchor, { name: 'stall-shelf', says: '上移', mayTruncate }))

  test('a price for this show', async () => {
    await browserPage().getByText('直播价', { exact: true }).nth(1).click()
    await browserPage().locator('[data-wx-id=close-desk]').waitFor({ state: 'hidden' })
    await look.expectNoFindings(anchor, { name: 'stall-shelf-prices', says: '播完自动恢复原价', mayTruncate })
    await browserPage().locator('[data-wx-id=save-form]').click()
    await browserPage().locator('[data-wx-id=close-desk]').click()
  })

  test('before the show', async () => {
    await browserPage().locator('[data-wx-id=close-desk]').waitFor({ state: 'hidden' })
    await look.expectNoFindings(anchor, { name: 'stall-ready', says: '3 件', mayTruncate })
  })

  test('on air, one is explained', async () => {
    await anchor.tap('#start')
    await anchor.sees('观众看得见、听得见', 30_000)
    await browserPage().getByText('讲解', { exact: true }).nth(1).click()
    await look.expectNoFindings(anchor, { name: 'stall-explaining', says: '讲完了', mayTruncate })
  })
})
