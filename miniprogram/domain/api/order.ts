import type { Fen } from '../money'

/** Cloud function `shop`: buying, and what comes after. Another person's order is ORDER_NOT_FOUND. */
export interface OrderActions {
  /**
   * Places an order of one goods, once for one `requestID` however often it is sent; the pieces are the caller's until
   * `expiresAt`. `expectedFen` is the sum the person saw: another sum by the server's rules is refused
   * (PRICE_CHANGED, LIVE_PRICE_GONE), never charged. Refusals: OUT_OF_STOCK, LIMIT_REACHED, OFF_SALE.
   */
  'order.place': {
    request: {
      requestID: string
      goodsID: string
      lines: readonly OrderedLine[]
      roomID?: string
      address: Address
      note?: string
      expectedFen: Fen
    }
    data: { order: Order }
  }
  /** For `wx.requestPayment`. May be repeated while the order is reserved. */
  'order.pay': { request: { orderID: string }; data: { order: Order; payment: PaymentParams } }
  /** The phone says it has paid (or does not know): the server asks WeChat Pay and answers what is true. */
  'order.confirmPaid': { request: { orderID: string }; data: { order: Order } }
  'order.cancel': { request: { orderID: string }; data: { order: Order } }
  'order.get': { request: { orderID: string }; data: { order: Order } }
  /** The caller's own, newest first, 20 a page; `before` is the last answer's `next`. */
  'order.list': {
    request: { statuses?: readonly OrderStatus[]; before?: string }
    data: { orders: Order[]; next: string | null; serverTime: number }
  }
  'order.confirmReceipt': { request: { orderID: string }; data: { order: Order } }
  /** No `lines` = everything that is not refunded yet. One open request at a time. */
  'order.askRefund': {
    request: { orderID: string; lines?: readonly OrderedLine[]; reason: string }
    data: { order: Order }
  }
  // The owner's:
  /** `text`: order number, receiver, last digits of the phone, title. Newest first, 20 a page. */
  'order.search': {
    request: OrderFilter & { before?: string }
    data: { orders: Order[]; next: string | null; serverTime: number }
  }
  /** UTF-8 CSV with BOM, at most 1,000 orders a call; `next` = there are more. */
  'order.export': {
    request: OrderFilter & { before?: string }
    data: { csv: string; count: number; next: string | null }
  }
  /** Ships whole; WeChat is told by itself until it accepts (`shipping.uploadedAt`). Again = the number was wrong, once. */
  'order.ship': {
    request: { orderID: string; carrier: CarrierCode; trackingNumber: string }
    data: { order: Order }
  }
  'order.decideRefund': {
    request: { orderID: string; refundID: string; accept: boolean; answer?: string }
    data: { order: Order }
  }
  /** Paid for 40 hours and not shipped: WeChat wants them on their way after 48. The oldest first. */
  'order.unshippedWarning': {
    request: Record<string, never>
    data: { orders: Order[]; serverTime: number }
  }
  /** What a show has sold, for the anchor's phone. */
  'order.salesSummary': { request: { roomID: string }; data: { salesSummary: SalesSummary } }
}

export type OrderStatus = 'reserved' | 'paid' | 'shipped' | 'received' | 'closed' | 'returning' | 'refunded'

export interface OrderedLine {
  readonly skuID: string
  /** Pieces, 1… */
  readonly n: number
}

/** What `wx.chooseAddress` gives. */
export interface Address {
  readonly userName: string
  readonly telNumber: string
  readonly provinceName: string
  readonly cityName: string
  readonly countyName: string
  readonly detailInfo: string
  readonly postalCode?: string
}

export interface OrderLine extends OrderedLine {
  /** '梅子青 · 对杯 两只'; '' = nothing to choose. */
  readonly spec: string
  /** Of one piece, as it was bought. */
  readonly priceFen: Fen
  /** Pieces whose money goes or went back. */
  readonly refundedN: number
}

export interface Order {
  /** Also the order number people see and WeChat Pay's out_trade_no: 22 of `0-9A-Z`. */
  readonly orderID: string
  readonly status: OrderStatus
  readonly goodsID: string
  readonly title: string
  readonly picture: string
  readonly roomID: string | null
  /** Number on the room's shelf when it was bought. */
  readonly number: number | null
  readonly isLivePrice: boolean
  readonly lines: readonly OrderLine[]
  readonly totalFen: Fen
  /** What it would have cost without the live price, less `totalFen`. */
  readonly savedFen: Fen
  readonly note: string
  readonly address: Address
  /** All times in ms, server time; null = has not happened. */
  readonly placedAt: number
  /** The pieces are kept until here. */
  readonly expiresAt: number
  readonly paidAt: number | null
  readonly shippedAt: number | null
  readonly receivedAt: number | null
  readonly closedAt: number | null
  readonly shipping: Shipping | null
  readonly refunds: readonly Refund[]
}

export interface Shipping {
  readonly carrier: CarrierCode
  readonly trackingNumber: string
  /** When WeChat accepted it; null = not yet, it is tried again by itself. */
  readonly uploadedAt: number | null
}

/** WeChat's company codes of the carriers a shop uses (express_company of upload_shipping_info). */
export const CARRIERS = {
  SF: '顺丰',
  ZTO: '中通',
  YTO: '圆通',
  YD: '韵达',
  STO: '申通',
  JTSD: '极兔',
  JD: '京东',
  EMS: '邮政 EMS',
  DBL: '德邦',
} as const
export type CarrierCode = keyof typeof CARRIERS

/** asked by the shopper → accepted or refused by the owner → done or failed at WeChat Pay; `late` begins accepted. */
export type RefundStatus = 'asked' | 'accepted' | 'refused' | 'done' | 'failed'

export interface Refund {
  readonly refundID: string
  readonly status: RefundStatus
  /** `late` = paid after the order was closed: goes back by itself. */
  readonly kind: 'asked' | 'late'
  readonly lines: readonly OrderedLine[]
  readonly amountFen: Fen
  readonly reason: string
  /** The owner's words; '' = none. */
  readonly answer: string
  readonly askedAt: number
  readonly decidedAt: number | null
  readonly doneAt: number | null
}

export interface OrderFilter {
  readonly text?: string
  readonly statuses?: readonly OrderStatus[]
  /** Only orders with a refund that waits for the owner. */
  readonly refundAsked?: boolean
  readonly roomID?: string
  /** ms, placed from … to, both inclusive. */
  readonly from?: number
  readonly to?: number
}

/** The last argument of `wx.requestPayment` (WeChat Pay v3, JSAPI). */
export interface PaymentParams {
  readonly timeStamp: string
  readonly nonceStr: string
  readonly package: string
  readonly signType: 'RSA'
  readonly paySign: string
}

export interface SalesSummary {
  /** Orders that are paid, refunded ones included. */
  readonly paidOrders: number
  readonly paidFen: Fen
  /** Pieces paid for by goodsID. */
  readonly pieces: Readonly<Record<string, number>>
}
