import assert from 'node:assert/strict'
import { SessionStore } from '../../../../miniprogram/core/session.store.ts'
import type { ShelfDraft } from '../../../../miniprogram/domain/api/shelf.ts'
import { AppError } from '../../../../miniprogram/domain/errors.ts'
import { fen } from '../../../../miniprogram/domain/money.ts'
import {
  SALES_SUMMARY_MS,
  SalesSummaryStore,
} from '../../../../miniprogram/studio/stores/sales-summary.store.ts'
import { ShelfStore } from '../../../../miniprogram/studio/stores/shelf.store.ts'
import { ShelfSheetStore } from '../../../../miniprogram/studio/stores/shelf-sheet.store.ts'
import { aGoods, anEntry, aShelf } from '../../support/a-goods.ts'
import { aRoom, FakeClock, RecordingCloud, settle } from '../../support/fakes.ts'

const THREE = [anEntry(1), anEntry(2, { stock: 0 }), anEntry(3, { onSale: false })]

/** The server keeps the shelf and what is pinned, as the real one does. */
function aShop(entries = THREE) {
  const clock = new FakeClock()
  const session = new SessionStore({ clock })
  let shelf = aShelf(entries)
  let room = aRoom({ shelfRev: 1 })
  const cards = new Map(entries.map(({ goods }) => [goods.goodsID, goods]))
  const cloud = new RecordingCloud({
    'shelf.get': () => ({ shelf }),
    'shelf.set': ({ entries: drafts }) => {
      const placed = drafts.map(({ goodsID, livePrices }: ShelfDraft, at) => {
        const entry = anEntry(at + 1, cards.get(goodsID) ?? { goodsID })
        return { ...entry, livePrices: livePrices ?? {} }
      })
      shelf = aShelf(placed, shelf.shelfRev + 1)
      room = { ...room, rev: room.rev + 1, shelfRev: shelf.shelfRev }
      return { shelf, room }
    },
    'shelf.pin': ({ goodsID }) => {
      const entry = shelf.entries.find(({ goods }) => goods.goodsID === goodsID)
      if (entry === undefined) throw new AppError('NOT_ON_SHELF')
      const { number, priceFen, goods } = entry
      const { title, picture, isFrom, stock } = goods
      const item = { goodsID, number, title, picture, priceFen, insteadOfFen: null, isFrom, stock }
      room = { ...room, rev: room.rev + 1, pinned: { ...item, pinnedAt: clock.now() } }
      return { room }
    },
    'shelf.unpin': () => {
      room = { ...room, rev: room.rev + 1, pinned: null }
      return { room }
    },
    'goods.get': () => ({
      goods: aGoods({ goodsID: 'g1' }),
      offer: { isLivePrice: false, number: null, prices: {}, mayBuy: null },
      serverTime: clock.now(),
    }),
    'goods.save': () => ({ goods: aGoods() }),
  })
  const store = new ShelfStore({ cloud, session })
  return {
    ...{ clock, cloud, session, store },
    async open() {
      store.applySnapshot(room)
      await settle()
    },
    ids: () => store.rows.map(({ goodsID }) => goodsID).join(' '),
  }
}

describe('the shelf of a show', () => {
  test('is read when its room is known, and shows what can be sold', async () => {
    const { store, open } = aShop()
    expect(store.phase).toBe('none')
    await open()
    expect(store.phase).toBe('ready')
    expect(store.rows.map(({ state }) => state)).toStrictEqual(['on-sale', 'sold-out', 'off'])
  })

  test('goods are added behind, moved and taken down, one change at a time', async () => {
    const { store, cloud, open, ids } = aShop()
    await open()
    await store.add(['g1', 'cake'])
    assert.equal(ids(), 'g1 g2 g3 cake', 'what is there is not put up twice')
    await store.move('cake', -1)
    expect(ids()).toBe('g1 g2 cake g3')
    assert.equal(await store.move('g1', -1), false, 'nothing stands above the first')
    await store.remove('g2')
    expect(ids()).toBe('g1 cake g3')
    const sets = cloud.count('shelf.set')
    await Promise.all([store.move('g1', 1), store.move('g1', 1)])
    expect(cloud.count('shelf.set')).toBe(sets + 1)
  })

  test('a shelf that somebody else has changed is read again, and the change is asked for anew', async () => {
    const { store, cloud, open } = aShop()
    await open()
    cloud.answers['shelf.set'] = () => Promise.reject(new AppError('SHELF_CHANGED'))
    expect(await store.remove('g1')).toBe(false)
    await settle()
    expect(store.note).toBe('货架刚被改过，看一眼最新的再改')
    expect(cloud.count('shelf.get')).toBe(2)
  })

  test('one tap explains, the clock runs in server time, the next come behind it', async () => {
    const { store, clock, open } = aShop()
    await open()
    await store.pin('g2')
    expect(store.explaining?.number).toBe(2)
    expect(store.next.map(({ number }) => number)).toStrictEqual([3, 1])
    await clock.advance(134_000)
    expect(store.explainedMs).toBe(134_000)
    await store.unpin()
    expect([store.explaining, store.explainedMs]).toStrictEqual([null, 0])
  })

  test('an older truth of the room changes nothing', async () => {
    const { store, open } = aShop()
    await open()
    await store.pin('g1')
    store.applySnapshot(aRoom({ rev: 1, pinned: null, shelfRev: 1 }))
    expect(store.explaining?.goodsID).toBe('g1')
  })

  test('pieces left come with the beacon, if it speaks of this shelf', async () => {
    const { store, open } = aShop()
    await open()
    store.setStocks({ shelfRev: 1, stocks: [0, 7, 3] })
    expect(store.rows.map(({ stock }) => stock)).toStrictEqual([0, 7, 3])
    expect(store.rows[0]?.state).toBe('sold-out')
    store.setStocks({ shelfRev: 9, stocks: [5, 5, 5] })
    assert.equal(store.rows[0]?.stock, 12, 'those of another shelf number other goods')
  })

  test('a failed pin says why and can be tapped again', async () => {
    const { store, cloud, open } = aShop()
    await open()
    const answer = cloud.answers['shelf.pin']
    cloud.answers['shelf.pin'] = () => Promise.reject(new AppError('NETWORK'))
    await store.pin('g1')
    expect([store.note, store.busy]).toStrictEqual(['没连上网，检查网络后再试', ''])
    cloud.answers['shelf.pin'] = answer
    await store.pin('g1')
    expect([store.note, store.explaining?.goodsID]).toStrictEqual(['', 'g1'])
  })

  test('another show begins with its own shelf', async () => {
    const { store, open } = aShop()
    await open()
    await store.pin('g1')
    store.applySnapshot(aRoom({ roomID: 'room2', rev: 1, shelfRev: 0 }))
    expect([store.explaining, store.count]).toStrictEqual([null, 0])
    store.clear()
    expect(store.phase).toBe('none')
  })
})

describe('the small form over the shelf', () => {
  async function aForm() {
    const shop = aShop()
    await shop.open()
    return { ...shop, form: new ShelfSheetStore({ cloud: shop.cloud, shelf: shop.store }) }
  }

  test('more pieces are added to what is there, and the shelf is read again', async () => {
    const { form, cloud } = await aForm()
    let saved: readonly { addStock: number }[] = []
    cloud.answers['goods.save'] = ({ draft }) => {
      saved = draft.skus
      return { goods: aGoods() }
    }
    await form.open('restock', 'g1')
    await form.save()
    expect(form.note).toBe('先填补多少件')
    form.type('moon', '50')
    await Promise.all([form.save(), form.save()])
    expect(saved.map(({ addStock }) => addStock)).toStrictEqual([0, 50])
    expect([form.kind, cloud.count('goods.save'), cloud.count('shelf.get')]).toStrictEqual([null, 1, 2])
  })

  test('a live price is lower than the ordinary one, and an empty field takes it away', async () => {
    const { form, store } = await aForm()
    await form.open('prices', 'g1')
    for (const typed of ['99', '120', '便宜']) {
      form.type('plum', typed)
      await form.save()
      assert.equal(form.note, '直播价要低于 ¥99.00，不设就空着', typed)
    }
    form.type('plum', '79.9')
    await form.save()
    expect(store.livePricesOf('g1')).toStrictEqual({ plum: fen(7_990) })
    await form.open('prices', 'g1')
    assert.equal(form.rows[0]?.typed, '79.90', 'what was set is shown')
    form.type('plum', '')
    await form.save()
    expect(store.livePricesOf('g1')).toStrictEqual({})
  })

  test('a refusal stays in the form; what is closed meanwhile stays closed', async () => {
    const { form, cloud } = await aForm()
    await form.open('restock', 'g1')
    form.type('plum', '5')
    cloud.answers['goods.save'] = () => Promise.reject(new AppError('GOODS_CHANGED'))
    await form.save()
    expect([form.kind, form.note]).toStrictEqual(['restock', '商品刚被改过，看一眼最新的再改'])
    const opening = form.open('prices', 'g1')
    form.close()
    await opening
    expect([form.kind, form.goods]).toStrictEqual([null, null])
  })
})

test('what the show has sold is the server’s figure, asked for every 15 s until the show is over', async () => {
  const clock = new FakeClock()
  let paidFen = fen(969_700)
  const cloud = new RecordingCloud({
    'order.salesSummary': () => ({ salesSummary: { paidOrders: 86, paidFen, pieces: { cup: 28 } } }),
  })
  const sales = new SalesSummaryStore({ cloud, clock, log: () => {} })
  expect([sales.sum, sales.orders]).toStrictEqual(['–', '–'])
  sales.follow('room1')
  sales.follow('room1')
  await settle()
  expect([sales.sum, sales.orders, sales.soldOf('cup'), sales.soldOf('pot')]).toStrictEqual([
    '¥9,697',
    '86',
    28,
    0,
  ])
  paidFen = fen(1_234_550)
  await clock.advance(SALES_SUMMARY_MS)
  expect(sales.sum).toBe('¥12,345.50')
  cloud.answers['order.salesSummary'] = () => Promise.reject(new AppError('NETWORK'))
  await clock.advance(SALES_SUMMARY_MS)
  assert.equal(sales.sum, '¥12,345.50', 'a failed look keeps the last figure')
  await sales.finish()
  expect(clock.waiting).toBe(0)
  expect(cloud.count('order.salesSummary')).toBe(4)
})
