import assert from 'node:assert/strict'
import { AppError, type ErrorCode } from '../../../miniprogram/domain/errors.ts'
import { fen } from '../../../miniprogram/domain/money.ts'
import { buyButton, purchaseResult } from '../../../miniprogram/purchase/purchase-text.ts'
import { AN_ADDRESS, anOffer, anOrder, aPlainGoods, aPurchase } from '../support/a-purchase.ts'
import { settle } from '../support/fakes.ts'

const aSoldOut = () =>
  aPlainGoods({ stock: 0, skus: aPlainGoods().skus.map((sku) => ({ ...sku, stock: 0 })) })
const IN_ROOM = { verb: '拍下并支付', asksAddress: true }

test('three taps: 抢, 拍下并支付, WeChat’s own sheet', async () => {
  const buy = aPurchase()
  await buy.open()
  expect(buyButton(buy.sku, buy.checkout, IN_ROOM)).toStrictEqual({ label: '拍下并支付 ¥99.00', state: 'go' })
  await buy.checkout.buy()
  await buy.clock.advance(0)
  expect([buy.placed.length, buy.at.sheets, buy.checkout.stage]).toStrictEqual([1, 1, 'paid'])
  expect(purchaseResult(buy.checkout, buy.pay)?.title).toBe('付好了，这件是你的了')
})

test('a second tap while placing does not order twice', async () => {
  const { checkout, open, placed, at } = aPurchase()
  await open()
  await Promise.all([checkout.buy(), checkout.buy(), checkout.buy()])
  expect([placed.length, at.sheets]).toStrictEqual([1, 1])
})

test('whoever goes back while the order is on its way finds it unpaid; no sheet opens over the next page', async () => {
  const { checkout, pay, open, placed, at } = aPurchase()
  await open()
  const buying = checkout.buy()
  pay.stop()
  await buying
  expect([placed.length, at.sheets]).toStrictEqual([1, 0])
})

test('a tap after the answer was lost sends the same request: one order comes of it', async () => {
  const { checkout, cloud, open, placed } = aPurchase()
  await open()
  const answer = cloud.answers['order.place']
  cloud.answers['order.place'] = (fields) => {
    placed.push(fields)
    return Promise.reject(new AppError('NETWORK'))
  }
  await checkout.buy()
  expect([checkout.orderError?.title, checkout.orderError?.way]).toStrictEqual(['没连上网', 'again'])
  cloud.answers['order.place'] = answer
  await checkout.buy()
  expect(placed.map(({ requestID }) => requestID)).toStrictEqual(['request-1', 'request-1'])
})

test('another choice, or another purchase of the same, is another request', async () => {
  const { checkout, sku, pay, clock, open, placed } = aPurchase()
  await open()
  await checkout.buy()
  await clock.advance(0)
  pay.forget()
  await checkout.buy()
  await clock.advance(0)
  pay.forget()
  sku.setPieces(2)
  await checkout.buy()
  expect(placed.map(({ requestID }) => requestID)).toStrictEqual(['request-1', 'request-2', 'request-3'])
})

test('busy keeps its place and says what happens', async () => {
  const { checkout, sku, cloud, open } = aPurchase()
  await open()
  let answer = (_: unknown) => {}
  cloud.answers['order.place'] = () => new Promise((resolve) => (answer = resolve as never))
  const buying = checkout.buy()
  await settle()
  expect(buyButton(sku, checkout, IN_ROOM)).toStrictEqual({ label: '正在锁货…', state: 'busy' })
  answer({ order: anOrder() })
  await buying
})

test('the sum that was seen goes with the order, the price does not', async () => {
  const { checkout, sku, open, placed } = aPurchase()
  await open()
  sku.setPieces(2)
  checkout.setNote('送人，包好一点')
  await checkout.buy()
  expect(placed[0]).toStrictEqual({
    requestID: 'request-1',
    goodsID: 'cups',
    roomID: 'room1',
    lines: [{ skuID: 'green', n: 2 }],
    address: AN_ADDRESS,
    note: '送人，包好一点',
    expectedFen: 19_800,
  })
})

/** Code → what the shop is like afterwards → title, text, way on. */
const REFUSALS: readonly [ErrorCode, Parameters<typeof aPurchase>, string, string, string][] = [
  ['OUT_OF_STOCK', [aSoldOut()], '刚被拍完了', '有人没付款的话，十几分钟后会放出来', 'shelf'],
  ['OUT_OF_STOCK', [aPlainGoods()], '不够这么多了', '现在还有 12 件', 'choose'],
  ['LIMIT_REACHED', [aPlainGoods(), anOffer({ mayBuy: 0 })], '每人限 2 件', '你已经拍了 2 件', 'orders'],
  [
    'LIMIT_REACHED',
    [aPlainGoods(), anOffer({ mayBuy: 1 })],
    '每人限 2 件',
    '你已经拍了 1 件，还能拍 1 件',
    'choose',
  ],
  [
    'PRICE_CHANGED',
    [aPlainGoods(), anOffer({ prices: { green: fen(12_900) } })],
    '价格变了',
    '现在 ¥129.00',
    'accept',
  ],
  ['LIVE_PRICE_GONE', [aPlainGoods(), anOffer({ prices: {} })], '直播价结束了', '现在 ¥158.00', 'accept'],
  ['OFF_SALE', [aPlainGoods({ onSale: false })], '这件下架了', '刚刚下的架，没有扣款', 'shelf'],
  ['BUSY', [aPlainGoods()], '没拍成', '人有点多，稍等再试一次', 'again'],
]

for (const [code, [goods, offer], title, text, way] of REFUSALS) {
  test(`refused with ${code}: ${title}，${text}`, async () => {
    const { checkout, sku, at, cloud, open } = aPurchase()
    await open()
    cloud.answers['order.place'] = () => Promise.reject(new AppError(code))
    if (goods) at.goods = goods
    if (offer) at.offer = offer
    await checkout.buy()
    expect([
      checkout.orderError?.title,
      checkout.orderError?.text,
      checkout.orderError?.way,
      sku.error,
    ]).toStrictEqual([title, text, way, ''])
    expect(checkout.stage).toBe('refused')
  })
}

test('the ordinary price is offered when the live price is gone, and bought only when that is wanted', async () => {
  const { checkout, at, cloud, open, placed, clock } = aPurchase()
  await open()
  const answer = cloud.answers['order.place']
  cloud.answers['order.place'] = () => Promise.reject(new AppError('LIVE_PRICE_GONE'))
  at.offer = anOffer({ prices: {}, isLivePrice: false })
  await checkout.buy()
  expect([checkout.orderError?.label, placed.length]).toStrictEqual(['原价拍下', 0])
  cloud.answers['order.place'] = answer
  await checkout.buy()
  await clock.advance(0)
  expect([placed[0]?.expectedFen, checkout.stage]).toStrictEqual([15_800, 'paid'])
})

test('without an address it is asked for first, and the purchase goes on', async () => {
  const { another, addresses, sku, open, placed } = aPurchase()
  addresses.kept = null
  const checkout = another()
  await open()
  expect(buyButton(sku, checkout, IN_ROOM).label).toBe('填地址并支付 ¥99.00')
  await checkout.buy()
  expect([addresses.asked, placed.length, checkout.address]).toStrictEqual([1, 1, AN_ADDRESS])
})

test('the privacy guideline stands before the first address; consent goes on where it was', async () => {
  const { another, addresses, open, placed, guideline } = aPurchase()
  addresses.kept = null
  const checkout = another()
  await open()
  guideline('《禾里集用户隐私保护指引》')
  await checkout.buy()
  expect([checkout.consent, addresses.asked]).toStrictEqual(['《禾里集用户隐私保护指引》', 0])
  checkout.declined()
  assert.deepEqual([checkout.consent, checkout.stage], ['', 'choosing'], 'everything else goes on')
  await checkout.buy()
  guideline(null)
  await checkout.agreed()
  expect([addresses.asked, placed.length]).toStrictEqual([1, 1])
})

test('an address that is not chosen changes nothing; one that is refused says what to do', async () => {
  const { checkout, addresses } = aPurchase()
  addresses.answer = 'cancelled'
  await checkout.chooseAddress()
  expect([checkout.address, checkout.addressError]).toStrictEqual([AN_ADDRESS, ''])
  addresses.answer = 'refused'
  await checkout.chooseAddress()
  expect(checkout.addressError).toMatch(/允许后再来/)
})

test('an order that was placed goes where it was said, also when it is paid later', async () => {
  const { checkout, addresses, at, open } = aPurchase()
  at.sheet = 'cancelled'
  await open()
  await checkout.buy()
  await checkout.chooseAddress()
  expect(addresses.asked).toBe(0)
  at.sheet = 'paid'
  await checkout.payAgain()
  expect(at.sheets).toBe(2)
})

test('an address that was chosen on another page is known when the next purchase begins', () => {
  const { checkout, addresses } = aPurchase()
  addresses.kept = { ...AN_ADDRESS, userName: '周舟' }
  checkout.startOver()
  expect(checkout.address?.userName).toBe('周舟')
})
