import assert from 'node:assert/strict'
import { aGoods } from '../testing/a-goods'
import type { GoodsRepo, Pieces } from './goods-repo'

const piecesOf = (goodsID: string, n = 1, given: Partial<Pieces> = {}): Pieces => ({
  goodsID,
  openid: 'oBuyer',
  lines: { one: n },
  isCounted: false,
  ...given,
})

/** What every GoodsRepo keeps. `make` gives one whose collection is empty. */
export function goodsRepoContract(name: string, make: () => Promise<GoodsRepo>): void {
  async function having(given: Parameters<typeof aGoods>[0] = {}) {
    const repo = await make()
    const goods = aGoods(given)
    await repo.add(goods)
    const now = async (own?: { openid: string; orderID?: string }) => {
      const found = await repo.find(goods._id, own)
      if (!found) throw new Error('the goods are gone')
      return found
    }
    return { repo, goods, now }
  }

  test(`${name}: goods come back as they were written, without what others have bought and hold`, async () => {
    const { repo, goods, now } = await having({ limit: 2 })
    expect(await now()).toStrictEqual(goods)
    const mine = piecesOf(goods._id, 1, { isCounted: true })
    expect(await repo.reserve(goods, 'K1', mine, 5)).toBe(true)
    const seen = await now()
    expect([seen.bought, seen.reservations]).toStrictEqual([{}, {}])
    const own = await now({ openid: 'oBuyer', orderID: 'K1' })
    expect(own.bought).toStrictEqual({ oBuyer: 1 })
    expect(own.reservations).toStrictEqual({
      K1: { openid: 'oBuyer', lines: { one: 1 }, at: 5, isCounted: true },
    })
    expect((await now({ openid: 'oOther', orderID: 'K2' })).bought).toStrictEqual({})
    expect(await repo.find('nothing')).toBeNull()
    expect(await repo.add(goods)).toBe(false)
  })

  test(`${name}: of many reservations at once exactly as many are taken as there are pieces`, async () => {
    const { repo, goods, now } = await having({ stock: { one: 5 } })
    const taken = await Promise.all(
      Array.from({ length: 12 }, (_, i) => repo.reserve(goods, `K${i}`, piecesOf(goods._id), 1)),
    )
    expect(taken.filter(Boolean)).toHaveLength(5)
    expect((await now()).stock).toStrictEqual({ one: 0 })
    const [pending] = await repo.listPending(10)
    expect(Object.keys(pending?.reservations ?? {})).toHaveLength(5)
    expect(pending?.pendingCount).toBe(5)
  })

  test(`${name}: an order reserves once, all its lines or none`, async () => {
    const { repo, goods, now } = await having({ stock: { one: 5, two: 1 } })
    const lines = { one: 2, two: 2 }
    expect(await repo.reserve(goods, 'K1', piecesOf(goods._id, 0, { lines }), 1)).toBe(false)
    const both = await Promise.all([1, 2].map((at) => repo.reserve(goods, 'K1', piecesOf(goods._id, 2), at)))
    expect(both.sort()).toStrictEqual([false, true])
    expect((await now()).stock).toStrictEqual({ one: 3, two: 1 })
  })

  test(`${name}: nothing is reserved of goods that were edited, are off sale, or with a limit somebody moved`, async () => {
    const { repo, goods, now } = await having({ limit: 2 })
    const counted = piecesOf(goods._id, 1, { isCounted: true })
    const own = { openid: 'oBuyer' }
    const first = await now(own)
    const both = await Promise.all(['K1', 'K2'].map((id) => repo.reserve(first, id, counted, 1)))
    assert.deepEqual(both.sort(), [false, true], 'two orders of one person, of the same look')
    expect(await repo.reserve(await now(own), 'K3', counted, 1)).toBe(true)
    expect((await now(own)).bought).toStrictEqual({ oBuyer: 2 })
    expect(await repo.save(await now(), { onSale: false }, {})).toBe(true)
    expect(await repo.reserve(first, 'K4', piecesOf(goods._id), 1)).toBe(false)
    expect(await repo.reserve(await now(), 'K4', piecesOf(goods._id), 1)).toBe(false)
  })

  test(`${name}: a reservation ends once, sold or given back, and only the one that was taken then`, async () => {
    const { repo, goods, now } = await having({ limit: 9 })
    const pieces = piecesOf(goods._id, 2, { isCounted: true })
    const own = { openid: 'oBuyer' }
    for (const id of ['K1', 'K2']) await repo.reserve(await now(own), id, pieces, 5)
    expect(await repo.commit('K1', pieces, 4)).toBe(false)
    expect(await repo.commit('K1', pieces, 5)).toBe(true)
    expect(await repo.commit('K1', pieces, 5)).toBe(false)
    expect(await repo.release('K1', pieces, 5)).toBe(false)
    expect(await repo.release('K2', pieces, 4)).toBe(false)
    const given = await Promise.all([repo.release('K2', pieces, 5), repo.release('K2', pieces, 5)])
    expect(given.sort()).toStrictEqual([false, true])
    const { stock, sold, bought } = await now(own)
    expect({ stock, sold, bought }).toStrictEqual({ stock: { one: 8 }, sold: 2, bought: { oBuyer: 2 } })
    expect(await repo.listPending(10)).toStrictEqual([])
  })

  test(`${name}: refunded pieces come back to the shelf once, until that is forgotten`, async () => {
    const { repo, goods, now } = await having({ sold: 3, bought: { oBuyer: 3 }, limit: 3 })
    const pieces = piecesOf(goods._id, 2, { isCounted: true })
    const twice = await Promise.all([1, 2].map((at) => repo.restock('R1', pieces, at)))
    expect(twice.sort()).toStrictEqual([false, true])
    const { stock, sold, bought } = await now({ openid: 'oBuyer' })
    expect({ stock, sold, bought }).toStrictEqual({ stock: { one: 12 }, sold: 1, bought: { oBuyer: 1 } })
    expect((await repo.listPending(10))[0]?.pendingCount).toBe(1)
    expect(await repo.forgetRestock(goods._id, 'R1')).toBe(true)
    expect(await repo.forgetRestock(goods._id, 'R1')).toBe(false)
    expect(await repo.listPending(10)).toStrictEqual([])
  })

  test(`${name}: an edit is written to the rev that was seen; stock is added to what is there then`, async () => {
    const { repo, goods, now } = await having({ stock: { one: 10, two: 4 } })
    const change = { title: '月白品茗杯', skus: goods.skus, limit: 3 }
    await repo.reserve(goods, 'K1', piecesOf(goods._id, 3), 1)
    expect(await repo.save(goods, change, { one: 5 })).toBe(true)
    expect(await repo.save(goods, change, { one: 5 })).toBe(false)
    const edited = await now()
    assert.deepEqual(edited.stock, { one: 12 }, 'a SKU that is gone has no stock')
    expect([edited.title, edited.limit, edited.rev]).toStrictEqual(['月白品茗杯', 3, 2])
    expect(await repo.save(edited, {}, { one: -13 })).toBe(false)
    expect(await repo.save(edited, {}, { one: -12 })).toBe(true)
    expect((await now()).stock).toStrictEqual({ one: 0 })
  })

  test(`${name}: the list is newest first, by page, by words of the title, on sale or not`, async () => {
    const repo = await make()
    const [a, b, c] = [
      aGoods({ title: '粗陶侧把茶壶' }),
      aGoods({ title: '茶席 (60*30)', onSale: false }),
      aGoods({ title: '寿眉' }),
    ]
    for (const one of [b, a, c]) await repo.add(one)
    const ids = (list: readonly { _id: string }[]) => list.map(({ _id }) => _id)
    expect(ids(await repo.list({ search: '' }, 20))).toStrictEqual([c._id, b._id, a._id])
    expect(ids(await repo.list({ search: '' }, 2))).toStrictEqual([c._id, b._id])
    expect(ids(await repo.list({ search: '', after: b.sortKey }, 2))).toStrictEqual([a._id])
    expect(ids(await repo.list({ search: '茶' }, 20))).toStrictEqual([b._id, a._id])
    expect(ids(await repo.list({ search: '(60*30)' }, 20))).toStrictEqual([b._id])
    expect(ids(await repo.list({ search: '.*' }, 20))).toStrictEqual([])
    expect(ids(await repo.list({ search: '茶', onSale: true }, 20))).toStrictEqual([a._id])
    const some = await repo.findAll([c._id, 'nothing', a._id])
    expect(ids(some).sort()).toStrictEqual([a._id, c._id].sort())
    expect(await repo.findAll([])).toStrictEqual([])
  })
}
