import assert from 'node:assert/strict'
import { SessionStore } from '../../../../miniprogram/core/session.store.ts'
import type { Order, Refund } from '../../../../miniprogram/domain/api/order.ts'
import { AppError } from '../../../../miniprogram/domain/errors.ts'
import { fen } from '../../../../miniprogram/domain/money.ts'
import { OrderStore } from '../../../../miniprogram/shop/stores/order.store.ts'
import { OrdersStore } from '../../../../miniprogram/shop/stores/orders.store.ts'
import {
  orderActs,
  orderCard,
  orderFacts,
  orderHead,
  orderHistory,
  orderSteps,
} from '../../../../miniprogram/shop/text/order-text.ts'
import { anOrder, aPurchase } from '../../support/a-purchase.ts'
import { FakeClock, RecordingCloud, settle } from '../../support/fakes.ts'

const page = (ids: string[], next: string | null = null) => ({
  orders: ids.map((orderID) => anOrder({ orderID })),
  next,
  serverTime: 1,
})

function aList(cloud: RecordingCloud) {
  return new OrdersStore({ cloud, session: new SessionStore({ clock: new FakeClock() }) })
}

test('orders come a page at a time; the next one is asked for once', async () => {
  const asked: unknown[] = []
  const cloud = new RecordingCloud({
    'order.list': (fields) => {
      asked.push(fields)
      return fields.before === undefined ? page(['b'], 'k') : page(['a'])
    },
  })
  const store = aList(cloud)
  await store.list.load()
  await Promise.all([store.list.more(), store.list.more()])
  expect(asked).toStrictEqual([{}, { before: 'k' }])
  expect(store.list.items.map(({ orderID }) => orderID)).toStrictEqual(['b', 'a'])
  await store.list.more()
  assert.equal(asked.length, 2, 'there are no more')
})

test('a tab asks for its own; a late answer to another tab is not heard', async () => {
  let late = (_: unknown) => {}
  const cloud = new RecordingCloud({
    'order.list': ({ statuses }) =>
      statuses === undefined ? new Promise((resolve) => (late = resolve as never)) : page(['unpaid']),
  })
  const store = aList(cloud)
  const all = store.list.load()
  await store.choose('reserved')
  late(page(['old']))
  await all
  expect(store.list.items.map(({ orderID }) => orderID)).toStrictEqual(['unpaid'])
})

test('loading, empty, unreachable and an older list with a word are four states', async () => {
  const cloud = new RecordingCloud({ 'order.list': () => page([]) })
  const store = aList(cloud)
  expect(store.list.phase).toBe('loading')
  await store.list.load()
  expect(store.list.phase).toBe('empty')
  const broken = aList(new RecordingCloud({ 'order.list': () => Promise.reject(new AppError('NETWORK')) }))
  await broken.list.load()
  expect(broken.list.phase).toBe('unreachable')
  cloud.answers['order.list'] = () => page(['a'])
  await store.list.load()
  cloud.answers['order.list'] = () => Promise.reject(new AppError('NETWORK'))
  await store.list.load()
  expect([store.list.phase, store.list.error]).toStrictEqual(['list', '没连上网，检查网络后再试'])
})

const paid = { status: 'paid', paidAt: 2 } as const
const shipped = { ...paid, status: 'shipped', shippedAt: 3 } as const
const refund = (change: Partial<Refund>): Refund => ({
  refundID: 'r',
  status: 'asked',
  kind: 'asked',
  lines: [{ skuID: 'green', n: 2 }],
  amountFen: fen(19_800),
  reason: '不想要了',
  answer: '',
  askedAt: 4,
  decidedAt: null,
  doneAt: null,
  ...change,
})

/** What the shopper reads, and what they may do: pay, cancel, refund, confirm. */
const STANDINGS: readonly [Partial<Order>, string, string][] = [
  [{}, '等你付款', 'pay cancel'],
  [paid, '付好了，等商家发货', 'refund'],
  [shipped, '在路上', 'refund confirm'],
  [{ ...shipped, status: 'received', receivedAt: 5 }, '签收了', 'refund'],
  [{ status: 'closed', closedAt: 5 }, '订单关闭了', ''],
  [{ ...paid, refunds: [refund({})] }, '退款等商家处理', ''],
  [{ ...shipped, refunds: [refund({ status: 'refused', decidedAt: 5 })] }, '在路上', 'refund confirm'],
  [{ ...paid, refunds: [refund({ status: 'accepted', decidedAt: 5 })] }, '商家同意了退款', ''],
  [{ ...paid, refunds: [refund({ status: 'failed', decidedAt: 5 })] }, '退款没成功', ''],
  [
    { status: 'returning', paidAt: 2, closedAt: 1, refunds: [refund({ kind: 'late', status: 'accepted' })] },
    '付晚了，货没了',
    '',
  ],
  [{ status: 'refunded', paidAt: 2, refunds: [refund({ status: 'done', doneAt: 6 })] }, '退款到账了', ''],
]

for (const [change, title, acts] of STANDINGS) {
  test(`${change.status ?? 'reserved'}${change.refunds ? ` with a refund ${change.refunds[0]?.status}` : ''}: ${title}`, () => {
    const order = anOrder(change)
    expect(orderHead(order, order.placedAt).title).toBe(title)
    const can = orderActs(order)
    const named = (['pay', 'cancel', 'refund', 'confirm'] as const).filter((act) => can[act])
    expect(named.join(' ')).toBe(acts)
  })
}

test('a refund of a late payment that failed is not on its way', () => {
  const refunds = [refund({ kind: 'late', status: 'failed' })]
  const order = anOrder({ status: 'returning', paidAt: 2, closedAt: 1, refunds })
  expect(orderHead(order, order.placedAt).text).toBe('退款没成功，商家会再处理')
})

test('four steps while it goes well; a closed or refunded order is one sentence', () => {
  const states = (change: Partial<Order>) =>
    orderSteps(anOrder(change))
      .map(({ state }) => state)
      .join(' ')
  expect(states({})).toBe('now ahead ahead ahead')
  expect(states(shipped)).toBe('done done now ahead')
  expect(states({ status: 'closed' })).toBe('')
})

test('what has happened is told newest first', () => {
  const order = anOrder({ ...shipped, placedAt: 1, refunds: [refund({ status: 'refused', decidedAt: 5 })] })
  expect(orderHistory(order).map(({ text }) => text)).toStrictEqual([
    '商家没同意退款',
    '申请退款',
    '商家已发货',
    '付款成功',
    '在直播间拍下',
  ])
})

test('a row says what to do next, amounts with two decimals, a number in fours', () => {
  expect([orderCard(anOrder()).act, orderCard(anOrder(shipped)).act]).toStrictEqual(['继续付款', '确认收货'])
  const facts = orderFacts(anOrder())
  expect(facts.sum).toBe('商品 ¥316.00，优惠 ¥118.00，包邮')
  expect(facts.number).toBe('2611 2221 0937 0086 ABCD EF')
  expect(facts.who).toBe('沈木子 138****6620')
})

async function anOpenOrder(order: Order) {
  const { pay, cloud, clock, at } = aPurchase()
  cloud.answers['order.get'] = () => ({ order })
  const store = new OrderStore({ cloud, pay })
  await store.open(order.orderID)
  return { store, pay, cloud, clock, at }
}

test('a second tap on 取消订单 cancels once', async () => {
  const { store, cloud } = await anOpenOrder(anOrder())
  cloud.answers['order.cancel'] = () => ({ order: anOrder({ status: 'closed', closedAt: 9 }) })
  await Promise.all([store.cancel(), store.cancel()])
  expect([cloud.count('order.cancel'), store.order?.status]).toStrictEqual([1, 'closed'])
})

test('what the server refuses is said, over the order as it really is', async () => {
  const { store, cloud } = await anOpenOrder(anOrder())
  cloud.answers['order.cancel'] = () => Promise.reject(new AppError('ORDER_STATE'))
  cloud.answers['order.get'] = () => ({ order: anOrder(paid) })
  await store.cancel()
  expect([store.order?.status, store.error, store.isBusy]).toStrictEqual([
    'paid',
    '订单现在不能这样操作，刷新看看',
    false,
  ])
})

test('an unpaid order is paid from its own page, and shows the payment’s end', async () => {
  const { store, pay, clock } = await anOpenOrder(anOrder())
  await store.pay()
  await clock.advance(0)
  expect([pay.phase, store.order?.status]).toStrictEqual(['paid', 'paid'])
})

test('another person’s order is not found', async () => {
  const { store, cloud } = await anOpenOrder(anOrder())
  cloud.answers['order.get'] = () => Promise.reject(new AppError('ORDER_NOT_FOUND'))
  await store.open('other')
  await settle()
  expect(store.error).toBe('没有找到这个订单')
})

test('when the time to pay is over, the page asks until the order’s end is known', async () => {
  const { store, cloud, clock, pay } = await anOpenOrder(anOrder())
  cloud.answers['order.confirmPaid'] = () => ({ order: anOrder() })
  store.timeIsOver()
  await clock.advance(1_000)
  expect(pay.phase).toBe('checking')
  cloud.answers['order.confirmPaid'] = () => ({ order: anOrder({ status: 'closed', closedAt: 9 }) })
  await clock.advance(2_000)
  expect([store.order?.status, clock.waiting]).toStrictEqual(['closed', 0])
})
