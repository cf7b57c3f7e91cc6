import { fen } from '../../../miniprogram/domain/money'
import { sortKeyOf } from '../goods/goods-document'
import type { OrderDocument } from '../orders/order-document'

let made = 0

export const ADDRESS = {
  userName: '沈木子',
  telNumber: '13800006620',
  provinceName: '浙江省',
  cityName: '杭州市',
  countyName: '西湖区',
  detailInfo: '文一西路 98 号',
}

/** An order of one piece that waits for its payment; another one each time. */
export function anOrder(given: Partial<OrderDocument> = {}): OrderDocument {
  made += 1
  const _id = given._id ?? `KB${String(made).padStart(20, '0')}`
  const placedAt = given.placedAt ?? made
  return {
    _id,
    openid: 'oBuyer',
    rev: 1,
    status: 'reserved',
    goodsID: 'goods-of-order',
    title: '梅子青品茗对杯',
    picture: '',
    roomID: null,
    number: null,
    isLivePrice: false,
    lines: [{ skuID: 'one', spec: '', priceFen: fen(9_900), n: 1 }],
    pieces: 1,
    totalFen: fen(9_900),
    savedFen: fen(0),
    note: '',
    address: ADDRESS,
    isCounted: false,
    placedAt,
    expiresAt: placedAt + 900_000,
    paidAt: null,
    shippedAt: null,
    receivedAt: null,
    closedAt: null,
    prepayOpen: false,
    transactionID: null,
    shipping: null,
    refunds: [],
    refundAsked: false,
    nextCheckAt: null,
    sortKey: sortKeyOf(placedAt, _id),
    search: _id,
    ...given,
  }
}
