import assert from 'node:assert/strict'
import { fen } from '../../../miniprogram/domain/money'
import { aGoods } from '../../lib/testing/a-goods'
import { aRoom } from '../../lib/testing/a-room'
import { aShop, OWNER } from '../../lib/testing/a-shop'

/** A show with a cup of 99.00 yuan on its shelf, for 79.00 while it is live, and a pot beside it. */
async function aShow() {
  const shop = aShop()
  await shop.goods.add(aGoods({ _id: 'cup' }))
  await shop.goods.add(aGoods({ _id: 'pot' }))
  await shop.goods.add(aGoods({ _id: 'gone', onSale: false }))
  await shop.rooms.add(
    aRoom({
      _id: 'room1',
      status: 'live',
      ownerOpenid: OWNER,
      shelfRev: 1,
      shelf: [{ goodsID: 'cup', livePrices: { one: fen(7_900) } }],
    }),
  )
  const set = async (entries: readonly { goodsID: string; livePrices?: Record<string, number> }[]) => {
    const reply = await shop.call(OWNER, 'shelf.set', { roomID: 'room1', shelfRev: 1, entries } as never)
    return reply.ok
      ? reply.data.shelf.entries.map(({ goods, priceFen }) => [goods.goodsID, priceFen])
      : reply.code
  }
  /** The ordinary price is lowered while the show goes on. */
  const costs = async (priceFen: number) => {
    const cup = await shop.goods.find('cup')
    assert.ok(cup)
    const skus = cup.skus.map((sku) => ({ ...sku, priceFen: fen(priceFen) }))
    assert.ok(await shop.goods.save(cup, { ...cup, skus }, {}))
  }
  return { ...shop, set, costs }
}

const NO_LIVE_PRICES: readonly Record<string, number>[] = [{ one: 9_900 }, { one: 12_000 }, { two: 100 }]

for (const livePrices of NO_LIVE_PRICES) {
  test(`a live price that is none is refused: ${JSON.stringify(livePrices)}`, async () => {
    const { set, rooms } = await aShow()
    expect(await set([{ goodsID: 'cup', livePrices }])).toBe('BAD_INPUT')
    expect((await rooms.find('room1'))?.shelfRev).toBe(1)
  })
}

test('goods that became cheaper than their live price cost what they cost, and the shelf can still be changed', async () => {
  const { set, costs, ask } = await aShow()
  await costs(6_900)
  const { entries } = (await ask(OWNER, 'shelf.get', { roomID: 'room1' })).shelf
  expect([entries[0]?.priceFen, entries[0]?.livePrices]).toStrictEqual([6_900, {}])
  // A phone that read the shelf before the price was changed sends the old live price along.
  expect(await set([{ goodsID: 'pot' }, { goodsID: 'cup', livePrices: { one: 7_900 } }])).toStrictEqual([
    ['pot', 9_900],
    ['cup', 6_900],
  ])
})

test('what is off sale does not come onto the shelf, and is not explained', async () => {
  const { set, goods, call } = await aShow()
  expect(await set([{ goodsID: 'gone' }])).toBe('OFF_SALE')
  const cup = await goods.find('cup')
  assert.ok(cup && (await goods.save(cup, { ...cup, onSale: false }, {})))
  const reply = await call(OWNER, 'shelf.pin', { roomID: 'room1', goodsID: 'cup' })
  expect(reply.ok || reply.code).toBe('OFF_SALE')
})
