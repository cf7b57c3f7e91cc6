import assert from 'node:assert/strict'
import { AppError } from '../../../miniprogram/domain/errors.ts'
import { stockText } from '../../../miniprogram/purchase/purchase-text.ts'
import { aGoods, anOffer, aPlainGoods, aPurchase } from '../support/a-purchase.ts'

test('what the tag already said is shown before the server answers', () => {
  const { sku, cloud, open } = aPurchase()
  cloud.answers['goods.get'] = () => new Promise(() => {})
  void open()
  expect([sku.hint?.title, sku.priceFen, sku.choice]).toStrictEqual(['梅子青品茗对杯', 9_900, null])
})

test('with nothing to choose it can be bought at once, at the price of the room', async () => {
  const { sku, open } = aPurchase(aPlainGoods())
  await open()
  expect(sku.choice).toStrictEqual({
    goodsID: 'cups',
    roomID: 'room1',
    skuID: 'green',
    n: 1,
    expectedFen: 9_900,
  })
  assert.equal(sku.insteadOfFen, 15_800, 'the ordinary price is struck through')
})

test('the button says what is still missing, one thing at a time', async () => {
  const { sku, open } = aPurchase(aGoods())
  await open()
  expect(sku.missing).toBe('选一下釉色')
  sku.choose(0, '梅子青')
  expect(sku.missing).toBe('选一下套装')
  sku.choose(1, '对杯 + 木盒')
  expect(sku.missing).toBe('')
  expect([sku.choice?.skuID, sku.totalFen, stockText(sku)]).toStrictEqual([
    'green-box',
    13_900,
    '梅子青 · 对杯 + 木盒剩 3 件',
  ])
})

test('what is sold out with the rest of the choice cannot be chosen', async () => {
  const { sku, open } = aPurchase(aGoods())
  await open()
  const looks = (axis: number) => sku.axes[axis]?.values.map(({ look }) => look)
  assert.deepEqual(looks(0), ['', '', 'out'], '天目 is gone')
  sku.choose(0, '天目')
  expect(looks(0)).toStrictEqual(['', '', 'out'])
  sku.choose(0, '月白')
  assert.deepEqual(looks(1), ['', 'out'], 'no box with 月白')
})

test('a second tap takes the choice back', async () => {
  const { sku, open } = aPurchase(aGoods())
  await open()
  sku.choose(0, '月白')
  sku.choose(0, '月白')
  expect(sku.missing).toBe('选一下釉色')
})

test('pieces stay within stock and what the person may still buy', async () => {
  const { sku, at, open } = aPurchase(aGoods(), anOffer({ mayBuy: 5 }))
  await open()
  sku.choose(0, '梅子青')
  sku.choose(1, '对杯')
  sku.setPieces(9)
  assert.equal(sku.pieces, 5, 'five more by the limit')
  sku.choose(1, '对杯 + 木盒')
  assert.equal(sku.pieces, 3, 'three boxes left')
  at.offer = anOffer({ mayBuy: 1 })
  await sku.refresh()
  expect(sku.pieces).toBe(1)
  sku.setPieces(0)
  expect(sku.pieces).toBe(1)
})

test('chosen once, it is still chosen when it is opened again', async () => {
  const { sku, open, cloud } = aPurchase(aGoods())
  await open()
  sku.choose(0, '梅子青')
  sku.choose(1, '对杯')
  cloud.answers['goods.get'] = () => ({
    goods: aPlainGoods({ goodsID: 'bowl' }),
    offer: anOffer(),
    serverTime: 0,
  })
  await sku.open({ goodsID: 'bowl', title: '盖碗', picture: '', priceFen: 1, number: 1 }, 'room1')
  cloud.answers['goods.get'] = () => ({ goods: aGoods(), offer: anOffer(), serverTime: 0 })
  await open()
  expect(sku.choice?.skuID).toBe('green')
})

test('what was chosen on another page is chosen here', async () => {
  const { sku } = aPurchase(aGoods())
  const hint = { goodsID: 'cups', title: '', picture: '', priceFen: 0, number: 0 }
  await sku.open(hint, null, { skuID: 'green-box', n: 2 })
  expect([sku.choice?.skuID, sku.choice?.n, sku.choice?.roomID]).toStrictEqual(['green-box', 2, null])
})

test('why it cannot be bought is said, never only shown grey', async () => {
  for (const [goods, offer, words] of [
    [aPlainGoods({ onSale: false }), anOffer(), '已下架'],
    [aPlainGoods({ stock: 0 }), anOffer(), '抢光了'],
    [aPlainGoods(), anOffer({ mayBuy: 0 }), '每人限 2 件，你已经买满了'],
  ] as const) {
    const { sku, open } = aPurchase(goods, offer)
    await open()
    expect([sku.missing, sku.choice]).toStrictEqual([words, null])
  }
})

test('an answer about another item is not heard', async () => {
  const { sku, open, cloud } = aPurchase()
  let answer = (_: unknown) => {}
  cloud.answers['goods.get'] = () => new Promise((resolve) => (answer = resolve as never))
  const first = open()
  const late = answer
  void sku.open({ goodsID: 'bowl', title: '盖碗', picture: '', priceFen: 1, number: 1 }, null)
  late({ goods: aPlainGoods(), offer: anOffer(), serverTime: 0 })
  await first
  expect(sku.goods).toBeNull()
})

test('without network it says so and can be tried again', async () => {
  const { sku, open, cloud } = aPurchase()
  const answer = cloud.answers['goods.get']
  cloud.answers['goods.get'] = () => Promise.reject(new AppError('NETWORK'))
  await open()
  expect(sku.error).toBe('没连上网，检查网络后再试')
  cloud.answers['goods.get'] = answer
  await sku.refresh()
  expect([sku.error, sku.missing]).toStrictEqual(['', ''])
})
