import { SessionStore } from '../../../miniprogram/core/session.store.ts'
import type { Goods, Offer } from '../../../miniprogram/domain/api/goods.ts'
import type { Address, Order, PaymentParams } from '../../../miniprogram/domain/api/order.ts'
import { fen } from '../../../miniprogram/domain/money.ts'
import { type AddressAnswer, CheckoutStore } from '../../../miniprogram/purchase/checkout.store.ts'
import { PayStore, type SheetAnswer } from '../../../miniprogram/purchase/pay.store.ts'
import { SkuStore } from '../../../miniprogram/purchase/sku.store.ts'
import { FakeClock, RecordingCloud } from './fakes.ts'

export const AN_ADDRESS: Address = {
  userName: '沈木子',
  telNumber: '13812346620',
  provinceName: '浙江省',
  cityName: '杭州市',
  countyName: '西湖区',
  detailInfo: '文一西路 98 号',
}

const PAYMENT: PaymentParams = {
  timeStamp: '1700000000',
  nonceStr: 'n',
  package: 'prepay_id=wx1',
  signType: 'RSA',
  paySign: 's',
}

/** Two glazes and two sets; 天目 is sold out, and the box only comes with 梅子青. */
export function aGoods(change: Partial<Goods> = {}): Goods {
  const sku = (skuID: string, values: string[], price: number, stock: number) => ({
    ...{ skuID, values, stock },
    priceFen: fen(price),
    marketPriceFen: fen(20_000),
  })
  return {
    goodsID: 'cups',
    title: '梅子青品茗对杯',
    subtitle: '1280℃ 高温釉',
    picture: '/a.jpg',
    pictures: ['/a.jpg'],
    description: '',
    priceFen: fen(15_800),
    marketPriceFen: fen(20_000),
    isFrom: true,
    stock: 17,
    sold: 0,
    limit: 2,
    onSale: true,
    dimensions: [
      { name: '釉色', values: ['梅子青', '月白', '天目'] },
      { name: '套装', values: ['对杯', '对杯 + 木盒'] },
    ],
    skus: [
      sku('green', ['梅子青', '对杯'], 15_800, 12),
      sku('green-box', ['梅子青', '对杯 + 木盒'], 19_800, 3),
      sku('white', ['月白', '对杯'], 15_800, 2),
      sku('white-box', ['月白', '对杯 + 木盒'], 19_800, 0),
      sku('dark', ['天目', '对杯'], 15_800, 0),
    ],
    rev: 1,
    ...change,
  }
}

/** Nothing to choose. */
export const aPlainGoods = (change: Partial<Goods> = {}): Goods => {
  const { skus } = aGoods()
  return aGoods({
    dimensions: [],
    isFrom: false,
    stock: 12,
    skus: [{ ...skus[0], values: [] } as never],
    ...change,
  })
}

export const anOffer = (change: Partial<Offer> = {}): Offer => ({
  isLivePrice: true,
  number: 3,
  prices: { green: fen(9_900), 'green-box': fen(13_900), white: fen(9_900) },
  mayBuy: 2,
  ...change,
})

export function anOrder(change: Partial<Order> = {}): Order {
  return {
    orderID: '2611222109370086ABCDEF',
    status: 'reserved',
    goodsID: 'cups',
    title: '梅子青品茗对杯',
    picture: '/a.jpg',
    roomID: 'room1',
    number: 3,
    isLivePrice: true,
    lines: [{ skuID: 'green', n: 2, spec: '梅子青 · 对杯', priceFen: fen(9_900), refundedN: 0 }],
    totalFen: fen(19_800),
    savedFen: fen(11_800),
    note: '',
    address: AN_ADDRESS,
    placedAt: 1_700_000_000_000,
    expiresAt: 1_700_000_900_000,
    paidAt: null,
    shippedAt: null,
    receivedAt: null,
    closedAt: null,
    shipping: null,
    refunds: [],
    ...change,
  }
}

/** A shopper with an address, a phone whose payment sheet and server do what the test says. */
export function aPurchase(goods = aPlainGoods(), offer = anOffer()) {
  const clock = new FakeClock()
  const session = new SessionStore({ clock })
  const placed: { requestID: string; expectedFen: number }[] = []
  const at = { goods, offer, sheet: 'paid' as SheetAnswer, sheets: 0, ids: 0 }
  const addresses = { kept: AN_ADDRESS as Address | null, answer: AN_ADDRESS as AddressAnswer, asked: 0 }
  let contract: string | null = null
  const cloud = new RecordingCloud({
    'goods.get': () => ({ goods: at.goods, offer: at.offer, serverTime: clock.now() }),
    'order.place': (fields) => {
      placed.push(fields)
      return { order: anOrder({ totalFen: fields.expectedFen }) }
    },
    'order.pay': () => ({ order: anOrder(), payment: PAYMENT }),
    'order.confirmPaid': () => ({ order: anOrder({ status: 'paid', paidAt: clock.now() }) }),
  })
  const sku = new SkuStore({ cloud, session })
  const pay = new PayStore({
    cloud,
    clock,
    log: () => {},
    openPaySheet: async () => {
      at.sheets += 1
      return at.sheet
    },
  })
  const make = () =>
    new CheckoutStore({
      ...{ cloud, sku, pay },
      addresses: {
        last: () => addresses.kept,
        choose: async () => {
          addresses.asked += 1
          return addresses.answer
        },
      },
      privacyContract: async () => contract,
      newRequestID: () => `request-${++at.ids}`,
      log: () => {},
    })
  return {
    ...{ clock, cloud, sku, pay, at, addresses, placed },
    checkout: make(),
    /** The same phone, opened anew. */
    another: make,
    guideline: (name: string | null) => {
      contract = name
    },
    open: () =>
      sku.open(
        { goodsID: 'cups', title: '梅子青品茗对杯', picture: '', priceFen: 9_900, number: 3 },
        'room1',
      ),
  }
}
