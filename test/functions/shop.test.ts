/** The function `shop` as it is uploaded, four instances of it, over the real SDK: whose gateway is whose, and what holds when many come at once. */
import assert from 'node:assert/strict'
import type { GoodsDocument } from '../../cloudfunctions/lib/goods/goods-document.ts'
import type { OrderDocument } from '../../cloudfunctions/lib/orders/order-document.ts'
import { aGoods } from '../../cloudfunctions/lib/testing/a-goods.ts'
import { ADDRESS, anOrder } from '../../cloudfunctions/lib/testing/an-order.ts'
import { said } from '../../cloudfunctions/lib/testing/permission-table.ts'
import {
  CUP,
  ORDER_PERMISSIONS,
  ORDERS,
  SHOP_GOOD,
  SHOP_PERMISSIONS,
  SHOPPERS,
  STRANGER,
} from '../../cloudfunctions/lib/testing/shop-permission-table.ts'
import type { OrderStatus } from '../../miniprogram/domain/api/order.ts'
import type { Reply } from '../../miniprogram/domain/api/reply.ts'
import { fen } from '../../miniprogram/domain/money.ts'
import { waitFor } from '../support/wait-for.ts'
import { type CloudShop, OWNER, SHOPPER, startCloudShop } from './support/cloud-shop.ts'

const MINUTE = 60_000

let shop: CloudShop
beforeAll(async () => {
  shop = await startCloudShop({ instances: 4 })
})
afterAll(() => shop?.stop())
beforeEach(() => shop.reset())

async function putOrders() {
  const { database } = shop.cloud
  await database.remove('orders', {})
  await database.remove('goods', {})
  await database.insert('goods', CUP)
  for (const order of Object.values(ORDERS)) await database.insert('orders', order)
}

const orderOf = async (_id: string) =>
  (await shop.cloud.database.find('orders', { _id }))[0] as unknown as OrderDocument | undefined

for (const [action, person, answers] of ORDER_PERMISSIONS) {
  const openid = SHOPPERS[person]
  if (openid === null) continue // a phone always has an identity
  test(`${action} by the ${person}: ${[...new Set(Object.values(answers))].join(', ')}`, async () => {
    await putOrders()
    for (const [status, order] of Object.entries(ORDERS) as [OrderStatus, OrderDocument][]) {
      const before = await orderOf(order._id)
      const event = { action, ...SHOP_GOOD[action], orderID: order._id }
      const reply = (await shop.callRaw(openid, 'shop', event)) as Reply<unknown>
      assert.equal(said(reply), answers[status], status)
      expect(JSON.stringify(reply)).not.toMatch(/openid|oOwner|oShopper|oStranger|transactionID/i)
      if (!reply.ok) assert.deepEqual(await orderOf(order._id), before, 'a refusal changed the order')
    }
  })
}

test('what is the owner’s is refused to everybody else, and answered without anybody’s identity', async () => {
  await putOrders()
  for (const [action, answers] of SHOP_PERMISSIONS) {
    for (const person of ['owner', 'shopper', 'stranger'] as const) {
      const event = { action, ...SHOP_GOOD[action] }
      const reply = (await shop.callRaw(SHOPPERS[person], 'shop', event)) as Reply<unknown>
      if (action !== 'order.place') assert.equal(said(reply), answers[person], `${action} ${person}`)
      expect(JSON.stringify(reply)).not.toMatch(/openid|oOwner|oShopper|oStranger/i)
    }
  }
})

test('nobody’s list or search shows another person’s orders, whatever openid they send', async () => {
  await putOrders()
  const { orders } = await shop.ask(STRANGER, 'order.list', {})
  expect(orders).toStrictEqual([])
  const forged = { action: 'order.list', openid: SHOPPER, userInfo: { openId: SHOPPER } }
  expect(said((await shop.callRaw(STRANGER, 'shop', forged)) as Reply<unknown>)).toBe('BAD_INPUT')
  const mine = { action: 'order.get', orderID: 'KBpaid', userInfo: { openId: SHOPPER } }
  expect(said((await shop.callRaw(STRANGER, 'shop', mine)) as Reply<unknown>)).toBe('ORDER_NOT_FOUND')
})

/** A live show with three goods on its shelf, the first with a live price of 79. */
async function aShow() {
  const goods = ['a', 'b', 'c'].map((_id) => aGoods({ _id, stock: { one: 10 } }))
  for (const one of goods) await shop.cloud.database.insert('goods', one)
  const { room } = await shop.ask(OWNER, 'studio.create', { title: '秋冬新款' })
  const { roomID } = room
  await shop.ask(OWNER, 'shelf.set', {
    roomID,
    shelfRev: 0,
    entries: [{ goodsID: 'a', livePrices: { one: fen(7_900) } }, { goodsID: 'b' }, { goodsID: 'c' }],
  })
  await shop.ask(OWNER, 'studio.start', { roomID })
  return roomID
}

test('fifty quick pins: each has its own rev, the last is the truth, phones and late joiners see that one', async () => {
  const roomID = await aShow()
  const { grant } = await shop.ask(SHOPPER, 'room.enter', { roomID })
  assert.ok(grant)
  const phone = await shop.enter(grant)
  const before = (await shop.ask(SHOPPER, 'room.snapshot', { roomID })).room.rev
  const replies = await Promise.all(
    Array.from({ length: 50 }, (_, i) =>
      shop.ask(OWNER, 'shelf.pin', { roomID, goodsID: ['a', 'b', 'c'][i % 3] ?? 'a' }),
    ),
  )
  const revs = replies.map(({ room }) => room.rev).sort((a, b) => a - b)
  expect(revs).toStrictEqual(Array.from({ length: 50 }, (_, i) => before + 1 + i))
  const last = replies.find(({ room }) => room.rev === before + 50)?.room
  const { room: late } = await shop.ask(STRANGER, 'room.enter', { roomID })
  assert.ok(late.pinned)
  expect([late.rev, late.pinned]).toStrictEqual([before + 50, last?.pinned])

  const newest = () =>
    phone
      .signals()
      .reduce<{ rev: number; goodsID?: string }>(
        (top, signal) =>
          signal.kind === 'room' && signal.room.rev > top.rev
            ? { rev: signal.room.rev, goodsID: signal.room.pinned?.goodsID }
            : top,
        { rev: 0 },
      )
  await waitFor(() => newest().rev === late.rev, { what: 'the signal of the last pin' })
  expect(newest().goodsID).toBe(late.pinned.goodsID)

  // For the replay: one after the other without a gap, the last still open, of what was really pinned.
  const { marks } = await shop.ask(OWNER, 'shelf.marks', { roomID })
  expect(marks.length).toBeGreaterThan(1)
  for (const [i, mark] of marks.entries()) {
    expect(mark.until).toBe(marks[i + 1]?.at ?? null)
    assert.notEqual(mark.goodsID, marks[i + 1]?.goodsID, 'pinned again is no new mark')
  }
  expect(marks.at(-1)?.goodsID).toBe(late.pinned.goodsID)
  const { room } = await shop.ask(OWNER, 'shelf.unpin', { roomID })
  expect(room.pinned).toBeNull()
  expect((await shop.ask(OWNER, 'shelf.marks', { roomID })).marks.at(-1)?.until).not.toBe(null)
})

const REFUND: OrderDocument['refunds'][number] = {
  ...{ refundID: '', status: 'done', kind: 'asked', lines: [{ skuID: 'one', n: 1 }], amountFen: fen(9_900) },
  ...{ reason: '不想要了', answer: '', askedAt: 1, decidedAt: 2, doneAt: 3, attempt: 1 },
  ...{ restocks: false, restockedAt: null },
}
const order_input = (roomID: string, requestID = 'request-1') => ({
  ...{ requestID, goodsID: 'a', roomID, address: ADDRESS, expectedFen: fen(7_900) },
  lines: [{ skuID: 'one', n: 1 }],
})
const people = (n: number) => Array.from({ length: n }, (_, i) => `oBuyer${String(i).padStart(21, '0')}`)
const goodsA = async () =>
  (await shop.cloud.database.find('goods', { _id: 'a' }))[0] as unknown as GoodsDocument

test('forty people press twice for ten pieces: ten orders, thirty plain answers; cancelled, all pieces are back', async () => {
  const roomID = await aShow()
  const replies = await Promise.all(
    people(40).flatMap((openid) =>
      [1, 2].map(async () => ({
        openid,
        reply: await shop.call(openid, 'order.place', order_input(roomID)),
      })),
    ),
  )
  const placed = new Map(
    replies.flatMap(({ openid, reply }) => (reply.ok ? [[openid, reply.data.order.orderID]] : [])),
  )
  expect(new Set(replies.map(({ reply }) => said(reply)))).toStrictEqual(new Set(['ok', 'OUT_OF_STOCK']))
  expect(placed.size).toBe(10)
  const orders = await shop.cloud.database.find('orders', {})
  expect(orders.map(({ _id }) => _id).sort()).toStrictEqual([...placed.values()].sort())
  expect((await goodsA()).stock).toStrictEqual({ one: 0 })
  await Promise.all(
    [...placed].flatMap(([openid, orderID]) =>
      [1, 2].map(() => shop.ask(openid, 'order.cancel', { orderID })),
    ),
  )
  const { stock, reservations, pendingCount, sold } = await goodsA()
  expect({ stock, reservations, pendingCount, sold }).toStrictEqual({
    stock: { one: 10 },
    reservations: {},
    pendingCount: 0,
    sold: 0,
  })
})

async function paidOrder(roomID: string) {
  const { order } = await shop.ask(SHOPPER, 'order.place', order_input(roomID))
  const { orderID } = order
  const { payment } = await shop.ask(SHOPPER, 'order.pay', { orderID })
  shop.pay.pay(SHOPPER, payment, 'once')
  await waitFor(async () => (await orderOf(orderID))?.status === 'paid', { what: 'the notice' })
  return orderID
}

test('while WeChat does not know the payment yet, the parcel waits and is told again by the timer until it is taken', async () => {
  const roomID = await aShow()
  const orderID = await paidOrder(roomID)
  const { transactionID } = (await orderOf(orderID)) ?? {}
  const { database } = shop.cloud
  await database.update(
    'orders',
    { _id: orderID },
    { $set: { transactionID: '4200000000000000000000000000' } },
  )
  const { order } = await shop.ask(OWNER, 'order.ship', {
    orderID,
    carrier: 'SF',
    trackingNumber: 'SF150933826104',
  })
  expect([order.status, order.shipping?.uploadedAt]).toStrictEqual(['shipped', null])
  await shop.ask(SHOPPER, 'order.confirmReceipt', { orderID })
  await database.update('orders', { _id: orderID }, { $set: { transactionID } })
  shop.advance(2 * MINUTE)
  await shop.cloud.tick()
  await waitFor(async () => (await orderOf(orderID))?.shipping?.uploadedAt != null, { what: 'the upload' })
  expect(shop.logged.join('\n')).toMatch(/shipping-not-uploaded.*10060001/)
  const found = await shop.ask(OWNER, 'order.search', { text: orderID.slice(-8), statuses: ['received'] })
  expect(found.orders[0]?.shipping?.trackingNumber).toBe('SF150933826104')
  const { csv } = await shop.ask(OWNER, 'order.export', { roomID })
  expect(csv).toMatch(new RegExp(`${orderID},已收货,.*79\\.00`))
  expect((await shop.ask(OWNER, 'order.salesSummary', { roomID })).salesSummary).toStrictEqual({
    paidOrders: 1,
    paidFen: 7_900,
    pieces: { a: 1 },
  })
})

test('the minute timer repairs what crashed functions left half done, and logs what it found', async () => {
  const { database } = shop.cloud
  const at = shop.now() - 2 * MINUTE
  const reservation = { openid: SHOPPER, lines: { one: 1 }, at, isCounted: true }
  const ids = ['KBnever', 'KBpaid', 'KBclosed', 'KBwaiting']
  await database.insert(
    'goods',
    aGoods({
      _id: 'a',
      stock: { one: 5 },
      limit: 9,
      bought: { [SHOPPER]: 4 },
      reservations: Object.fromEntries(ids.map((id) => [id, reservation])),
      restocks: { 'KBback-R1': at },
      pendingCount: 5,
    }),
  )
  const order = (_id: string, given: Partial<OrderDocument>) =>
    database.insert(
      'orders',
      anOrder({ _id, openid: SHOPPER, goodsID: 'a', isCounted: true, placedAt: at, ...given }),
    )
  await order('KBpaid', { status: 'paid', paidAt: at, transactionID: 'wx1' })
  await order('KBclosed', { status: 'closed', closedAt: at })
  await order('KBwaiting', {})
  const row = { ...REFUND, refundID: 'KBback-R1', restocks: true, restockedAt: at }
  await order('KBback', { status: 'refunded', paidAt: at, transactionID: 'wx2', refunds: [row] })

  shop.advance(MINUTE)
  await shop.cloud.tick()
  await waitFor(async () => (await goodsA()).pendingCount === 1, { what: 'the repair' })
  const { stock, sold, bought, reservations, restocks } = await goodsA()
  expect({ stock, sold, bought, reservations: Object.keys(reservations), restocks }).toStrictEqual({
    stock: { one: 7 },
    sold: 1,
    bought: { [SHOPPER]: 2 },
    reservations: ['KBwaiting'],
    restocks: {},
  })
  for (const [found, orderID] of [
    ['withoutOrder', 'KBnever'],
    ['paid', 'KBpaid'],
    ['closed', 'KBclosed'],
  ]) {
    expect(shop.logged.join('\n')).toMatch(new RegExp(`reservation-repaired.*${found}.*${orderID}`))
  }
})

test('40 hours after it was paid an order that is not on its way stands in the warning', async () => {
  const orderID = await paidOrder(await aShow())
  const warned = async () =>
    (await shop.ask(OWNER, 'order.unshippedWarning', {})).orders.map((one) => one.orderID)
  expect(await warned()).toStrictEqual([])
  shop.advance(40 * 60 * MINUTE)
  expect(await warned()).toStrictEqual([orderID])
  await shop.ask(OWNER, 'order.ship', { orderID, carrier: 'SF', trackingNumber: 'SF150933826104' })
  expect(await warned()).toStrictEqual([])
})

test('when the show is over its price is gone, and what is bought at the ordinary one is no longer the room’s price', async () => {
  const roomID = await aShow()
  await shop.ask(OWNER, 'studio.end', { roomID })
  expect(said(await shop.call(SHOPPER, 'order.place', order_input(roomID)))).toBe('LIVE_PRICE_GONE')
  const { order } = await shop.ask(SHOPPER, 'order.place', {
    ...order_input(roomID),
    expectedFen: fen(9_900),
  })
  expect([order.totalFen, order.isLivePrice]).toStrictEqual([9_900, false])
})

test('a title that WeChat finds risky, or wants to have looked at, does not go on sale', async () => {
  const draft = {
    pictures: ['cloud://env.bucket/goods/bowl.jpg'],
    dimensions: [],
    skus: [{ values: [], priceFen: fen(12_800), marketPriceFen: null, addStock: 5 }],
    limit: null,
  }
  for (const [title, code] of [
    ['违禁词示例盖碗', 'GOODS_TITLE_REFUSED'],
    ['待审词示例盖碗', 'GOODS_TITLE_REFUSED'],
    ['最佳盖碗', 'GOODS_TITLE_REFUSED'],
    ['青花盖碗', 'ok'],
  ] as const) {
    const { goods } = await shop.ask(OWNER, 'goods.save', { draft: { ...draft, title } })
    const { goodsID } = goods
    assert.equal(said(await shop.call(OWNER, 'goods.setOnSale', { goodsID, onSale: true })), code, title)
    const shown = (await shop.ask(SHOPPER, 'goods.list', { search: title })).goods.length
    expect(shown).toBe(code === 'ok' ? 1 : 0)
  }
})
