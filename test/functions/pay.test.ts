/**
 * Money through the functions as they are uploaded: `shop`, `pay-notify` and `clock`, built, in workers, with the real
 * wx-server-sdk, against the sandbox's WeChat Pay: RSA both ways, nothing of it shared. Matrices of what is refused are
 * in memory (cloudfunctions/pay-notify); here is proved that keys, hosts, headers and bytes fit together.
 */
import assert from 'node:assert/strict'
import { aGoods } from '../../cloudfunctions/lib/testing/a-goods.ts'
import { ADDRESS } from '../../cloudfunctions/lib/testing/an-order.ts'
import { fen } from '../../miniprogram/domain/money.ts'
import { inject } from '../../sandbox/faults/testing/inject.ts'
import { TAMPERINGS } from '../../sandbox/pay/faults.ts'
import { WRONG_FACTS, type WrongFact } from '../../sandbox/pay/notices.ts'
import { CheckoutRefused } from '../../sandbox/pay/pay.ts'
import { waitFor } from '../support/wait-for.ts'
import { type CloudShop, OTHER, OWNER, SHOPPER, startCloudShop } from './support/cloud-shop.ts'

const PRICE = fen(9_900)
const MINUTE = 60_000

let shop: CloudShop
beforeAll(async () => {
  shop = await startCloudShop()
})
afterAll(() => shop?.stop())
beforeEach(async () => {
  await shop.reset()
  await shop.cloud.database.insert('goods', aGoods({ _id: 'cup', stock: { one: 10 } }))
})

let requests = 0

/** SHOPPER's order of one cup, with what the phone hands to wx.requestPayment. */
async function anOrder() {
  requests += 1
  const placed = await shop.ask(SHOPPER, 'order.place', {
    requestID: `request-${requests}`,
    goodsID: 'cup',
    lines: [{ skuID: 'one', n: 1 }],
    address: ADDRESS,
    expectedFen: PRICE,
  })
  const { orderID } = placed.order
  const { payment } = await shop.ask(SHOPPER, 'order.pay', { orderID })
  const order = async () => (await shop.ask(SHOPPER, 'order.get', { orderID })).order
  const is = (status: string) =>
    waitFor(async () => (await order()).status === status, { what: `the order to be ${status}` })
  return {
    orderID,
    payment,
    order,
    is,
    pays: () => shop.pay.pay(SHOPPER, payment, 'once'),
    notices: () => shop.pay.notices().filter(({ outTradeNo }) => outTradeNo === orderID),
  }
}

const cup = async () =>
  (await shop.cloud.database.find('goods', { _id: 'cup' }))[0] as Record<string, unknown>

/** The next full minute, at which the timer runs. */
async function nextMinute() {
  shop.advance(MINUTE - (shop.now() % MINUTE) + 1_000)
  await shop.cloud.tick()
}

test('placed, announced, paid: the notice alone makes the order paid', async () => {
  const { payment, order, is, pays, notices } = await anOrder()
  expect(shop.pay.look(SHOPPER, payment)).toStrictEqual({ totalFen: PRICE, description: '梅子青品茗对杯' })
  expect((await order()).status).toBe('reserved')
  pays()
  await is('paid')
  await waitFor(() => notices().length === 1, { what: 'the answer to the notice' })
  expect(notices()[0]?.status).toBe(200)
  const { sold, stock, reservations } = await cup()
  expect([sold, stock, reservations]).toStrictEqual([1, { one: 9 }, {}])
})

test('the notice comes late: the phone asks, and is told; when it comes, twice, nothing more happens', async () => {
  const release = await inject(shop.pay, 'pay.outOfOrderNotice')
  const stop = await inject(shop.pay, 'pay.doubleNotice')
  const { orderID, order, pays, notices } = await anOrder()
  pays()
  expect((await order()).status).toBe('reserved')
  const { order: confirmed } = await shop.ask(SHOPPER, 'order.confirmPaid', { orderID })
  expect(confirmed.status).toBe('paid')
  await release()
  await waitFor(() => notices().length > 0, { what: 'the notice' })
  expect(notices()[0]?.status).toBe(200)
  expect({ ...(await order()) }).toStrictEqual(confirmed)
  expect((await cup()).sold).toBe(1)
  await stop()
})

test('the notice comes twice at the same moment: paid once', async () => {
  const stop = await inject(shop.pay, 'pay.doubleNotice')
  const { is, pays, notices } = await anOrder()
  pays()
  await is('paid')
  await waitFor(() => notices().length === 2, { what: 'both answers' })
  expect(notices().map(({ status }) => status)).toStrictEqual([200, 200])
  expect((await cup()).sold).toBe(1)
  await stop()
})

test('the notice never comes, and the phone is switched off: the timer asks', async () => {
  const stop = await inject(shop.pay, 'pay.loseNotice')
  const { order, is, pays } = await anOrder()
  pays()
  expect((await order()).status).toBe('reserved')
  await nextMinute()
  await nextMinute()
  await is('paid')
  await stop()
})

for (const how of TAMPERINGS) {
  test(`a notice spoilt on its way (${how}) changes nothing; the next one, as it was sent, does`, async () => {
    const lift = await inject(shop.pay, 'pay.tamperedNotice', { how })
    const { order, is, pays, notices } = await anOrder()
    pays()
    await waitFor(() => notices().length >= 1, { what: 'the answer' })
    expect(notices()[0]?.status).toBe(403)
    expect((await order()).status).toBe('reserved')
    await lift()
    await is('paid')
  })
}

const WRONG: Record<WrongFact, [status: number, logged: RegExp]> = {
  amount: [404, /payment-mismatch.*amount/],
  openid: [404, /payment-mismatch.*payer/],
  number: [404, /payment-unknown/],
  mchid: [403, /notice-refused.*merchant/],
  appid: [403, /notice-refused.*merchant/],
}
for (const fact of Object.keys(WRONG_FACTS) as WrongFact[]) {
  test(`a notice that WeChat Pay signed, with another ${fact}, changes nothing and is told in the log`, async () => {
    const lift = await inject(shop.pay, 'pay.wrongNotice', { fact })
    const { order, pays, notices } = await anOrder()
    pays()
    await waitFor(() => notices().length >= 1, { what: 'the answer' })
    const [status, line] = WRONG[fact]
    expect(notices()[0]?.status).toBe(status)
    expect((await order()).status).toBe('reserved')
    await waitFor(() => line.test(shop.logged.join('\n').replaceAll('\\', '')), {
      what: `${line} in the log`,
    })
    await lift()
  })
}

test('a phone that calls pay-notify, with a genuine notice in its hands, is refused', async () => {
  const stop = await inject(shop.pay, 'pay.tamperedNotice', { how: 'headers' })
  const { order, is, pays, notices } = await anOrder()
  pays()
  await waitFor(() => notices().length >= 1, { what: 'the notice' })
  const [notice] = notices()
  const event = { httpMethod: 'POST', headers: notice?.headers, body: notice?.body }
  for (const openid of [SHOPPER, OWNER]) {
    await expect(shop.callRaw(openid, 'pay-notify', event)).rejects.toThrow()
  }
  expect((await order()).status).toBe('reserved')
  await stop()
  await is('paid')
})

test('only who ordered pays, and only what is still open', async () => {
  const { orderID, payment } = await anOrder()
  expect(() => shop.pay.pay(OTHER, payment, 'once')).toThrow(CheckoutRefused)
  await shop.ask(SHOPPER, 'order.cancel', { orderID })
  expect(() => shop.pay.pay(SHOPPER, payment, 'once')).toThrow(CheckoutRefused)
  expect((await cup()).stock).toStrictEqual({ one: 10 })
})

test('the answer to the order is lost on the way: the same order is asked for again, and paid once', async () => {
  const { orderID, is } = await anOrder()
  await inject(shop.pay, 'pay.loseAnswer')
  const { payment } = await shop.ask(SHOPPER, 'order.pay', { orderID })
  shop.pay.pay(SHOPPER, payment, 'twice')
  await is('paid')
  expect(shop.pay.orders()).toHaveLength(1)
})

test('an answer that WeChat Pay did not sign is not believed', async () => {
  const { orderID, order } = await anOrder()
  const lift = await inject(shop.pay, 'pay.badSignature')
  const reply = await shop.call(SHOPPER, 'order.pay', { orderID })
  assert.ok(!reply.ok && reply.code === 'PAYMENT_FAILED')
  await lift()
  expect((await order()).status).toBe('reserved')
  await shop.ask(SHOPPER, 'order.pay', { orderID })
})

test('nobody pays: after its time the order is closed there and here, and the piece is back', async () => {
  const { is, orderID, pays } = await anOrder()
  shop.advance(15 * MINUTE)
  await nextMinute()
  await is('closed')
  await nextMinute()
  expect((await cup()).stock).toStrictEqual({ one: 10 })
  expect(shop.pay.orders().find(({ outTradeNo }) => outTradeNo === orderID)?.state).toBe('CLOSED')
  expect(pays).toThrow(CheckoutRefused)
})

test('paid in the last moment, the notice lost: who closes the order asks first, and it is paid', async () => {
  const stop = await inject(shop.pay, 'pay.loseNotice')
  const byTimer = await anOrder()
  const byShopper = await anOrder()
  byTimer.pays()
  byShopper.pays()
  const reply = await shop.call(SHOPPER, 'order.cancel', { orderID: byShopper.orderID })
  assert.ok(!reply.ok && reply.code === 'ORDER_PAID')
  expect((await byShopper.order()).status).toBe('paid')
  shop.advance(15 * MINUTE)
  await nextMinute()
  await byTimer.is('paid')
  const { sold, stock } = await cup()
  expect([sold, stock]).toStrictEqual([2, { one: 8 }])
  await stop()
})

/** A paid order of which the shopper wants the money back. */
async function aRefund() {
  const paid = await anOrder()
  paid.pays()
  await paid.is('paid')
  const { orderID } = paid
  const asked = await shop.ask(SHOPPER, 'order.askRefund', { orderID, reason: '不想要了' })
  const refundID = asked.order.refunds[0]?.refundID ?? ''
  const accepts = () => shop.ask(OWNER, 'order.decideRefund', { orderID, refundID, accept: true })
  return { ...paid, accepts }
}

test('a refund is accepted, sent, and its notice ends it: money and piece are back', async () => {
  const { accepts, is, orderID } = await aRefund()
  await accepts()
  await is('refunded')
  expect(
    shop.pay.refunds().map(({ outTradeNo, refundFen, status }) => [outTradeNo, refundFen, status]),
  ).toStrictEqual([[orderID, PRICE, 'SUCCESS']])
  expect((await cup()).stock).toStrictEqual({ one: 10 })
})

test('the merchant’s account is empty: the refund waits, and goes out when there is money', async () => {
  const { accepts, order, is } = await aRefund()
  const fill = await inject(shop.pay, 'pay.notEnough')
  await accepts()
  expect([(await order()).status, (await order()).refunds[0]?.status]).toStrictEqual(['paid', 'accepted'])
  await nextMinute()
  expect(shop.pay.refunds()).toStrictEqual([])
  await fill()
  await nextMinute()
  await nextMinute()
  await is('refunded')
  expect(shop.pay.refunds()).toHaveLength(1)
})

test('a refund that ends CLOSED at WeChat Pay is accepted again under a new number, and paid back once', async () => {
  const { accepts, order, is } = await aRefund()
  const lift = await inject(shop.pay, 'pay.refundFails', { status: 'CLOSED' })
  await accepts()
  await waitFor(async () => (await order()).refunds[0]?.status === 'failed', { what: 'the failure' })
  await lift()
  shop.advance(MINUTE) // between two refunds of one order
  await accepts()
  await is('refunded')
  expect(shop.pay.refunds().map(({ status }) => status)).toStrictEqual(['CLOSED', 'SUCCESS'])
})

test('what is shipped is told to WeChat, which knows the payment', async () => {
  const { orderID, pays, is } = await anOrder()
  pays()
  await is('paid')
  const { order } = await shop.ask(OWNER, 'order.ship', {
    orderID,
    carrier: 'SF',
    trackingNumber: 'SF1234567890',
  })
  expect(order.shipping?.uploadedAt).not.toBe(null)
})
