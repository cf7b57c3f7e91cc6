import assert from 'node:assert/strict'
import { observable } from 'mobx-miniprogram'
import { SessionStore } from '../../../../miniprogram/core/session.store.ts'
import type { PinnedItem } from '../../../../miniprogram/domain/api/pinned-item.ts'
import type { Shelf } from '../../../../miniprogram/domain/api/shelf.ts'
import { AppError } from '../../../../miniprogram/domain/errors.ts'
import { fen } from '../../../../miniprogram/domain/money.ts'
import { type BagRoom, BagStore } from '../../../../miniprogram/live/stores/bag.store.ts'
import { aGoods, aPlainGoods } from '../../support/a-purchase.ts'
import { aRoom, FakeClock, RecordingCloud, settle } from '../../support/fakes.ts'

const CUPS: PinnedItem = {
  goodsID: 'cups',
  number: 2,
  title: '梅子青品茗对杯',
  picture: '/a.jpg',
  priceFen: fen(9_900),
  insteadOfFen: fen(15_800),
  isFrom: false,
  stock: 12,
  pinnedAt: 1,
}

function aShelf(shelfRev: number): Shelf {
  const bowl = aPlainGoods({ goodsID: 'bowl', title: '盖碗', limit: null, stock: 46 })
  const pot = aGoods({ goodsID: 'pot', title: '侧把茶壶', stock: 0, limit: null })
  return {
    roomID: 'room1',
    shelfRev,
    serverTime: 1,
    entries: [
      { number: 1, goods: bowl, livePrices: {}, priceFen: bowl.priceFen },
      { number: 2, goods: aPlainGoods(), livePrices: { green: fen(9_900) }, priceFen: fen(9_900) },
      { number: 3, goods: pot, livePrices: {}, priceFen: pot.priceFen },
    ],
  }
}

let room: { -readonly [K in keyof BagRoom]: BagRoom[K] }
let cloud: RecordingCloud
let bag: BagStore

beforeEach(() => {
  room = observable(
    { snapshot: aRoom({ shelfRev: 1, pinned: CUPS }), stocks: null } as BagRoom,
    {},
    { deep: false },
  )
  cloud = new RecordingCloud({ 'shelf.get': () => ({ shelf: aShelf(room.snapshot?.shelfRev ?? 0) }) })
  bag = new BagStore({ cloud, room, session: new SessionStore({ clock: new FakeClock() }) })
})

test('what is being explained comes with the room’s truth: a late joiner asks for nothing', () => {
  expect([bag.pinnedCard?.title, bag.pinnedCard?.stock, cloud.calls]).toStrictEqual([
    '梅子青品茗对杯',
    12,
    [],
  ])
})

test('nothing explained, no tag', () => {
  room.snapshot = aRoom({ shelfRev: 1 })
  expect(bag.pinnedCard).toBeNull()
})

test('the beacon says how many are left; sold out, the tag hangs no more', () => {
  room.stocks = { shelfRev: 1, stocks: [46, 3, 0] }
  expect([bag.pinnedCard?.stock, bag.pinnedCard?.isSoldOut]).toStrictEqual([3, false])
  room.stocks = { shelfRev: 1, stocks: [46, 0, 0] }
  expect(bag.pinnedCard?.isSoldOut).toBe(true)
  room.snapshot = aRoom({ shelfRev: 2, pinned: CUPS })
  assert.equal(bag.pinnedCard?.stock, 12, 'numbers of another shelf are not believed')
})

test('the item being explained is first, the rest stands by number', async () => {
  bag.open()
  await settle()
  expect(bag.rows.map(({ number, state, note }) => [number, state, note])).toStrictEqual([
    [2, 'explaining', '直播价 · 每人限 2 件'],
    [1, 'on-sale', ''],
    [3, 'sold-out', ''],
  ])
  expect([bag.rows[0]?.insteadOfFen, bag.rows[1]?.insteadOfFen]).toStrictEqual([15_800, 20_000])
})

test('few pieces are counted, as soon as the beacon says so', async () => {
  bag.open()
  await settle()
  room.stocks = { shelfRev: 1, stocks: [9, 12, 0] }
  const note = () => bag.rows.find(({ number }) => number === 1)?.note
  expect(note()).toBe('剩 9 件')
  room.stocks = { shelfRev: 1, stocks: [0, 12, 0] }
  expect(bag.rows.find(({ number }) => number === 1)?.state).toBe('sold-out')
})

test('a shelf is read when the bag is opened, once for each version of it', async () => {
  bag.open()
  await settle()
  bag.close()
  bag.open()
  await settle()
  expect(cloud.count('shelf.get')).toBe(1)
  bag.close()
  room.snapshot = aRoom({ shelfRev: 2 })
  await settle()
  assert.equal(cloud.count('shelf.get'), 1, 'nobody looks')
  bag.open()
  await settle()
  expect(cloud.count('shelf.get')).toBe(2)
})

test('while the bag is open a change of the shelf is read at once', async () => {
  const stop = bag.watch()
  bag.open()
  await settle()
  room.snapshot = aRoom({ shelfRev: 2 })
  await settle()
  expect(cloud.count('shelf.get')).toBe(2)
  stop()
})

test('without network it says so; with an older list, that stays', async () => {
  cloud.answers['shelf.get'] = () => Promise.reject(new AppError('NETWORK'))
  bag.open()
  await settle()
  expect([bag.phase, bag.error]).toStrictEqual(['unreachable', '没连上网，检查网络后再试'])
  cloud.answers['shelf.get'] = () => ({ shelf: aShelf(1) })
  await bag.load()
  expect([bag.phase, bag.error, bag.count]).toStrictEqual(['list', '', 3])
})

test('an empty shelf is a state of its own', async () => {
  cloud.answers['shelf.get'] = () => ({ shelf: { ...aShelf(1), entries: [] } })
  bag.open()
  await settle()
  expect(bag.phase).toBe('empty')
})
