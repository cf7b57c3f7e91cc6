import assert from 'node:assert/strict'
import type { ErrorCode } from '../../../miniprogram/domain/errors'
import { fen } from '../../../miniprogram/domain/money'
import { PENDING_AGE_MS } from '../../lib/orders/repair-reservations'
import { aGoods } from '../../lib/testing/a-goods'
import { aLiveRoom } from '../../lib/testing/a-room'
import { aShop, OWNER, SHOPPER } from '../../lib/testing/a-shop'
import { aTrade } from '../../lib/testing/a-trade'
import { ADDRESS } from '../../lib/testing/an-order'
import { crashable } from '../../lib/testing/crashable'

// A pot in two glazes: green 99 yuan, in room r1 79 while it is live; blue 120.

type OrderInput = Parameters<ReturnType<typeof aShop>['ask']>[2] & Record<string, unknown>

const GREEN = [{ skuID: 'green', n: 1 }]
const ordinary = {
  requestID: 'request-1',
  goodsID: 'pot',
  lines: GREEN,
  address: ADDRESS,
  expectedFen: 9_900,
}
const inRoom = { ...ordinary, roomID: 'r1', expectedFen: 7_900 }

async function aPot(given: Parameters<typeof aGoods>[0] = {}, room: Parameters<typeof aLiveRoom>[0] = {}) {
  const shop = aShop()
  await shop.goods.add(
    aGoods({
      _id: 'pot',
      skus: [
        { skuID: 'green', values: ['青'], priceFen: fen(9_900), marketPriceFen: null },
        { skuID: 'blue', values: ['蓝'], priceFen: fen(12_000), marketPriceFen: null },
      ],
      stock: { green: 3, blue: 2 },
      ...given,
    }),
  )
  await shop.rooms.add(
    aLiveRoom({
      _id: 'r1',
      ownerOpenid: OWNER,
      shelf: [{ goodsID: 'pot', livePrices: { green: fen(7_900) } }],
      ...room,
    }),
  )
  const place = (input: OrderInput, openid = SHOPPER) =>
    shop.call(openid, 'order.place', input as unknown as Parameters<typeof shop.ask<'order.place'>>[2])
  const stock = () => shop.goods.documents.get('pot')?.stock
  return { ...shop, place, stock }
}

test('in a live room its price counts, and the order tells what was saved and by which number', async () => {
  const { place, stock, clock } = await aPot()
  const reply = await place({
    ...inRoom,
    lines: [...GREEN, { skuID: 'blue', n: 2 }],
    expectedFen: 7_900 + 24_000,
    note: '轻放',
  })
  assert.ok(reply.ok)
  const { order } = reply.data
  expect([
    order.totalFen,
    order.savedFen,
    order.isLivePrice,
    order.number,
    order.roomID,
    order.note,
  ]).toStrictEqual([31_900, 2_000, true, 1, 'r1', '轻放'])
  expect(order.lines.map(({ spec, priceFen, n }) => [spec, priceFen, n])).toStrictEqual([
    ['青', 7_900, 1],
    ['蓝', 12_000, 2],
  ])
  expect(order.expiresAt).toBe(clock.now() + 15 * 60_000)
  expect(stock()).toStrictEqual({ green: 2, blue: 0 })
})

const ENDED = { status: 'ended', streamID: null, endedAt: 9, openSlot: 'r1' } as const
const REFUSALS: [
  name: string,
  given: Parameters<typeof aGoods>[0],
  room: Parameters<typeof aLiveRoom>[0],
  input: Record<string, unknown>,
  code: ErrorCode,
][] = [
  ['goods that are not there', {}, {}, { goodsID: 'nothing' }, 'GOODS_NOT_FOUND'],
  ['goods off sale', { onSale: false }, {}, {}, 'OFF_SALE'],
  ['the last piece is gone', { stock: { green: 0, blue: 2 } }, {}, {}, 'OUT_OF_STOCK'],
  ['more than there are', {}, {}, { lines: [{ skuID: 'green', n: 4 }] }, 'OUT_OF_STOCK'],
  [
    'one line of two sold out',
    { stock: { green: 3, blue: 0 } },
    {},
    { lines: [...GREEN, { skuID: 'blue', n: 1 }] },
    'OUT_OF_STOCK',
  ],
  ['more than a person may', { limit: 1 }, {}, { lines: [{ skuID: 'green', n: 2 }] }, 'LIMIT_REACHED'],
  ['all a person may was bought', { limit: 2, bought: { [SHOPPER]: 2 } }, {}, {}, 'LIMIT_REACHED'],
  ['a SKU of other goods', {}, {}, { lines: [{ skuID: 'one', n: 1 }] }, 'BAD_INPUT'],
  ['a SKU that objects have by nature', {}, {}, { lines: [{ skuID: 'constructor', n: 1 }] }, 'BAD_INPUT'],
  ['a price of one’s own', {}, {}, { expectedFen: 1 }, 'PRICE_CHANGED'],
  ['nothing to pay', {}, {}, { expectedFen: 0 }, 'PRICE_CHANGED'],
  ['the live price without the room', {}, {}, { roomID: undefined }, 'PRICE_CHANGED'],
  ['the live price of a room that is over', {}, ENDED, {}, 'LIVE_PRICE_GONE'],
  ['another price in a room that is over', {}, ENDED, { expectedFen: 5_000 }, 'PRICE_CHANGED'],
  ['a room that is not there', {}, {}, { roomID: 'r2' }, 'PRICE_CHANGED'],
  ['a room that does not sell these goods', {}, { shelf: [] }, {}, 'PRICE_CHANGED'],
]
for (const [name, given, room, input, code] of REFUSALS) {
  test(`refused, and nothing is taken: ${name} (${code})`, async () => {
    const { place, stock, goods, orders } = await aPot(given, room)
    const before = structuredClone(goods.documents.get('pot'))
    const reply = await place({ ...inRoom, ...input })
    expect(!reply.ok && reply.code).toBe(code)
    expect(goods.documents.get('pot')).toStrictEqual(before)
    expect(orders.documents.size).toBe(0)
    assert.ok(stock())
  })
}

test('when the room is over the ordinary price is offered, and taken', async () => {
  const { place, ask } = await aPot({}, ENDED)
  const reply = await place(inRoom)
  expect(!reply.ok && reply.code).toBe('LIVE_PRICE_GONE')
  const { offer } = await ask(SHOPPER, 'goods.get', { goodsID: 'pot', roomID: 'r1' })
  expect([offer.isLivePrice, offer.prices.green]).toStrictEqual([false, 9_900])
  const again = await place({ ...inRoom, expectedFen: offer.prices.green })
  assert.ok(again.ok && again.data.order.totalFen === 9_900 && !again.data.order.isLivePrice)
})

test('one request is one order, however often and however much at once it is sent', async () => {
  const { place, orders, stock } = await aPot()
  const atOnce = await Promise.all(Array.from({ length: 8 }, () => place(inRoom)))
  const later = await place(inRoom)
  const ids = [...atOnce, later].map((reply) => reply.ok && reply.data.order.orderID)
  assert.equal(new Set(ids).size, 1, ids.join())
  expect(orders.documents.size).toBe(1)
  expect(stock()).toStrictEqual({ green: 2, blue: 2 })
  const other = await place(inRoom, 'oOther')
  assert.ok(other.ok && other.data.order.orderID !== ids[0], 'another person’s same request is another order')
})

test('a request is repeated after its order was closed: that order is answered, and no piece is lost', async () => {
  const { place, ask, stock, goods, clock } = await aPot()
  const first = await place(inRoom)
  assert.ok(first.ok)
  await ask(SHOPPER, 'order.cancel', { orderID: first.data.order.orderID })
  clock.advance(1)
  const again = await place(inRoom)
  assert.ok(again.ok)
  expect([again.data.order.orderID, again.data.order.status]).toStrictEqual([
    first.data.order.orderID,
    'closed',
  ])
  expect(stock()).toStrictEqual({ green: 3, blue: 2 })
  expect(goods.documents.get('pot')?.pendingCount).toBe(0)
})

test('sixty people want ten pieces at once: ten get one, fifty a plain answer', async () => {
  const { place, stock, orders } = await aPot({ stock: { green: 10, blue: 0 } })
  const replies = await Promise.all(Array.from({ length: 60 }, (_, i) => place(inRoom, `oBuyer${i}`)))
  expect(replies.filter(({ ok }) => ok)).toHaveLength(10)
  expect(new Set(replies.map((reply) => (reply.ok ? 'ok' : reply.code)))).toStrictEqual(
    new Set(['ok', 'OUT_OF_STOCK']),
  )
  expect(stock()).toStrictEqual({ green: 0, blue: 0 })
  expect(orders.documents.size).toBe(10)
})

test('the limit holds against orders at once, and comes back with what is cancelled', async () => {
  const { place, ask, stock } = await aPot({ limit: 2, stock: { green: 9, blue: 0 } })
  const replies = await Promise.all([1, 2, 3, 4].map((i) => place({ ...inRoom, requestID: `request-${i}` })))
  const placed = replies.flatMap((reply) => (reply.ok ? [reply.data.order.orderID] : []))
  expect(placed).toHaveLength(2)
  expect(stock()).toStrictEqual({ green: 7, blue: 0 })
  await ask(SHOPPER, 'order.cancel', { orderID: placed[0] ?? '' })
  assert.ok((await place({ ...inRoom, requestID: 'request-5' })).ok)
})

test('whoever took pieces and died: the same request goes on, one with other lines does not, and the repair clears up', async () => {
  const trade = await aTrade({ stock: 5 })
  const dead = crashable(trade.services, 3) // goods, room, hold
  await expect(trade.place('oA', 'k1', 2, dead.services)).rejects.toThrow()
  await expect(trade.place('oA', 'k1', 1)).rejects.toMatchObject({ code: 'BAD_INPUT' })
  const { order } = await trade.place('oA', 'k1', 2)
  expect(order.status).toBe('reserved')
  const dies = crashable(trade.services, 3)
  await expect(trade.place('oB', 'k1', 1, dies.services)).rejects.toThrow()
  trade.clock.advance(PENDING_AGE_MS / 2)
  await assert.rejects(trade.place('oB', 'k1', 1), { code: 'BUSY' }, 'the repair may be at it')
  trade.clock.advance(PENDING_AGE_MS / 2)
  assert.equal((await trade.place('oB', 'k1', 3)).order.lines[0]?.n, 3, 'what was forgotten is given back')
  await trade.quiet()
  trade.balances()
})

test('a request that is repeated when its order was paid takes nothing, after a crash or not', async () => {
  const trade = await aTrade({ stock: 5, limit: 4 })
  const { order } = await trade.place('oA', 'k1', 2)
  await trade.pay('oA', order.orderID)
  trade.payments.pays(order.orderID)
  await trade.notice(order.orderID)
  const dead = crashable(trade.services, 3)
  await expect(trade.place('oA', 'k1', 2, dead.services)).rejects.toThrow()
  expect((await trade.place('oA', 'k1', 2).catch(() => null))?.order.status ?? 'paid').toBe('paid')
  await trade.quiet()
  trade.balances()
})

test('cancelled while the payment is being announced: what is paid after all goes back, without any notice', async () => {
  const trade = await aTrade({ stock: 5 })
  const { order } = await trade.place('oA', 'k1')
  await Promise.all([trade.pay('oA', order.orderID).catch(() => {}), trade.cancel('oA', order.orderID)])
  const known = await trade.payments.query(order.orderID)
  if (known?.state === 'unpaid') trade.payments.pays(order.orderID)
  await trade.quiet()
  trade.balances()
})
