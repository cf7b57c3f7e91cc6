import assert from 'node:assert/strict'
import { defineHttp } from '../lib/define-http'
import { outRefundNoOf } from '../lib/orders/record-refund'
import {
  aNotice,
  type NoticeInput,
  PAY_ENV,
  paidFacts,
  refundFacts,
  STRANGER_KEY,
} from '../lib/testing/a-notice'
import { OWNER, SHOPPER } from '../lib/testing/a-shop'
import { aTrade, PRICE } from '../lib/testing/a-trade'
import { openPayments } from '../lib/wechat-pay/open-payments'
import { receiveNotice, toPayFields } from './receive-notice'

const BUYER = 'oBuyer'
const MINUTE = 60_000

/** An order that waits for its money, and the function behind its real gateway, with keys as a deployment has them. */
async function aWaitingOrder() {
  const trade = await aTrade()
  await trade.place(BUYER, 'k1')
  const order = () => {
    const found = trade.orderOf(BUYER, 'k1')
    assert.ok(found)
    return found
  }
  const { _id: orderID, totalFen } = order()
  await trade.pay(BUYER, orderID)
  const nobodyIsAsked = () => Promise.reject(new Error('a notice asks nobody'))
  const { readNotice } = openPayments(PAY_ENV, { clock: trade.clock, fetch: nobodyIsAsked })
  const main = defineHttp(
    {
      wxContext: () => ({}),
      log: trade.services.log,
      newRequestID: () => 'request-1',
      secrets: trade.services.secrets,
    },
    () => receiveNotice({ ...trade.services, payments: { ...trade.services.payments, readNotice } }),
    toPayFields,
  )
  const post = async (
    notice: object,
    identity: Record<string, string> = { TCB_SOURCE: 'wx_http' },
  ): Promise<{ status: number; code: string }> => {
    const answer = await main({ httpMethod: 'POST', ...notice }, { environment: JSON.stringify(identity) })
    if (!('statusCode' in answer)) return { status: 0, code: answer.ok ? '' : answer.code }
    return { status: answer.statusCode, code: JSON.parse(answer.body).code }
  }
  const paid = (changes: object = {}, input: Partial<NoticeInput> = {}) =>
    aNotice({
      at: trade.clock.now(),
      plain: { ...paidFacts(orderID, BUYER, totalFen), ...changes },
      ...input,
    })
  return { ...trade, order, orderID, totalFen, post, paid }
}

const TAKEN = { status: 200, code: 'SUCCESS' }

test('the notice of a payment makes the order paid, and its pieces sold', async () => {
  const { post, paid, order, goods } = await aWaitingOrder()
  expect(await post(paid())).toStrictEqual(TAKEN)
  const { status, transactionID, paidAt } = order()
  expect([status, transactionID, paidAt]).toStrictEqual([
    'paid',
    '4200000000202611250000000001',
    Date.parse('2026-11-25T01:00:00Z'),
  ])
  const cup = goods.documents.get('cup')
  expect([cup?.sold, cup?.stock.one, cup?.reservations]).toStrictEqual([1, 9, {}])
})

test('it comes again, and twice at the same moment: paid once', async () => {
  const { post, paid, order, goods } = await aWaitingOrder()
  expect(await Promise.all([post(paid()), post(paid())])).toStrictEqual([TAKEN, TAKEN])
  const { rev } = order()
  expect(await post(paid())).toStrictEqual(TAKEN)
  expect(order().rev).toBe(rev)
  expect(goods.documents.get('cup')?.sold).toBe(1)
})

test('it comes in whatever case the platform spells headers, and as base64', async () => {
  const { post, paid, order } = await aWaitingOrder()
  const { headers, body } = paid()
  const shouted = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]),
  )
  const packed = { headers: shouted, body: Buffer.from(body).toString('base64'), isBase64Encoded: true }
  expect(await post(packed)).toStrictEqual(TAKEN)
  expect(order().status).toBe('paid')
})

test('it comes when the order is closed: the money goes back by itself', async () => {
  const { post, paid, order, clock, minute, totalFen } = await aWaitingOrder()
  clock.advance(16 * MINUTE)
  await minute()
  expect(order().status).toBe('closed')
  expect(await post(paid())).toStrictEqual(TAKEN)
  const { status, refunds } = order()
  expect(status).toBe('returning')
  expect(refunds.map(({ kind, status, amountFen }) => [kind, status, amountFen])).toStrictEqual([
    ['late', 'accepted', totalFen],
  ])
})

type World = Awaited<ReturnType<typeof aWaitingOrder>>
type Refused = [what: string, notice: (world: World) => object, status: number, why: string]

const spoilt = (change: (body: string) => string) => (world: World) => {
  const notice = world.paid()
  return { ...notice, body: change(notice.body) }
}
const withHeader = (name: string, value: string) => (world: World) =>
  world.paid({}, { headers: { [name]: value } })

const NOT_OURS: Refused[] = [
  ['signed by somebody else', ({ paid }) => paid({}, { key: STRANGER_KEY }), 403, 'signature'],
  ['with one byte changed', spoilt((body) => body.replace('EV-', 'EV_')), 403, 'signature'],
  ['with a probe’s signature', withHeader('wechatpay-signature', 'WECHATPAY/SIGNTEST/abc'), 403, 'signature'],
  ['under another serial', withHeader('wechatpay-serial', 'PUB_KEY_ID_1'), 403, 'serial'],
  ['without a signature', withHeader('wechatpay-signature', ''), 403, 'headers'],
  ['without a nonce', withHeader('wechatpay-nonce', ''), 403, 'headers'],
  ['with a time that is none', withHeader('wechatpay-timestamp', 'now'), 403, 'timestamp'],
  ['without headers', ({ paid }) => ({ body: paid().body }), 403, 'headers'],
  ['six minutes old', ({ paid, clock }) => paid({}, { at: clock.now() - 6 * MINUTE }), 403, 'timestamp'],
  ['six minutes early', ({ paid, clock }) => paid({}, { at: clock.now() + 6 * MINUTE }), 403, 'timestamp'],
  ['sealed with another key', ({ paid }) => paid({}, { apiV3Key: 'x'.repeat(32) }), 403, 'cipher'],
  ['for another app', ({ paid }) => paid({ appid: 'wx9999999999999999' }), 403, 'merchant'],
  ['for another merchant', ({ paid }) => paid({ mchid: '1999999999' }), 403, 'merchant'],
  ['that nothing was paid', ({ paid }) => paid({ trade_state: 'NOTPAY' }), 403, 'event'],
  ['of an event we do not know', ({ paid }) => paid({}, { event: 'COUPON.USE' }), 403, 'event'],
  ['of an amount that is text', ({ paid }) => paid({ amount: { total: '1' } }), 403, 'event'],
]

/** Signed, for us, and still not the payment that was asked for. */
const OF_NO_ORDER: Refused[] = [
  [
    'of an order that does not exist',
    ({ paid }) => paid({ out_trade_no: 'KB-none' }),
    404,
    'payment-unknown',
  ],
  ['of one fen', ({ paid }) => paid({ amount: { total: 1, currency: 'CNY' } }), 404, 'payment-mismatch'],
  [
    'of another currency',
    ({ paid, totalFen }) => paid({ amount: { total: totalFen, currency: 'USD' } }),
    404,
    'payment-mismatch',
  ],
  ['of another payer', ({ paid }) => paid({ payer: { openid: 'oSomebody' } }), 404, 'payment-mismatch'],
]

for (const [what, notice, status, why] of [...NOT_OURS, ...OF_NO_ORDER]) {
  test(`a notice ${what} changes nothing, is answered ${status}, and the log says ${why}`, async () => {
    const world = await aWaitingOrder()
    const before = structuredClone([world.order(), world.goods.documents.get('cup')])
    expect(await world.post(notice(world))).toStrictEqual({ status, code: 'FAIL' })
    expect([world.order(), world.goods.documents.get('cup')]).toStrictEqual(before)
    const line = world.log.at(-1)
    expect(line?.event === 'notice-refused' ? line.why : line?.event).toBe(why)
    expect(JSON.stringify(world.log)).not.toMatch(/oBuyer|oSomebody/)
  })
}

test('a second payment of a paid order changes nothing: a person has to look', async () => {
  const { post, paid, order, log } = await aWaitingOrder()
  await post(paid())
  const before = structuredClone(order())
  expect(await post(paid({ transaction_id: '4200000000202611259999999999' }))).toStrictEqual({
    status: 404,
    code: 'FAIL',
  })
  expect(order()).toStrictEqual(before)
  expect(log.at(-1)?.event).toBe('payment-mismatch')
})

test('what is no notice at all is refused', async () => {
  const { post, paid } = await aWaitingOrder()
  for (const [event, status] of [
    [{ headers: {}, body: '' }, 403],
    [{ ...paid(), httpMethod: 'GET' }, 400],
    [{ headers: {}, body: 'x'.repeat(65 * 1024) }, 400],
    [{ ...paid(), body: undefined }, 400],
  ] as const) {
    expect(await post(event)).toStrictEqual({ status, code: 'FAIL' })
  }
})

test('a person who calls it is refused, whatever the event looks like', async () => {
  const { post, paid, order } = await aWaitingOrder()
  for (const openid of [BUYER, OWNER, SHOPPER]) {
    const identity = { WX_OPENID: openid, TCB_SOURCE: 'wx_client' }
    expect(await post(paid(), identity)).toStrictEqual({ status: 0, code: 'FORBIDDEN' })
  }
  expect(order().status).toBe('reserved')
  expect(await post(paid())).toStrictEqual(TAKEN)
})

test('the database fails: WeChat Pay hears FAIL and comes again', async () => {
  const { post, paid, order, orders } = await aWaitingOrder()
  const { update } = orders
  orders.update = () => Promise.reject(new Error('the database is away'))
  expect(await post(paid())).toStrictEqual({ status: 500, code: 'FAIL' })
  orders.update = update
  expect(await post(paid())).toStrictEqual(TAKEN)
  expect(order().status).toBe('paid')
})

/** An accepted refund of the whole order, under way at WeChat Pay. */
async function aRefund() {
  const world = await aWaitingOrder()
  world.payments.pays(world.orderID)
  await world.notice(world.orderID)
  await world.askRefund(BUYER, world.orderID, 1)
  const row = world.order().refunds[0]
  assert.ok(row)
  await world.decide(world.orderID, row.refundID, true)
  const facts = (changes: object = {}) => ({
    ...refundFacts(world.orderID, outRefundNoOf(row), PRICE, PRICE),
    ...changes,
  })
  const refund = (event: string, changes: object = {}, input: Partial<NoticeInput> = {}) =>
    aNotice({ at: world.clock.now(), event, plain: facts(changes), ...input })
  const state = () => [world.order().status, world.order().refunds[0]?.status]
  return { ...world, refund, state }
}

test('the notice of a refund ends it, once', async () => {
  const { post, refund, state, order } = await aRefund()
  expect(state()).toStrictEqual(['paid', 'accepted'])
  expect(await post(refund('REFUND.SUCCESS'))).toStrictEqual(TAKEN)
  expect(state()).toStrictEqual(['refunded', 'done'])
  const { rev } = order()
  expect(await post(refund('REFUND.SUCCESS'))).toStrictEqual(TAKEN)
  expect(order().rev).toBe(rev)
})

test('a refund that ends CLOSED has failed: the order stays paid, the owner decides', async () => {
  const { post, refund, state } = await aRefund()
  expect(await post(refund('REFUND.CLOSED', { refund_status: 'CLOSED' }))).toStrictEqual(TAKEN)
  expect(state()).toStrictEqual(['paid', 'failed'])
})

test('a refund that is ABNORMAL is told in the log and waits; the SUCCESS that comes later ends it', async () => {
  const { post, refund, state, log } = await aRefund()
  expect(await post(refund('REFUND.ABNORMAL', { refund_status: 'ABNORMAL' }))).toStrictEqual(TAKEN)
  expect(state()).toStrictEqual(['paid', 'accepted'])
  expect(log.filter(({ event }) => event === 'refund-abnormal')).toHaveLength(1)
  expect(await post(refund('REFUND.SUCCESS'))).toStrictEqual(TAKEN)
  expect(state()).toStrictEqual(['refunded', 'done'])
  await post(refund('REFUND.ABNORMAL', { refund_status: 'ABNORMAL' }))
  assert.equal(log.filter(({ event }) => event === 'refund-abnormal').length, 1, 'late, of one that is done')
})

const NO_REFUND: [what: string, changes: object, input: Partial<NoticeInput>, answer: number][] = [
  ['of another merchant', { mchid: '1999999999' }, {}, 403],
  ['signed by somebody else', {}, { key: STRANGER_KEY }, 403],
  ['of an order that does not exist', { out_trade_no: 'KB-none' }, {}, 404],
]
for (const [what, changes, input, status] of NO_REFUND) {
  test(`the notice of a refund ${what} changes nothing`, async () => {
    const { post, refund, state } = await aRefund()
    expect(await post(refund('REFUND.SUCCESS', changes, input))).toStrictEqual({ status, code: 'FAIL' })
    expect(state()).toStrictEqual(['paid', 'accepted'])
  })
}

test('the notice of a refund of another amount, or number, ends none of ours', async () => {
  const { post, refund, state, log } = await aRefund()
  await post(refund('REFUND.SUCCESS', { amount: { total: PRICE, refund: 1 } }))
  await post(refund('REFUND.SUCCESS', { out_refund_no: 'another' }))
  expect(state()).toStrictEqual(['paid', 'accepted'])
  expect(log.filter(({ event }) => event === 'refund-unknown')).toHaveLength(2)
})
