import type { Goods, GoodsCard } from '../../../miniprogram/domain/api/goods.ts'
import type { Order, Refund } from '../../../miniprogram/domain/api/order.ts'
import type { Shelf, ShelfEntry } from '../../../miniprogram/domain/api/shelf.ts'
import { fen } from '../../../miniprogram/domain/money.ts'

export const HOUR = 3_600_000
export const PLACED_AT = 1_700_000_000_000

export function aCard(change: Partial<GoodsCard> = {}): GoodsCard {
  return {
    goodsID: 'cup',
    title: '梅子青品茗对杯',
    subtitle: '',
    picture: 'cloud://shop/cup.jpg',
    priceFen: fen(9_900),
    marketPriceFen: null,
    isFrom: false,
    stock: 12,
    sold: 28,
    limit: null,
    onSale: true,
    ...change,
  }
}

/** A cup in two glazes, 99 and 178. */
export function aGoods(change: Partial<Goods> = {}): Goods {
  return {
    ...aCard(),
    description: '厚釉如玉',
    pictures: ['cloud://shop/cup.jpg'],
    dimensions: [{ name: '釉色', values: ['梅子青', '月白'] }],
    skus: [
      { skuID: 'plum', values: ['梅子青'], priceFen: fen(9_900), marketPriceFen: fen(12_800), stock: 12 },
      { skuID: 'moon', values: ['月白'], priceFen: fen(17_800), marketPriceFen: null, stock: 0 },
    ],
    rev: 3,
    ...change,
  }
}

export function anEntry(number: number, card: Partial<GoodsCard> = {}): ShelfEntry {
  const goods = aCard({ goodsID: `g${number}`, ...card })
  return { number, goods, livePrices: {}, priceFen: goods.priceFen }
}

export function aShelf(entries: readonly ShelfEntry[], shelfRev = 1): Shelf {
  return { roomID: 'room1', shelfRev, entries, serverTime: PLACED_AT }
}

export function anOrder(change: Partial<Order> = {}): Order {
  return {
    orderID: '2023111406120000000001',
    status: 'paid',
    goodsID: 'cup',
    title: '梅子青品茗对杯',
    picture: '',
    roomID: 'room1',
    number: 3,
    isLivePrice: false,
    lines: [{ skuID: 'plum', spec: '梅子青', n: 2, priceFen: fen(9_900), refundedN: 0 }],
    totalFen: fen(19_800),
    savedFen: fen(0),
    note: '',
    address: {
      userName: '林间小鹿',
      telNumber: '13800136620',
      provinceName: '浙江省',
      cityName: '丽水市',
      countyName: '龙泉市',
      detailInfo: '剑池街道 1 号',
    },
    placedAt: PLACED_AT,
    expiresAt: PLACED_AT + 900_000,
    paidAt: PLACED_AT + 60_000,
    shippedAt: null,
    receivedAt: null,
    closedAt: null,
    shipping: null,
    refunds: [],
    ...change,
  }
}

export function aRefund(change: Partial<Refund> = {}): Refund {
  return {
    refundID: 'r1',
    status: 'asked',
    kind: 'asked',
    lines: [{ skuID: 'plum', n: 1 }],
    amountFen: fen(9_900),
    reason: '买多了',
    answer: '',
    askedAt: PLACED_AT + HOUR,
    decidedAt: null,
    doneAt: null,
    ...change,
  }
}
