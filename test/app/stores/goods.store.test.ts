import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { GoodsCard } from '../../../miniprogram/domain/api/goods.ts'
import { AppError } from '../../../miniprogram/domain/errors.ts'
import { GoodsFormStore } from '../../../miniprogram/stores/goods-form.store.ts'
import { GoodsListStore, TYPING_MS } from '../../../miniprogram/stores/goods-list.store.ts'
import { aCard, aGoods } from '../support/a-goods.ts'
import { FakeClock, RecordingCloud, settle } from '../support/fakes.ts'

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
    assert.deepEqual([store.list.phase, store.list.items.length, store.list.hasMore], ['list', 1, true])
    await Promise.all([store.list.more(), store.list.more()])
    assert.deepEqual([store.list.items.length, store.list.hasMore], [2, false])
    await store.list.more()
    assert.equal(cloud.count('goods.list'), 2)
  })

  test('is searched when the fingers rest, not at every key', async () => {
    const { store, clock, asked } = aList()
    for (const text of ['梅', '梅子', '梅子青']) store.setSearch(text)
    await clock.advance(TYPING_MS)
    await settle()
    assert.deepEqual(asked, [{ search: '梅子青' }])
    store.setFilter('off')
    await settle()
    assert.deepEqual(asked[1], { search: '梅子青', onSale: false })
    store.setSearch('x')
    store.leave()
    assert.equal(clock.waiting, 0)
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
    assert.equal(store.list.items[0]?.goodsID, 'new')
  })

  test('a failed page keeps what is there; the owner’s door is told apart from a bad network', async () => {
    const { store, cloud } = aList([[aCard()], []])
    await store.list.load()
    cloud.answers['goods.list'] = () => Promise.reject(new AppError('NETWORK'))
    await store.list.more()
    assert.deepEqual([store.list.phase, store.list.trouble], ['list', '没连上网，检查网络后再试'])
    cloud.answers['goods.list'] = () => Promise.reject(new AppError('NOT_MERCHANT'))
    await store.list.load(true)
    assert.deepEqual([store.list.phase, store.list.isForbidden], ['unreachable', true])
  })

  test('a refused sale says why beside its goods, and an accepted one changes it in place', async () => {
    const { store, cloud } = aList([[aCard({ onSale: false })]])
    await store.list.load()
    cloud.answers['goods.setOnSale'] = () => Promise.reject(new AppError('GOODS_TITLE_REFUSED'))
    await store.switchSale('cup')
    assert.deepEqual(store.refusal, { goodsID: 'cup', text: '商品标题没通过检查，换个说法再上架' })
    cloud.answers['goods.setOnSale'] = ({ onSale }) => ({ goods: aGoods({ onSale }) })
    await Promise.all([store.switchSale('cup'), store.switchSale('cup')])
    assert.equal(cloud.count('goods.setOnSale'), 2, 'two taps are one switch')
    assert.deepEqual([store.list.items[0]?.onSale, store.refusal.text, store.switchingID], [true, '', ''])
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
    assert.equal(saved.length, 1)
    assert.ok(!('goodsID' in (saved[0] as object)))
    assert.deepEqual([store.isDirty, store.note], [false, '已保存'])
    store.type({ title: '茶巾四条' })
    await store.save()
    const { goodsID, rev } = saved[1] as { goodsID: string; rev: number }
    assert.deepEqual([goodsID, rev], ['cup', 4])
  })

  test('what is missing is told before the server is asked', async () => {
    const { store, cloud } = aForm()
    await store.open(null)
    assert.equal(await store.save(), false)
    assert.deepEqual([store.problem?.field, store.noteAsks], ['title', true])
    assert.equal(cloud.calls.length, 0)
    store.type({ title: '茶巾' })
    assert.deepEqual([store.problem, store.note], [null, ''])
  })

  test('putting on sale saves what was typed first, and tells the reason of a refusal', async () => {
    const { store, cloud } = aForm()
    await store.open('cup')
    store.type({ title: '天下第一杯' })
    cloud.answers['goods.setOnSale'] = () => Promise.reject(new AppError('GOODS_TITLE_REFUSED'))
    await store.switchSale()
    assert.deepEqual(cloud.calls, ['goods.get', 'goods.save', 'goods.setOnSale'])
    assert.deepEqual([store.onSale, store.note], [false, '商品标题没通过检查，换个说法再上架'])
    cloud.answers['goods.setOnSale'] = ({ onSale }) => ({ goods: aGoods({ onSale }) })
    await store.switchSale()
    assert.deepEqual([store.onSale, store.noteAsks], [true, false])
  })

  test('somebody else’s change is not overwritten: the newest is fetched', async () => {
    const { store, cloud } = aForm()
    await store.open('cup')
    store.type({ title: '别的名字' })
    cloud.answers['goods.save'] = () => Promise.reject(new AppError('GOODS_CHANGED'))
    await store.save()
    assert.deepEqual([store.isStale, store.form.title], [true, '别的名字'])
    await store.reload()
    assert.deepEqual([store.isStale, store.isDirty, store.form.title], [false, false, '梅子青品茗对杯'])
  })

  test('dimensions build the table of SKUs; a value twice or too many of them are refused', async () => {
    const { store } = aForm()
    await store.open(null)
    store.addDimension()
    store.nameDimension(0, '尺寸')
    assert.equal(store.form.rows.length, 1, 'a dimension without values multiplies nothing')
    for (const value of ['大', '小', '小']) store.addValue(0, value)
    assert.deepEqual(
      store.form.rows.map(({ values }) => values[0]),
      ['大', '小'],
    )
    assert.equal(store.problem?.text, '“小”已经有了')
    store.addDimension()
    store.addDimension()
    store.addDimension()
    assert.equal(store.form.dimensions.length, 3)
    for (let at = 0; at < 12; at++) store.addValue(1, `色${at}`)
    for (const value of ['a', 'b', 'c']) store.addValue(2, value)
    assert.ok(store.form.rows.length <= 60)
    assert.match(store.problem?.text ?? '', /组合太多/)
    store.removeDimension(1)
    assert.equal(store.form.rows.length, 4)
    store.removeValue(0, '小')
    assert.equal(store.form.rows.length, 2)
  })

  test('one row fills the others; pictures keep their order and their number', async () => {
    const { store } = aForm()
    await store.open('cup')
    store.typeRow(1, { price: '', stock: '' })
    store.fillRows()
    assert.deepEqual([store.form.rows[1]?.price, store.form.rows[1]?.stock], ['99', '12'])
    store.addPictures(Array.from({ length: 12 }, (_, at) => `p${at}`))
    assert.deepEqual([store.form.pictures.length, store.picturesLeft], [9, 0])
    store.putFirst(2)
    assert.deepEqual(store.form.pictures.slice(0, 2), ['p1', 'cloud://shop/cup.jpg'])
    store.removePicture(0)
    assert.equal(store.picturesLeft, 1)
  })
})
