import assert from 'node:assert/strict'
import { fen } from '../../../miniprogram/domain/money'
import { aGoods } from '../../lib/testing/a-goods'
import { aShop, OWNER, SHOPPER } from '../../lib/testing/a-shop'

const codeOf = (reply: { ok: boolean; code?: string }) => (reply.ok ? 'ok' : reply.code)

const DRAFT = {
  title: '青花三才盖碗',
  pictures: ['cloud://env.bucket/goods/bowl.jpg'],
  dimensions: [{ name: '釉色', values: ['青花', '甜白'] }],
  skus: [
    { values: ['青花'], priceFen: fen(12_800), marketPriceFen: null, addStock: 5 },
    { values: ['甜白'], priceFen: fen(13_800), marketPriceFen: fen(16_800), addStock: 0 },
  ],
  limit: null,
}

async function aDraft(given: Partial<typeof DRAFT> = {}) {
  const shop = aShop()
  const { goods } = await shop.ask(OWNER, 'goods.save', { draft: { ...DRAFT, ...given } })
  const { goodsID } = goods
  const edit = (rev: number, changes: object) =>
    shop.call(OWNER, 'goods.save', {
      goodsID,
      rev,
      draft: {
        ...DRAFT,
        skus: goods.skus.map(({ stock: _, ...sku }) => ({ ...sku, addStock: 0 })),
        ...changes,
      },
    })
  const setOnSale = (onSale: boolean) => shop.call(OWNER, 'goods.setOnSale', { goodsID, onSale })
  return { ...shop, saved: goods, goodsID, edit, setOnSale }
}

test('new goods are off sale, with the stock that was typed, and shoppers do not find them', async () => {
  const { saved, ask, goodsID, setOnSale } = await aDraft()
  expect([
    saved.onSale,
    saved.stock,
    saved.skus.map(({ stock }) => stock),
    saved.priceFen,
    saved.isFrom,
  ]).toStrictEqual([false, 5, [5, 0], 12_800, true])
  const found = async (openid: string) => (await ask(openid, 'goods.list', { search: '盖碗' })).goods.length
  expect([await found(OWNER), await found(SHOPPER)]).toStrictEqual([1, 0])
  expect(codeOf(await setOnSale(true))).toBe('ok')
  expect(await found(SHOPPER)).toBe(1)
  expect((await ask(SHOPPER, 'goods.get', { goodsID })).goods.title).toBe('青花三才盖碗')
})

test('goods without title or picture do not go on sale', async () => {
  for (const lack of [{ title: '' }, { pictures: [] }]) {
    const { setOnSale } = await aDraft(lack)
    assert.equal(codeOf(await setOnSale(true)), 'GOODS_INCOMPLETE', JSON.stringify(lack))
  }
})

test('words that advertising law forbids are refused, whatever stands between them; WeChat is not even asked', async () => {
  for (const title of ['全网第一的盖碗', '最 佳 盖碗', '顶·级盖碗', '100%有效']) {
    const { setOnSale, titleCheck, goods, goodsID } = await aDraft({ title })
    const reply = await setOnSale(true)
    assert.equal(codeOf(reply), 'GOODS_TITLE_REFUSED', title)
    expect(reply.ok ? '' : reply.message).toMatch(/^“(?:全网第一|最佳|顶级|100%有效)”是广告里不能用的词/)
    expect(titleCheck.asked).toStrictEqual([])
    expect(goods.documents.get(goodsID)?.onSale).toBe(false)
  }
})

test('what WeChat refuses, or cannot be asked about, does not go on sale', async () => {
  for (const [answer, code] of [
    ['TITLE_REFUSED', 'GOODS_TITLE_REFUSED'],
    ['BUSY', 'BUSY'],
  ] as const) {
    const { setOnSale, titleCheck, goods, goodsID } = await aDraft()
    titleCheck.answer = answer
    expect(codeOf(await setOnSale(true))).toBe(code)
    expect(goods.documents.get(goodsID)?.onSale).toBe(false)
  }
})

test('a new title of goods on sale is looked at, the same title is not asked about again', async () => {
  const { setOnSale, edit, titleCheck, goods, goodsID } = await aDraft()
  await setOnSale(true)
  expect(codeOf(await edit(2, { description: '手绘' }))).toBe('ok')
  expect(titleCheck.asked).toHaveLength(1)
  titleCheck.answer = 'TITLE_REFUSED'
  expect(codeOf(await edit(3, { title: '违禁' }))).toBe('GOODS_TITLE_REFUSED')
  expect(codeOf(await edit(3, { title: '国家级盖碗' }))).toBe('GOODS_TITLE_REFUSED')
  expect(codeOf(await edit(3, { pictures: [] }))).toBe('GOODS_INCOMPLETE')
  expect(goods.documents.get(goodsID)?.title).toBe('青花三才盖碗')
})

test('of two edits of the same look one wins; the other is told', async () => {
  const { edit } = await aDraft()
  const codes = await Promise.all([edit(1, { title: '甲' }), edit(1, { title: '乙' })])
  expect(codes.map(codeOf).sort()).toStrictEqual(['GOODS_CHANGED', 'ok'])
})

test('an edit adds to the stock of that moment, and never takes what somebody bought meanwhile', async () => {
  const { saved, edit, goods, goodsID } = await aDraft()
  const seen = goods.documents.get(goodsID)
  assert.ok(seen)
  await goods.save(seen, { onSale: true }, {})
  const [blue, white] = saved.skus
  assert.ok(blue && white)
  const pieces = { goodsID, openid: SHOPPER, lines: { [blue.skuID]: 4 }, isCounted: false }
  await goods.reserve({ ...seen, rev: 2 }, 'K1', pieces, 1)
  const adding = (n: number) => ({
    skus: [blue, white].map(({ stock: _, ...sku }) => ({
      ...sku,
      addStock: sku.skuID === blue.skuID ? n : 0,
    })),
  })
  expect(codeOf(await edit(2, adding(-2)))).toBe('GOODS_CHANGED')
  expect(codeOf(await edit(2, adding(3)))).toBe('ok')
  expect(goods.documents.get(goodsID)?.stock[blue.skuID]).toBe(4)
})

test('a price that changed reaches the next buyer, not the one who saw the old', async () => {
  const shop = aShop()
  await shop.goods.add(aGoods({ _id: 'cup' }))
  const { goods } = await shop.ask(OWNER, 'goods.get', { goodsID: 'cup' })
  const input = {
    requestID: 'request-1',
    goodsID: 'cup',
    lines: [{ skuID: 'one', n: 1 }],
    address: {
      userName: '沈',
      telNumber: '13800006620',
      provinceName: '浙江省',
      cityName: '杭州市',
      countyName: '西湖区',
      detailInfo: '文一西路',
    },
  }
  const { title, subtitle, description, pictures, dimensions, limit } = goods
  await shop.ask(OWNER, 'goods.save', {
    goodsID: 'cup',
    rev: goods.rev,
    draft: {
      ...{ title, subtitle, description, pictures, dimensions, limit },
      skus: [{ skuID: 'one', values: [], priceFen: fen(10_900), marketPriceFen: null, addStock: 0 }],
    },
  })
  const old = await shop.call(SHOPPER, 'order.place', { ...input, expectedFen: fen(9_900) })
  expect(codeOf(old)).toBe('PRICE_CHANGED')
  const fresh = await shop.call(SHOPPER, 'order.place', { ...input, expectedFen: fen(10_900) })
  expect(codeOf(fresh)).toBe('ok')
})
