/** @sandbox: the owner's goods, shelf and orders keep the layout rules. */

import { withFault } from '../journeys/fault-helpers.ts'
import { sellGaiwan } from '../journeys/payment-helpers.ts'
import { askShop } from '../journeys/shop-helpers.ts'
import { openStudio } from '../journeys/show-helpers.ts'
import { useFixture, useWorld } from '../journeys/world.ts'
import { useLook } from './use-look.ts'

const world = useWorld()
const look = useLook(world)

/** Text written by owners and shoppers. */
const mayTruncate = ['青花三才盖碗', '手编竹茶席', '梅子青品茗对杯', '粗陶侧把茶壶', '浙江省', '沈木子']

const HOUR_MS = 3_600_000

describe('goods', () => {
  const owner = useFixture(() => world.phone('阿禾'))
  const browserPage = () => world.browserPage(owner)
  beforeAll(() => owner.isAt('pages/home/home'))

  test('the list while loading, without a result, and with two results', async () => {
    await withFault(world, { target: 'cloud', kind: 'slow', function: 'shop', ms: 1_500 }, async () => {
      await owner.opens('/studio/goods/goods')
      await look.expectNoFindings(owner, {
        name: 'stall-goods-loading',
        says: '新建商品',
        shows: '.ghost',
      })
    })
    await browserPage().locator('[data-wx-id=search] input').fill('不存在的货')
    await look.expectNoFindings(owner, { name: 'stall-goods-none', says: '没有符合的商品' })
    await browserPage().locator('[data-wx-id=search] input').fill('青花')
    await look.expectNoFindings(owner, { name: 'stall-goods', says: '就这 2 件', mayTruncate })
  })

  test('goods of two dimensions', async () => {
    await owner.opens('/studio/goods-edit/goods-edit?goodsID=cup')
    await look.expectNoFindings(owner, { name: 'stall-edit', says: '改商品', shows: '.sku', mayTruncate })
  })

  test('new goods without a name', async () => {
    await owner.opens('/studio/goods-edit/goods-edit')
    await owner.tap('#save')
    await look.expectNoFindings(owner, { name: 'stall-new', says: '给商品起个名字' })
  })

  test('no network', async () => {
    await withFault(world, { target: 'network', kind: 'off', phone: owner.id }, async () => {
      await owner.opens('/studio/goods/goods')
      await look.expectNoFindings(owner, { name: 'stall-goods-offline', says: '重试' })
    })
  })
})

describe('orders', () => {
  const owner = useFixture(() => world.phone('阿禾'))
  let late = ''
  let back = ''

  test('none yet', async () => {
    await owner.opens('/studio/orders/orders')
    await look.expectNoFindings(owner, { name: 'stall-orders-none', says: '还没有订单' })
  })

  test('one is late, one is to be refunded', async () => {
    late = await sellGaiwan(world, '林间小鹿')
    back = await sellGaiwan(world, '林间小鹿')
    await askShop(world, '林间小鹿', { action: 'order.askRefund', orderID: back, reason: '买重了，想退' })
    await world.control('POST', '/clock', { offsetMs: 41 * HOUR_MS })
    await owner.opens('/studio/orders/orders')
    await look.expectNoFindings(owner, { name: 'stall-orders', says: '超过 40 小时还没发货', mayTruncate })
  })

  test('to be shipped, without a tracking number', async () => {
    await owner.opens(`/studio/order/order?orderID=${late}`)
    await owner.tap('#ship')
    await look.expectNoFindings(owner, { name: 'stall-order-paid', says: '填上快递单号', mayTruncate })
  })

  test('shipped', async () => {
    await askShop(world, '阿禾', {
      action: 'order.ship',
      ...{ orderID: late, carrier: 'SF', trackingNumber: 'SF1340021885437' },
    })
    await owner.opens(`/studio/order/order?orderID=${late}`)
    await look.expectNoFindings(owner, {
      name: 'stall-order-shipped',
      says: 'SF1340021885437',
      mayTruncate,
    })
  })

  test('a refund is asked for', async () => {
    await owner.opens(`/studio/order/order?orderID=${back}`)
    await look.expectNoFindings(owner, { name: 'stall-order-refund', says: '同意退款', mayTruncate })
  })

  afterAll(() => world.control('POST', '/clock', { offsetMs: 0 }))
})

describe('the shelf', () => {
  const anchor = useFixture(() => world.phone('阿禾'))
  const browserPage = () => world.browserPage(anchor)
  beforeAll(async () => {
    await openStudio(anchor)
    await anchor.tap('show-prep >>> #show-prep')
  })

  test('an empty shelf', () =>
    look.expectNoFindings(anchor, { name: 'stall-shelf-none', says: '第一件就是 1 号' }))

  test('choosing goods', async () => {
    await anchor.tap('shelf-editor >>> #pick')
    const choose = (title: string) => browserPage().locator('[class*=choice]', { hasText: title }).click()
    for (const title of ['梅子青品茗对杯', '手编竹茶席']) await choose(title)
    await browserPage().locator('[class*=search] input').fill('青花')
    await choose('青花三才盖碗')
    await look.expectNoFindings(anchor, { name: 'stall-shelf-pick', says: '加入 3 件', mayTruncate })
    await browserPage().getByText('加入 3 件').click()
  })

  test('arranging the shelf', () =>
    look.expectNoFindings(anchor, { name: 'stall-shelf', says: '上移', mayTruncate }))

  test('live prices', async () => {
    await browserPage().getByText('直播价', { exact: true }).nth(1).click()
    await browserPage().locator('[data-wx-id=close-editor]').waitFor({ state: 'hidden' })
    await look.expectNoFindings(anchor, { name: 'stall-shelf-prices', says: '播完自动恢复原价', mayTruncate })
    await browserPage().locator('[data-wx-id=save-form]').click()
    await browserPage().locator('[data-wx-id=close-editor]').click()
  })

  test('before the show', async () => {
    await browserPage().locator('[data-wx-id=close-editor]').waitFor({ state: 'hidden' })
    await look.expectNoFindings(anchor, { name: 'stall-ready', says: '3 件', mayTruncate })
  })

  test('on air, with a pinned item', async () => {
    await anchor.tap('#start')
    await anchor.sees('观众看得见、听得见', 30_000)
    await browserPage().getByText('讲解', { exact: true }).nth(1).click()
    await look.expectNoFindings(anchor, { name: 'stall-explaining', says: '讲完了', mayTruncate })
  })
})
