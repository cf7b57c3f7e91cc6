import { CARRIERS, type Order, type OrderStatus } from '../../../miniprogram/domain/api/order'
import { sumFen, yuan } from '../../../miniprogram/domain/money'

const STATUS_WORDS: Record<OrderStatus, string> = {
  reserved: '待付款',
  paid: '待发货',
  shipped: '已发货',
  received: '已收货',
  closed: '已关闭',
  returning: '退款中',
  refunded: '已退款',
}

const COLUMNS: readonly [head: string, value: (order: Order) => string][] = [
  ['订单号', ({ orderID }) => orderID],
  ['状态', ({ status }) => STATUS_WORDS[status]],
  ['下单时间', ({ placedAt }) => inChina(placedAt)],
  ['付款时间', ({ paidAt }) => inChina(paidAt)],
  ['商品', ({ title }) => title],
  ['规格', ({ lines }) => lines.map(({ spec, n }) => `${spec}×${n}`.trim()).join('；')],
  ['件数', ({ lines }) => String(lines.reduce((sum, { n }) => sum + n, 0))],
  ['实付(元)', ({ totalFen }) => yuan(totalFen)],
  ['已退(元)', ({ refunds }) => yuan(refundedFen(refunds))],
  ['收货人', ({ address }) => address.userName],
  ['电话', ({ address }) => address.telNumber],
  ['地址', ({ address: a }) => `${a.provinceName}${a.cityName}${a.countyName}${a.detailInfo}`],
  ['留言', ({ note }) => note],
  ['快递', ({ shipping }) => (shipping ? CARRIERS[shipping.carrier] : '')],
  ['运单号', ({ shipping }) => shipping?.trackingNumber ?? ''],
]

/** One line an order, for a spreadsheet: UTF-8 with BOM, CRLF (RFC 4180), times as in China. */
export function toCsv(orders: readonly Order[]): string {
  const rows = [
    COLUMNS.map(([head]) => head),
    ...orders.map((order) => COLUMNS.map(([, value]) => value(order))),
  ]
  return `\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
}

/** A text that a spreadsheet would take for a formula, or for a number that loses its digits, stays a text. */
function cell(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : /^\d{11,}$/.test(text) ? `\t${text}` : text
  return /[",\r\n\t]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}

const refundedFen = (refunds: Order['refunds']) =>
  sumFen(refunds.filter(({ status }) => status === 'done').map(({ amountFen }) => amountFen))

const CHINA_MS = 8 * 60 * 60_000
const inChina = (at: number | null) =>
  at === null ? '' : new Date(at + CHINA_MS).toISOString().slice(0, 19).replace('T', ' ')
