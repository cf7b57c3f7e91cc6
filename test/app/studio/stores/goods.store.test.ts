import assert from 'node:assert/strict'
import type { GoodsCard } from '../../../../miniprogram/domain/api/goods.ts'
import { AppError } from '../../../../miniprogram/domain/errors.ts'
import { GoodsFormStore } from '../../../../miniprogram/studio/stores/goods-form.store.ts'
import { GoodsListStore, TYPING_MS } from '../../../../miniprogram/studio/stores/goods-list.store.ts'
import { aCard, aGoods } from '../../support/a-goods.ts'
import { FakeClock, RecordingCloud, settle } from '../../support/fakes.ts'

function aList(pages: GoodsCard[][] = [[aCard()]]) {
  const clock = new FakeClock()
  const asked: object[] = []
  const cloud = new RecordingCloud({
    'goods.list': (fields) => {
      asked.push(fields)
      const at = Number(fields.after ?? 0)
      return { goods: pages[at] ?? [], next: at + 1 < pages.length ? String(at + 1) : null }
    },
    'goods.setOnSale': ({ onSale }) => ({ goods: aGoods({ onSale }) }),
  })
  return { clock, cloud, asked, store: new GoodsListStore({ cloud, clock }) }
}

describe('the list of goods', () => {
  test('comes page by page until the last', async () => {
    const { store, cloud } = aList([[aCard()], [aCard({ goodsID: 'pot' })]])
    await store.list.load()
    expect([store.list.phase, store.list.items.length, store.list.hasMore]).toStrictEqual(['list', 1, true])
    await Promise.all([store.list.more(), store.list.more()])
    expect([store.list.items.length, store.list.hasMore]).toStrictEqual([2, false])
    await store.list.more()
    expect(cloud.count('goods.list')).toBe(2)
  })

  test('is searched when the fingers rest, not at every key', async () => {
    const { store, clock, asked } = aList()
    for (const text of ['梅', '梅子', '梅子青']) store.setSearch(text)
    await clock.advance(TYPING_MS)
    await settle()
    expect(asked).toStrictEqual([{ search: '梅子青' }])
    store.setFilter('off')
    await settle()
    expect(asked[1]).toStrictEqual({ search: '梅子青', onSale: false })
    store.setSearch('x')
    store.leave()
    expect(clock.waiting).toBe(0)
  })

  test('an answer to an older question is not shown', async () => {
    const { store, cloud } = aList()
    let late: (value: { goods: GoodsCard[]; next: null }) => void = () => {}
    cloud.answers['goods.list'] = () => new Promise((resolve) => (late = resolve))
    const first = store.list.load()
    cloud.answers['goods.list'] = () => ({ goods: [aCard({ goodsID: 'new' })], next: null })
    await store.list.load(true)
    late({ goods: [aCard({ goodsID: 'old' })], next: null })
    await first
    expect(store.list.items[0]?.goodsID).toBe('new')
  })

  test('a failed page keeps what is there; the owner’s door is told apart from a bad network', async () => {
    const { store, cloud } = aList([[aCard()], []])
    await store.list.load()
    cloud.answers['goods.list'] = () => Promise.reject(new AppError('NETWORK'))
    await store.list.more()
    expect([store.list.phase, store.list.error]).toStrictEqual(['list', '没连上网，检查网络后再试'])
    cloud.answers['goods.list'] = () => Promise.reject(new AppError('NOT_OWNER'))
    await store.list.load(true)
    expect([store.list.phase, store.list.isForbidden]).toStrictEqual(['unreachable', true])
  })

  test('a refused sale says why beside its goods, and an accepted one changes it in place', async () => {
    const { store, cloud } = aList([[aCard({ onSale: false })]])
    await store.list.load()
    cloud.answers['goods.setOnSale'] = () => Promise.reject(new AppError('GOODS_TITLE_REFUSED'))
    await store.switchSale('cup')
    expect(store.saleError).toStrictEqual({ goodsID: 'cup', text: '商品标题没通过检查，换个说法再上架' })
    cloud.answers['goods.setOnSale'] = ({ onSale }) => ({ goods: aGoods({ onSale }) })
    await Promise.all([store.switchSale('cup'), store.switchSale('cup')])
    assert.equal(cloud.count('goods.setOnSale'), 2, 'two taps are one switch')
    expect([store.list.items[0]?.onSale, store.saleError.text, store.switchingID]).toStrictEqual([
      true,
      '',
      '',
    ])
  })
})

function aForm() {
  const saved: object[] = []
  const cloud = new RecordingCloud({
    'goods.get': () => ({
      goods: aGoods({ onSale: false }),
      offer: { isLivePrice: false, number: null, prices: {}, mayBuy: null },
      serverTime: 1,
    }),
    'goods.save': (fields) => {
      saved.push(fields)
      return { goods: aGoods({ rev: 4, onSale: false, title: fields.draft.title }) }
    },
    'goods.setOnSale': ({ onSale }) => ({ goods: aGoods({ rev: 4, onSale }) }),
  })
  return { cloud, saved, store: new GoodsFormStore({ cloud }) }
}

describe('the form of one goods', () => {
  test('a new one is created once, then edited under its id and rev', async () => {
    const { store, saved } = aForm()
    await store.open(null)
    store.type({ title: '茶巾' })
    store.typeRow(0, { price: '45', stock: '9' })
    assert.ok(store.isDirty)
    await Promise.all([store.save(), store.save()])
    expect(saved).toHaveLength(1)
    assert.ok(!('goodsID' in (saved[0] as object)))
    expect([store.isDirty, store.note]).toStrictEqual([false, '已保存'])
    store.type({ title: '茶巾四条' })
    await store.save()
    const { goodsID, rev } = saved[1] as { goodsID: string; rev: number }
    expect([goodsID, rev]).toStrictEqual(['cup', 4])
  })

  test('what is missing is told before the server is asked', async () => {
    const { store, cloud } = aForm()
    await store.open(null)
    expect(await store.save()).toBe(false)
    expect([store.problem?.field, store.noteAsks]).toStrictEqual(['title', true])
    expect(cloud.calls).toHaveLength(0)
    store.type({ title: '茶巾' })
    expect([store.problem, store.note]).toStrictEqual([null, ''])
  })

  test('putting on sale saves what was typed first, and tells the reason of a refusal', async () => {
    const { store, cloud } = aForm()
    await store.open('cup')
    store.type({ title: '天下第一杯' })
    cloud.answers['goods.setOnSale'] = () => Promise.reject(new AppError('GOODS_TITLE_REFUSED'))
    await store.switchSale()
    expect(cloud.calls).toStrictEqual(['goods.get', 'goods.save', 'goods.setOnSale'])
    expect([store.onSale, store.note]).toStrictEqual([false, '商品标题没通过检查，换个说法再上架'])
    cloud.answers['goods.setOnSale'] = ({ onSale }) => ({ goods: aGoods({ onSale }) })
    await store.switchSale()
    expect([store.onSale, store.noteAsks]).toStrictEqual([true, false])
  })

  test('somebody else’s change is not overwritten: the newest is fetched', async () => {
    const { store, cloud } = aForm()
    await store.open('cup')
    store.type({ title: '别的名字' })
    cloud.answers['goods.save'] = () => Promise.reject(new AppError('GOODS_CHANGED'))
    await store.save()
    expect([store.isStale, store.form.title]).toStrictEqual([true, '别的名字'])
    await store.reload()
    expect([store.isStale, store.isDirty, store.form.title]).toStrictEqual([false, false, '梅子青品茗对杯'])
  })

  test('dimensions build the table of SKUs; a value twice or too many of them are refused', async () => {
    const { store } = aForm()
    await store.open(null)
    store.addDimension()
    store.nameDimension(0, '尺寸')
    assert.equal(store.form.rows.length, 1, 'a dimension without values multiplies nothing')
    for (const value of ['大', '小', '小']) store.addValue(0, value)
    expect(store.form.rows.map(({ values }) => values[0])).toStrictEqual(['大', '小'])
    expect(store.problem?.text).toBe('“小”已经有了')
    store.addDimension()
    store.addDimension()
    store.addDimension()
    expect(store.form.dimensions).toHaveLength(3)
    for (let at = 0; at < 12; at++) store.addValue(1, `色${at}`)
    for (const value of ['a', 'b', 'c']) store.addValue(2, value)
    expect(store.form.rows.length).toBeLessThanOrEqual(60)
    expect(store.problem?.text ?? '').toMatch(/组合太多/)
    store.removeDimension(1)
    expect(store.form.rows).toHaveLength(4)
    store.removeValue(0, '小')
    expect(store.form.rows).toHaveLength(2)
  })

  test('one row fills the others; pictures keep their order and their number', async () => {
    const { store } = aForm()
    await store.open('cup')
    store.typeRow(1, { price: '', stock: '' })
    store.fillRows()
    expect([store.form.rows[1]?.price, store.form.rows[1]?.stock]).toStrictEqual(['99', '12'])
    store.addPictures(Array.from({ length: 12 }, (_, at) => `p${at}`))
    expect([store.form.pictures.length, store.picturesLeft]).toStrictEqual([9, 0])
    store.putFirst(2)
    expect(store.form.pictures.slice(0, 2)).toStrictEqual(['p1', 'cloud://shop/cup.jpg'])
    store.removePicture(0)
    expect(store.picturesLeft).toBe(1)
  })
})
