import assert from 'node:assert/strict'
import { SessionStore } from '../../../../miniprogram/core/session.store.ts'
import type { Order } from '../../../../miniprogram/domain/api/order.ts'
import { AppError } from '../../../../miniprogram/domain/errors.ts'
import { TYPING_MS } from '../../../../miniprogram/studio/stores/goods-list.store.ts'
import { StudioOrderStore } from '../../../../miniprogram/studio/stores/studio-order.store.ts'
import { StudioOrdersStore } from '../../../../miniprogram/studio/stores/studio-orders.store.ts'
import {
  orderRow,
  orderTimes,
  refundRow,
  SHIP_LATE_MS,
  shippingText,
} from '../../../../miniprogram/studio/text/order-text.ts'
import { anOrder, aRefund, PLACED_AT } from '../../support/a-goods.ts'
import { FakeClock, RecordingCloud, settle } from '../../support/fakes.ts'

function aList() {
  const clock = new FakeClock()
  const asked: object[] = []
  const cloud = new RecordingCloud({
    'order.search': (fields) => {
      asked.push(fields)
      return { orders: [anOrder()], next: null, serverTime: clock.now() }
    },
    'order.unshippedWarning': () => ({ orders: [], serverTime: clock.now() }),
  })
  const store = new StudioOrdersStore({ cloud, clock, session: new SessionStore({ clock }) })
  return { clock, cloud, asked, store }
}

describe('all orders', () => {
  test('are filtered by what is to be done and searched together', async () => {
    const { store, clock, asked } = aList()
    store.setTab('toShip')
    store.setText('6620')
    await clock.advance(TYPING_MS)
    store.setTab('refund')
    await settle()
    expect(asked).toStrictEqual([
      { statuses: ['paid'] },
      { statuses: ['paid'], text: '6620' },
      { refundAsked: true, text: '6620' },
    ])
  })

  test('warn of those paid for 40 hours and not shipped; a failed warning hides no list', async () => {
    const { store, cloud } = aList()
    cloud.answers['order.unshippedWarning'] = () => ({ orders: [anOrder()], serverTime: 1 })
    await store.load()
    expect(store.late).toHaveLength(1)
    cloud.answers['order.unshippedWarning'] = () => Promise.reject(new AppError('NETWORK'))
    await store.load()
    expect([store.late.length, store.list.phase]).toStrictEqual([1, 'list'])
  })

  test('are exported as one table, with the filter and the head line once', async () => {
    const { store, cloud } = aList()
    const parts = new Map([
      [undefined, { csv: '\ufeff订单号,金额\r\nA,1.00\r\n', count: 1, next: 'B' }],
      ['B', { csv: '\ufeff订单号,金额\r\nB,2.00\r\n', count: 1, next: null }],
    ])
    const asked: object[] = []
    cloud.answers['order.export'] = (fields) => {
      asked.push(fields)
      const part = parts.get(fields.before)
      if (part === undefined) throw new AppError('BAD_INPUT')
      return part
    }
    store.setTab('toShip')
    const [table, second] = await Promise.all([store.exportCsv(), store.exportCsv()])
    expect(table).toStrictEqual({ csv: '\ufeff订单号,金额\r\nA,1.00\r\nB,2.00\r\n', count: 2 })
    assert.equal(second, null, 'a second tap exports nothing twice')
    expect(asked).toStrictEqual([{ statuses: ['paid'] }, { statuses: ['paid'], before: 'B' }])
  })

  test('nothing to export, or no network, is said', async () => {
    const { store, cloud } = aList()
    cloud.answers['order.export'] = () => ({ csv: '订单号\n', count: 0, next: null })
    expect(await store.exportCsv()).toBeNull()
    expect(store.note).toBe('没有符合的订单，没什么可导出')
    cloud.answers['order.export'] = () => Promise.reject(new AppError('NETWORK'))
    expect(await store.exportCsv()).toBeNull()
    expect([store.note, store.exporting]).toStrictEqual(['没导出来：没连上网，检查网络后再试', false])
  })
})

function aDetail(order: Order) {
  const cloud = new RecordingCloud({
    'order.get': () => ({ order }),
    'order.ship': ({ carrier, trackingNumber }) => ({
      order: anOrder({ status: 'shipped', shipping: { carrier, trackingNumber, uploadedAt: null } }),
    }),
    'order.decideRefund': ({ accept, answer }) => ({
      order: anOrder({
        refunds: [aRefund({ status: accept ? 'accepted' : 'refused', answer: answer ?? '' })],
      }),
    }),
  })
  return { cloud, store: new StudioOrderStore({ cloud }) }
}

describe('one order', () => {
  test('is shipped once, with a number that can be one', async () => {
    const { store, cloud } = aDetail(anOrder())
    await store.load('o')
    await store.ship()
    expect(store.noteAsks).toBe(true)
    store.setTrackingNumber(' SF 1234 5678 ')
    await Promise.all([store.ship(), store.ship()])
    expect(cloud.count('order.ship')).toBe(1)
    expect([store.order?.status, store.trackingNumber]).toStrictEqual(['shipped', 'SF12345678'])
    assert.deepEqual([store.canShip, store.isCorrection], [true, true], 'a wrong number can be put right')
  })

  test('what is not paid or already over cannot be shipped', async () => {
    for (const status of ['reserved', 'closed', 'received', 'returning', 'refunded'] as const) {
      const { store, cloud } = aDetail(anOrder({ status }))
      await store.load('o')
      store.setTrackingNumber('SF12345678')
      await store.ship()
      assert.equal(cloud.count('order.ship'), 0, status)
    }
  })

  test('a refund is decided once; a refusal owes a reason', async () => {
    const { store, cloud } = aDetail(anOrder({ refunds: [aRefund()] }))
    await store.load('o')
    await store.decide(false)
    expect(store.note).toBe('拒绝要写一句原因，买家会看到')
    store.setAnswer('已经发出')
    await Promise.all([store.decide(false), store.decide(true)])
    expect(cloud.count('order.decideRefund')).toBe(1)
    expect(store.order?.refunds[0]?.answer).toBe('已经发出')
    await store.decide(true)
    assert.equal(cloud.count('order.decideRefund'), 1, 'nothing is left to decide')
  })

  test('a refund that failed is sent again, not refused; when it fails once more the note says so', async () => {
    const failed = anOrder({ refunds: [aRefund({ status: 'failed' })] })
    const { store, cloud } = aDetail(failed)
    await store.load('o')
    store.setAnswer('不退了')
    await store.decide(false)
    expect(cloud.count('order.decideRefund')).toBe(0)
    cloud.answers['order.decideRefund'] = () => ({ order: failed })
    await store.decide(true)
    expect([store.note, store.noteAsks]).toStrictEqual(['没退成，过一会儿点重新退款', true])
    cloud.answers['order.decideRefund'] = () => ({
      order: anOrder({ refunds: [aRefund({ status: 'accepted' })] }),
    })
    await store.decide(true)
    expect([store.note, store.noteAsks]).toStrictEqual(['已同意，钱原路退回', false])
  })

  test('a refused call says why and leaves the order as it was', async () => {
    const { store, cloud } = aDetail(anOrder())
    await store.load('o')
    cloud.answers['order.ship'] = () => Promise.reject(new AppError('ORDER_STATE'))
    store.setTrackingNumber('SF12345678')
    await store.ship()
    expect([store.note, store.busy, store.order?.status]).toStrictEqual([
      '订单现在不能这样操作，刷新看看',
      '',
      'paid',
    ])
    const other = aDetail(anOrder())
    other.cloud.answers['order.get'] = () => Promise.reject(new AppError('ORDER_NOT_FOUND'))
    await other.store.load('o')
    expect([other.store.phase, other.store.note]).toStrictEqual(['unreachable', '没有找到这个订单'])
  })
})

test('an order in words: who, what, how much, and what waits for the merchant', () => {
  const paidAt = PLACED_AT + 60_000
  const inTime = orderRow(anOrder(), paidAt + SHIP_LATE_MS - 1)
  expect([inTime.status, inTime.total, inTime.spec, inTime.late]).toStrictEqual([
    '待发货',
    '¥198.00',
    '梅子青 ×2',
    '',
  ])
  expect(orderRow(anOrder(), paidAt + SHIP_LATE_MS).late).toBe('已付款 40 小时')
  const asked = anOrder({ status: 'shipped', refunds: [aRefund()] })
  expect([orderRow(asked, paidAt).refund, orderRow(asked, paidAt).tone]).toStrictEqual([
    '申请退 ¥99.00',
    'do',
  ])
  const failed = anOrder({ refunds: [aRefund({ status: 'failed' })] })
  expect([orderRow(failed, paidAt).refund, orderRow(failed, paidAt).tone]).toStrictEqual([
    '没退成 ¥99.00',
    'do',
  ])
  const { status, asks, again } = refundRow(aRefund({ status: 'failed' }), failed)
  expect([status, asks, again]).toStrictEqual(['没退成，点重新退款', false, true])
  expect(refundRow(aRefund(), asked).pieces).toStrictEqual('梅子青 ×1')
  expect(refundRow(aRefund({ kind: 'late' }), asked).reason).toMatch(/原路退回/)
  expect(orderTimes(anOrder()).map(({ name }) => name)).toStrictEqual(['下单', '付款'])
  const shipping = { carrier: 'SF', trackingNumber: 'SF1', uploadedAt: null } as const
  expect(shippingText(anOrder({ shipping }))).toBe('顺丰 SF1，正在告诉微信，会自动重试')
})
