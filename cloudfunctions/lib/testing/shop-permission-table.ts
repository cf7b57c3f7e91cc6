import type { OrderStatus } from '../../../miniprogram/domain/api/order'
import type { ShopActions } from '../../../miniprogram/domain/api/shop'
import type { ErrorCode } from '../../../miniprogram/domain/errors'
import { fen } from '../../../miniprogram/domain/money'
import type { OrderDocument } from '../orders/order-document'
import { aGoods } from './a-goods'
import { OWNER, SHOPPER } from './a-shop'
import { ADDRESS, anOrder } from './an-order'

// What the function `shop` adds to the permission table: orders in every state × everybody who may ask.

export const STRANGER = 'oStranger0000000000000000000'
export const SHOPPERS = { owner: OWNER, shopper: SHOPPER, stranger: STRANGER, nobody: null } as const
export type ShopPerson = keyof typeof SHOPPERS
type Answer = 'ok' | ErrorCode

export const CUP = aGoods({ _id: 'cup', stock: { one: 100 } })

const shipping = {
  carrier: 'SF',
  trackingNumber: 'SF0001',
  uploadedAt: 5,
  failures: 0,
  isCorrected: false,
} as const
const ofShopper = (status: OrderStatus, given: Partial<OrderDocument> = {}) =>
  anOrder({
    _id: `KB${status}`,
    openid: SHOPPER,
    goodsID: 'cup',
    status,
    expiresAt: 9_000_000_000_000,
    ...given,
  })
const paid = { paidAt: 3, transactionID: 'wx1' }

/** The shopper's, one in every state. */
export const ORDERS: Readonly<Record<OrderStatus, OrderDocument>> = {
  reserved: ofShopper('reserved'),
  paid: ofShopper('paid', paid),
  shipped: ofShopper('shipped', { ...paid, shippedAt: 4, shipping }),
  received: ofShopper('received', { ...paid, shippedAt: 4, receivedAt: 6, shipping }),
  closed: ofShopper('closed', { closedAt: 2 }),
  returning: ofShopper('returning', { ...paid, closedAt: 2 }),
  refunded: ofShopper('refunded', paid),
}

const all = (answer: Answer): Record<OrderStatus, Answer> => ({
  reserved: answer,
  paid: answer,
  shipped: answer,
  received: answer,
  closed: answer,
  returning: answer,
  refunded: answer,
})

type OrderAction =
  | 'order.get'
  | 'order.pay'
  | 'order.confirmPaid'
  | 'order.cancel'
  | 'order.confirmReceipt'
  | 'order.askRefund'
  | 'order.ship'
  | 'order.decideRefund'

const SHOPPERS_OWN: [OrderAction, Record<OrderStatus, Answer>][] = [
  ['order.pay', { ...all('ORDER_PAID'), reserved: 'ok', closed: 'ORDER_CLOSED', returning: 'ORDER_CLOSED' }],
  ['order.confirmPaid', all('ok')],
  ['order.cancel', { ...all('ORDER_PAID'), reserved: 'ok', closed: 'ok', returning: 'ok' }],
  ['order.confirmReceipt', { ...all('ORDER_STATE'), shipped: 'ok', received: 'ok', paid: 'NOT_SHIPPED' }],
  ['order.askRefund', { ...all('ORDER_STATE'), paid: 'ok', shipped: 'ok', received: 'ok' }],
]

export const ORDER_PERMISSIONS: readonly (readonly [OrderAction, ShopPerson, Record<OrderStatus, Answer>])[] =
  [
    ...SHOPPERS_OWN.flatMap(([action, answers]) => [
      [action, 'shopper', answers] as const,
      [action, 'owner', all('ORDER_NOT_FOUND')] as const,
      [action, 'stranger', all('ORDER_NOT_FOUND')] as const,
      [action, 'nobody', all('NOT_SIGNED_IN')] as const,
    ]),
    ['order.get', 'shopper', all('ok')],
    ['order.get', 'owner', all('ok')],
    ['order.get', 'stranger', all('ORDER_NOT_FOUND')],
    ['order.get', 'nobody', all('NOT_SIGNED_IN')],
    ['order.ship', 'owner', { ...all('ORDER_STATE'), paid: 'ok', shipped: 'ok' }],
    ['order.decideRefund', 'owner', all('ORDER_STATE')],
    ...(['order.ship', 'order.decideRefund'] as const).flatMap((action) => [
      [action, 'shopper', all('NOT_OWNER')] as const,
      [action, 'stranger', all('NOT_OWNER')] as const,
      [action, 'nobody', all('NOT_SIGNED_IN')] as const,
    ]),
  ]

/** Who may do what is not about one order or room. */
export const SHOP_PERMISSIONS: readonly (readonly [keyof ShopActions, Record<ShopPerson, Answer>])[] = [
  ...(['goods.list', 'goods.get', 'order.place', 'order.list'] as const).map(
    (action) => [action, { owner: 'ok', shopper: 'ok', stranger: 'ok', nobody: 'NOT_SIGNED_IN' }] as const,
  ),
  ...(
    [
      'goods.save',
      'goods.setOnSale',
      'order.search',
      'order.export',
      'order.unshippedWarning',
      'order.salesSummary',
    ] as const
  ).map(
    (action) =>
      [
        action,
        { owner: 'ok', shopper: 'NOT_OWNER', stranger: 'NOT_OWNER', nobody: 'NOT_SIGNED_IN' },
      ] as const,
  ),
]

const DRAFT = {
  title: '青花三才盖碗',
  pictures: ['cloud://env.bucket/goods/bowl.jpg'],
  dimensions: [{ name: '釉色', values: ['青花', '甜白'] }],
  skus: [
    { values: ['青花'], priceFen: fen(12_800), marketPriceFen: null, addStock: 5 },
    { values: ['甜白'], priceFen: fen(13_800), marketPriceFen: fen(16_800), addStock: 0 },
  ],
  limit: 2,
}

export const SHOP_GOOD: { [Name in keyof ShopActions]: ShopActions[Name]['request'] } = {
  'goods.save': { draft: DRAFT },
  'goods.list': {},
  'goods.get': { goodsID: 'cup' },
  'goods.setOnSale': { goodsID: 'cup', onSale: false },
  'shelf.set': {
    roomID: 'live-room',
    shelfRev: 1,
    entries: [{ goodsID: 'cup', livePrices: { one: fen(9_000) } }],
  },
  'shelf.get': { roomID: 'live-room' },
  'shelf.pin': { roomID: 'live-room', goodsID: 'cup' },
  'shelf.unpin': { roomID: 'live-room' },
  'shelf.marks': { roomID: 'live-room' },
  'order.place': {
    requestID: 'request-1',
    goodsID: 'cup',
    lines: [{ skuID: 'one', n: 1 }],
    roomID: 'live-room',
    address: ADDRESS,
    note: '轻拿轻放',
    expectedFen: fen(9_900),
  },
  'order.pay': { orderID: 'KBreserved' },
  'order.confirmPaid': { orderID: 'KBreserved' },
  'order.cancel': { orderID: 'KBreserved' },
  'order.get': { orderID: 'KBreserved' },
  'order.list': {},
  'order.confirmReceipt': { orderID: 'KBshipped' },
  'order.askRefund': { orderID: 'KBpaid', reason: '不想要了' },
  'order.search': { text: '沈木子' },
  'order.export': {},
  'order.ship': { orderID: 'KBpaid', carrier: 'SF', trackingNumber: 'SF150933826104' },
  'order.decideRefund': { orderID: 'KBpaid', refundID: 'KBpaid-R1', accept: true },
  'order.unshippedWarning': {},
  'order.salesSummary': { roomID: 'live-room' },
}

type Spoilt = [field: string, value: unknown]
const BAD_IDS = [undefined, null, '', 7, {}, { $ne: '' }, 'a b', 'a.b', '$where', 'x'.repeat(70)]
const bad = (field: string, values: readonly unknown[]): Spoilt[] => values.map((value) => [field, value])
const draft = (given: object) => ({ ...DRAFT, ...given })
const sku = (given: object) => draft({ skus: [{ ...DRAFT.skus[0], ...given }] })
const BAD_LINES = [
  null,
  [],
  [{ skuID: 'one' }],
  [{ skuID: 'one', n: 0 }],
  [{ skuID: 'one', n: -1 }],
  [{ skuID: 'one', n: 1.5 }],
  [{ skuID: 'one', n: '1' }],
  [{ skuID: 'one', n: 1e9 }],
  [{ skuID: 'one', n: 1, priceFen: 1 }],
  [
    { skuID: 'one', n: 1 },
    { skuID: 'one', n: 1 },
  ],
  [{ skuID: 'o.ne', n: 1 }],
  [{ skuID: { $ne: '' }, n: 1 }],
]
const BAD_FILTERS: Spoilt[] = [
  ...bad('text', ['', '  ', 7, { $regex: '.*' }, 'x'.repeat(41)]),
  ...bad('statuses', [[], ['bought'], 'paid', { $ne: 'paid' }]),
  ...bad('from', [-1, 1.5, '0']),
  ...bad('before', [7, 'x'.repeat(61), {}]),
  ...bad('openid', [SHOPPER]),
]

/** Fields that spoil a good request, by action; what IDs may not be is added for every action that takes one. */
export const SHOP_BAD: Partial<Record<keyof ShopActions, Spoilt[]>> = {
  'goods.save': [
    ...bad('goodsID', ['a.b', { $ne: '' }, 7]),
    ...bad('rev', [0, 1.5, '1']),
    ...bad('draft', [
      undefined,
      null,
      {},
      draft({ stock: { one: 5 } }),
      draft({ title: 'x'.repeat(41) }),
      draft({ subtitle: 'x'.repeat(41) }),
      draft({ description: 'x'.repeat(2_001) }),
      draft({ pictures: ['http://example.com/a.png'] }),
      draft({ pictures: ['javascript:alert(1)'] }),
      draft({ pictures: ['https://example.com/图.png'] }),
      draft({ pictures: Array(10).fill('/a.png') }),
      draft({ skus: [] }),
      draft({ dimensions: [] }),
      draft({ dimensions: [...DRAFT.dimensions, ...DRAFT.dimensions] }),
      draft({ dimensions: ['a', 'b', 'c', 'd'].map((name) => ({ name, values: ['1'] })) }),
      draft({ skus: [DRAFT.skus[0], DRAFT.skus[0]] }),
      draft({ limit: 0 }),
      draft({ limit: 1.5 }),
      draft({ limit: undefined }),
      sku({ priceFen: 0 }),
      sku({ priceFen: 99.5 }),
      sku({ priceFen: '9900' }),
      sku({ priceFen: -1 }),
      sku({ priceFen: 1e12 }),
      sku({ marketPriceFen: undefined }),
      sku({ addStock: 1.5 }),
      sku({ stock: 5 }),
      sku({ values: ['墨绿'] }),
      sku({ values: [] }),
      sku({ skuID: 'unknown' }),
    ]),
  ],
  'goods.list': [
    ...bad('search', [7, { $regex: '' }, 'x'.repeat(41)]),
    ...bad('onSale', [1, 'true', null]),
    ...bad('after', [7, 'x'.repeat(61)]),
  ],
  'goods.setOnSale': bad('onSale', [undefined, 1, 'true', null]),
  'shelf.set': [
    ...bad('shelfRev', [undefined, -1, 1.5, '1']),
    ...bad('entries', [
      undefined,
      null,
      {},
      [{ goodsID: 'cup' }, { goodsID: 'cup' }],
      [{ goodsID: 'cup', number: 3 }],
      [{ goodsID: 'cup', livePrices: { one: 0 } }],
      [{ goodsID: 'cup', livePrices: { one: 1.5 } }],
      [{ goodsID: 'cup', livePrices: { 'o.ne': 100 } }],
      Array.from({ length: 51 }, (_, i) => ({ goodsID: `g${i}` })),
    ]),
  ],
  'order.place': [
    ...bad('requestID', [...BAD_IDS, 'short']),
    ...bad('lines', [undefined, ...BAD_LINES, [{ skuID: 'two', n: 1 }]]),
    ...bad('address', [
      undefined,
      null,
      {},
      { ...ADDRESS, userName: '' },
      { ...ADDRESS, telNumber: 'call me' },
      { ...ADDRESS, detailInfo: 'x'.repeat(201) },
      { ...ADDRESS, openid: SHOPPER },
    ]),
    ...bad('note', [7, 'x'.repeat(201)]),
    ...bad('expectedFen', [undefined, null, -1, 1.5, '9900', Number.NaN]),
    ...bad('priceFen', [1]),
    ...bad('totalFen', [1]),
    ...bad('status', ['paid']),
  ],
  'order.list': [...BAD_FILTERS.filter(([field]) => field !== 'text' && field !== 'from')],
  'order.search': BAD_FILTERS,
  'order.export': BAD_FILTERS,
  'order.askRefund': [
    ...bad('lines', BAD_LINES),
    ...bad('reason', [undefined, '', '  ', 7, 'x'.repeat(81)]),
    ...bad('amountFen', [1]),
  ],
  'order.ship': [
    ...bad('carrier', [undefined, 'sf', 'UPS', { $ne: '' }]),
    ...bad('trackingNumber', [undefined, '', 'SF 1', '<script>', 7, '1'.repeat(41)]),
  ],
  'order.decideRefund': [
    ...bad('refundID', BAD_IDS),
    ...bad('accept', [undefined, 1, 'true', null]),
    ...bad('answer', [7, 'x'.repeat(201)]),
    ...bad('amountFen', [1]),
  ],
}

export function badIDsOf(good: object): Spoilt[] {
  return (['goodsID', 'orderID'] as const)
    .filter((field) => field in good)
    .flatMap((field) => bad(field, BAD_IDS))
}
