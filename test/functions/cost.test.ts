/** What each call costs the owner: the table behind docs/cost.md, counted as a bill would count. */
import assert from 'node:assert/strict'
import { aCallback } from '../../cloudfunctions/lib/testing/a-callback.ts'
import { aGoods } from '../../cloudfunctions/lib/testing/a-goods.ts'
import { ADDRESS } from '../../cloudfunctions/lib/testing/an-order.ts'
import { fen } from '../../miniprogram/domain/money.ts'
import { inject } from '../../sandbox/faults/testing/inject.ts'
import { waitFor } from '../support/wait-for.ts'
import {
  APP_ID,
  CALLBACK_SECRET,
  type CloudShop,
  OWNER,
  SHOPPER,
  startCloudShop,
} from './support/cloud-shop.ts'

const UPLINK = { videoKbps: 1200, audioKbps: 48, fps: 15 }
const MINUTE = 60_000

let shop: CloudShop
beforeAll(async () => {
  shop = await startCloudShop()
})
afterAll(() => shop?.stop())
beforeEach(async () => {
  await shop.reset()
  await inject(shop.zego, 'callback.lose') // one that comes late would count in something else
})

interface Cost {
  readonly calls: number
  readonly reads: number
  readonly writes: number
  /** Through ZEGO's server API. */
  readonly messages: number
}

async function costOf(run: () => Promise<unknown>): Promise<Cost> {
  const { cloud, zego } = shop
  cloud.resetCounters()
  const sent = zego.counters().serverMessages
  await run()
  const { functionCalls, dbReads, dbWrites } = cloud.counters()
  return {
    calls: Object.values(functionCalls).reduce((sum, n) => sum + n, 0),
    reads: dbReads,
    writes: dbWrites,
    messages: zego.counters().serverMessages - sent,
  }
}

const cost = (reads: number, writes: number, messages = 0): Cost => ({ calls: 1, reads, writes, messages })

/** A show on air; somebody is in ZEGO's room, so that its messages go somewhere. */
async function aShow() {
  const { ask, enter, zego } = shop
  const { room } = await ask(OWNER, 'studio.create', { title: '秋冬新款' })
  const { roomID } = room
  const started = await ask(OWNER, 'studio.start', { roomID })
  const anchor = await enter(started.grant)
  anchor.publish(started.room.streamID ?? '')
  await waitFor(() => zego.rooms()[0]?.streams.length === 1, { what: 'the anchor’s stream' })
  await ask(OWNER, 'studio.beat', { roomID, uplink: UPLINK })
  return { roomID, streamID: started.room.streamID ?? '', anchor }
}

test('what a viewer’s phone asks is one read each', async () => {
  const { roomID } = await aShow()
  const { ask } = shop
  expect(await costOf(() => ask(SHOPPER, 'room.enter', { roomID }))).toStrictEqual(cost(1, 0))
  expect(await costOf(() => ask(SHOPPER, 'room.snapshot', { roomID }))).toStrictEqual(cost(1, 0))
  expect(await costOf(() => ask(SHOPPER, 'room.list', {}))).toStrictEqual(cost(1, 0))
  expect(await costOf(() => ask(SHOPPER, 'token.renew', { roomID }))).toStrictEqual(cost(1, 0))
})

test('what the anchor’s phone asks', async () => {
  const { ask } = shop
  const opened = await costOf(() => ask(OWNER, 'studio.create', { title: '秋冬新款' }))
  expect(opened).toStrictEqual(cost(2, 1))
  const { room } = await ask(OWNER, 'studio.open', {})
  const roomID = room?.roomID ?? ''
  const { grant } = await ask(SHOPPER, 'room.enter', { roomID })
  assert.ok(grant)
  await shop.enter(grant)
  expect(await costOf(() => ask(OWNER, 'studio.open', {}))).toStrictEqual(cost(2, 0))
  expect(await costOf(() => ask(OWNER, 'studio.start', { roomID }))).toStrictEqual(cost(2, 1, 1))
  expect(await costOf(() => ask(OWNER, 'token.renew', { roomID, publish: true }))).toStrictEqual(cost(2, 0))
  expect(await costOf(() => ask(OWNER, 'studio.beat', { roomID, uplink: UPLINK }))).toStrictEqual(
    cost(1, 1, 1),
  )
  expect(await costOf(() => ask(OWNER, 'studio.end', { roomID }))).toStrictEqual(cost(2, 1, 1))
})

test('a minute of the timer is three reads (shows, orders, pendingCount), with a show or without', async () => {
  const nextMinute = () => {
    shop.advance(MINUTE)
    return shop.cloud.tick()
  }
  while (Math.floor(shop.now() / MINUTE) % 10 === 9) await nextMinute() // the tenth sweeps
  expect(await costOf(nextMinute)).toStrictEqual(cost(3, 0))
  const { roomID } = await aShow()
  while (Math.floor(shop.now() / MINUTE) % 10 === 9) await nextMinute()
  await shop.ask(OWNER, 'studio.beat', { roomID, uplink: UPLINK })
  expect(await costOf(nextMinute)).toStrictEqual(cost(3, 0, 1))
})

test('every tenth minute the repair is two writes more', async () => {
  while (Math.floor(shop.now() / MINUTE) % 10 !== 9) {
    shop.advance(MINUTE)
    await shop.cloud.tick()
  }
  shop.advance(MINUTE)
  expect(await costOf(() => shop.cloud.tick())).toStrictEqual(cost(3, 2))
})

test('a callback is one write for its nonce and one read; with something new one write more, and its signal', async () => {
  const { roomID, anchor, streamID } = await aShow()
  const post = (event: string) => {
    const fields = {
      room_id: roomID,
      room_session_id: '1152921504606846977',
      user_id: anchor.userID,
      stream_id: streamID,
    }
    return fetch(`${shop.cloud.httpUrl}/zego-callback`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: aCallback({ event, at: shop.now(), secret: CALLBACK_SECRET, appid: String(APP_ID), fields }),
    })
  }
  assert.deepEqual(await costOf(() => post('room_create')), cost(1, 2), 'a new session')
  assert.deepEqual(await costOf(() => post('stream_create')), cost(1, 1), 'nothing new')
  anchor.unpublish(streamID)
  await waitFor(() => shop.zego.rooms()[0]?.streams.length === 0, { what: 'ZEGO to see the stream end' })
  assert.deepEqual(await costOf(() => post('stream_close')), cost(1, 2, 1), 'the anchor is away')
})

test('what a shopper’s phone asks: goods and shelf two reads, an order two reads and two writes, a refusal one read', async () => {
  const { roomID } = await aShow()
  const { ask, call } = shop
  const goods = aGoods({ _id: 'cup', stock: { one: 1 } })
  await shop.cloud.database.insert('goods', goods)
  const entries = [{ goodsID: 'cup', livePrices: { one: fen(7_900) } }]
  const shelved = await costOf(() => ask(OWNER, 'shelf.set', { roomID, shelfRev: 0, entries }))
  expect(shelved).toStrictEqual(cost(3, 1, 1))
  expect(await costOf(() => ask(OWNER, 'shelf.pin', { roomID, goodsID: 'cup' }))).toStrictEqual(cost(2, 1, 1))
  expect(await costOf(() => ask(SHOPPER, 'shelf.get', { roomID }))).toStrictEqual(cost(2, 0))
  expect(await costOf(() => ask(SHOPPER, 'goods.get', { goodsID: 'cup', roomID }))).toStrictEqual(cost(2, 0))
  const order_input = {
    ...{ requestID: 'request-1', goodsID: 'cup', roomID, address: ADDRESS, expectedFen: fen(7_900) },
    lines: [{ skuID: 'one', n: 1 }],
  }
  const wrong = await costOf(() => call(SHOPPER, 'order.place', { ...order_input, expectedFen: fen(1) }))
  assert.deepEqual(wrong, cost(2, 0), 'another price')
  expect(await costOf(() => ask(SHOPPER, 'order.place', order_input))).toStrictEqual(cost(2, 2))
  assert.deepEqual(await costOf(() => ask(SHOPPER, 'order.place', order_input)), cost(2, 0), 'once more')
  const late = await costOf(() => call(SHOPPER, 'order.place', { ...order_input, requestID: 'request-2' }))
  assert.deepEqual(late, cost(1, 0), 'sold out')
  expect(await costOf(() => ask(SHOPPER, 'order.list', {}))).toStrictEqual(cost(1, 0))
})

test('what an order asks after it is placed, and what a shelf adds to the anchor’s beat', async () => {
  const { roomID } = await aShow()
  const { ask } = shop
  await shop.cloud.database.insert('goods', aGoods({ _id: 'cup' }))
  await ask(OWNER, 'shelf.set', { roomID, shelfRev: 0, entries: [{ goodsID: 'cup' }] })
  const order_input = { requestID: 'request-1', goodsID: 'cup', address: ADDRESS, expectedFen: fen(9_900) }
  const placed = await ask(SHOPPER, 'order.place', {
    ...order_input,
    roomID,
    lines: [{ skuID: 'one', n: 1 }],
  })
  const { orderID } = placed.order

  expect(await costOf(() => ask(SHOPPER, 'order.pay', { orderID }))).toStrictEqual(cost(2, 1))
  const { payment } = await ask(SHOPPER, 'order.pay', { orderID })
  // Its instance has started: WeChat Pay would not wait for that on a busy machine, and ask again.
  await fetch(`${shop.cloud.httpUrl}/pay-notify`, { method: 'POST', body: '{}' })
  const notice = await costOf(async () => {
    shop.pay.pay(SHOPPER, payment, 'once')
    await waitFor(() => shop.pay.notices().at(-1)?.status === 200, { what: 'the answer to the notice' })
  })
  assert.deepEqual(notice, cost(2, 2), 'the notice: order and stock')
  expect(await costOf(() => ask(SHOPPER, 'order.confirmPaid', { orderID }))).toStrictEqual(cost(1, 0))
  const parcel = { orderID, carrier: 'SF', trackingNumber: 'SF1234567' } as const
  assert.deepEqual(await costOf(() => ask(OWNER, 'order.ship', parcel)), cost(4, 3), 'with its upload')
  expect(await costOf(() => ask(SHOPPER, 'order.confirmReceipt', { orderID }))).toStrictEqual(cost(1, 1))

  expect(await costOf(() => ask(OWNER, 'studio.beat', { roomID, uplink: UPLINK }))).toStrictEqual(
    cost(2, 1, 1),
  )
  expect(await costOf(() => ask(OWNER, 'order.salesSummary', { roomID }))).toStrictEqual(cost(2, 0))
  expect(await costOf(() => ask(OWNER, 'order.search', {}))).toStrictEqual(cost(2, 0))
})
