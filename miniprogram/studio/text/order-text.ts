import { amountText } from '../../core/money-text'
import { dayText } from '../../core/time-text'
import {
  CARRIERS,
  type Order,
  type OrderStatus,
  type Refund,
  type RefundStatus,
} from '../../domain/api/order'

export const ORDER_STATUS_TEXT: Record<OrderStatus, string> = {
  reserved: '待付款',
  paid: '待发货',
  shipped: '已发货',
  received: '已收货',
  closed: '已关闭',
  returning: '退回中',
  refunded: '已退款',
}

const REFUND_STATUS_TEXT: Record<RefundStatus, string> = {
  asked: '等你处理',
  accepted: '已同意，退款中',
  refused: '已拒绝',
  done: '已退回',
  failed: '没退成，点重新退款',
}

/** WeChat wants paid orders on their way after 48 hours; from 40 on they are late. */
export const SHIP_LATE_MS = 40 * 3_600_000

export function isLateToShip({ status, paidAt }: Order, now: number): boolean {
  return status === 'paid' && paidAt !== null && now - paidAt >= SHIP_LATE_MS
}

/** 已付款 41 小时 */
export const waitedText = (paidAt: number, now: number): string =>
  `已付款 ${Math.floor((now - paidAt) / 3_600_000)} 小时`

/** The refund that waits for the owner: asked for, or failed and to be sent again. */
export const openRefund = ({ refunds }: Order): Refund | null =>
  refunds.find(({ status }) => status === 'asked' || status === 'failed') ?? null

/** 梅子青 · 对杯 ×2，月白 ×1 */
export const linesText = ({ lines }: Order): string =>
  lines.map(({ spec, n }) => (spec === '' ? `×${n}` : `${spec} ×${n}`)).join('，')

export const addressText = ({ address }: Order): string =>
  [address.provinceName, address.cityName, address.countyName, address.detailInfo].join('')

export interface OrderRow {
  readonly orderID: string
  readonly title: string
  readonly picture: string
  readonly number: number
  readonly spec: string
  readonly total: string
  readonly status: string
  readonly tone: 'do' | 'wait' | 'done'
  /** 林间小鹿 · 11-24 21:24 */
  readonly who: string
  /** 已付款 41 小时; '' = in time. */
  readonly late: string
  readonly refund: string
}

export function orderRow(order: Order, now: number): OrderRow {
  const refund = openRefund(order)
  const { orderID, title, picture, status, paidAt, address } = order
  return {
    ...{ orderID, title, picture },
    number: order.number ?? 0,
    spec: linesText(order),
    total: amountText(order.totalFen),
    status: ORDER_STATUS_TEXT[status],
    tone: status === 'paid' || refund !== null ? 'do' : status === 'reserved' ? 'wait' : 'done',
    who: `${address.userName} · ${dayText(order.placedAt)}`,
    late: isLateToShip(order, now) && paidAt !== null ? waitedText(paidAt, now) : '',
    refund:
      refund === null
        ? ''
        : `${refund.status === 'failed' ? '没退成' : '申请退'} ${amountText(refund.amountFen)}`,
  }
}

export interface RefundRow {
  readonly refundID: string
  readonly amount: string
  readonly status: string
  readonly reason: string
  readonly pieces: string
  readonly answer: string
  readonly asks: boolean
  /** It failed: the owner sends it again. */
  readonly again: boolean
}

export function refundRow(refund: Refund, order: Order): RefundRow {
  const { refundID, amountFen, status, kind, reason, answer, lines } = refund
  const specs = new Map(order.lines.map(({ skuID, spec }) => [skuID, spec]))
  return {
    ...{ refundID, answer },
    amount: amountText(amountFen),
    status: REFUND_STATUS_TEXT[status],
    reason: kind === 'late' ? '付款晚了，货已放出，原路退回' : reason,
    pieces: lines.map(({ skuID, n }) => `${specs.get(skuID) ?? ''} ×${n}`.trim()).join('，'),
    asks: status === 'asked',
    again: status === 'failed',
  }
}

export interface OrderTimes {
  readonly name: string
  readonly time: string
}

export function orderTimes(order: Order): readonly OrderTimes[] {
  const all: readonly (readonly [string, number | null])[] = [
    ['下单', order.placedAt],
    ['付款', order.paidAt],
    ['发货', order.shippedAt],
    ['收货', order.receivedAt],
    ['关闭', order.closedAt],
  ]
  return all.flatMap(([name, at]) => (at === null ? [] : [{ name, time: dayText(at) }]))
}

/** 顺丰 SF123，已告诉微信 */
export function shippingText({ shipping }: Order): string {
  if (shipping === null) return ''
  const told = shipping.uploadedAt === null ? '正在告诉微信，会自动重试' : '已告诉微信'
  return `${CARRIERS[shipping.carrier]} ${shipping.trackingNumber}，${told}`
}

export const ORDER_TAB_NAMES = {
  all: '全部',
  toShip: '待发货',
  refund: '退款',
  reserved: '待付款',
  shipped: '已发货',
  done: '已完成',
} as const

export const orderNoteText = {
  trackingNumberWrong: '填上快递单号，6 位以上的数字或字母',
  shipped: '已发货，买家看得到单号了',
  refusalWithoutReason: '拒绝要写一句原因，买家会看到',
  refundRefused: '已拒绝，买家会看到原因',
  refundFailed: '没退成，过一会儿点重新退款',
  refundAccepted: '已同意，钱原路退回',
} as const

export const exportText = {
  nothing: '没有符合的订单，没什么可导出',
  failed: (why: string) => `没导出来：${why}`,
  /** How the table left the phone; '' = it did not, by the person's own choice. */
  handedOver: {
    shared: '表格发出去了',
    copied: '表格已复制，粘贴到电脑的文件里存成 .csv',
    cancelled: '',
    failed: '没导出来，再试一次',
  },
  /** 订单-1122.csv */
  fileName: (today: Date) => `订单-${two(today.getMonth() + 1)}${two(today.getDate())}.csv`,
} as const

/** Questions before money goes back. */
export const acceptQuestion = (amount: string) => ({
  title: `退给买家 ${amount}？`,
  content: '同意后钱原路退回，不能撤回',
  confirmText: '同意',
  cancelText: '再想想',
})

export const refundAgainQuestion = (amount: string) => ({
  title: `重新退 ${amount}？`,
  content: '上次没退成。再退一次，钱原路退回，不能撤回',
  confirmText: '重新退款',
  cancelText: '再想想',
})

const two = (value: number): string => String(value).padStart(2, '0')
