import { amountText } from '../../core/money-text'
import { dayText, hourText } from '../../core/time-text'
import { CARRIERS, type Order, type OrderStatus, type Refund } from '../../domain/api/order'
import { type Fen, sumFen } from '../../domain/money'
import { nextOrderStatus } from '../../domain/order/order.machine'
import { maskedPhone } from '../../purchase/purchase-text'

/** Which orders a tab of the list shows; undefined = all. */
export const TABS = [
  { key: 'all', name: '全部', statuses: undefined },
  { key: 'reserved', name: '待付款', statuses: ['reserved'] },
  { key: 'paid', name: '待发货', statuses: ['paid'] },
  { key: 'shipped', name: '待收货', statuses: ['shipped'] },
  { key: 'after', name: '退款', statuses: ['returning', 'refunded'] },
] as const satisfies readonly { key: string; name: string; statuses: readonly OrderStatus[] | undefined }[]
export type TabKey = (typeof TABS)[number]['key']

const STATUS_NAMES: Record<OrderStatus, string> = {
  reserved: '待付款',
  paid: '待发货',
  shipped: '已发货',
  received: '已签收',
  closed: '已关闭',
  returning: '退款中',
  refunded: '已退款',
}

/** The refund that matters now: the newest one. */
const lastRefund = (order: Order): Refund | null => order.refunds.at(-1) ?? null

const isOpen = (refund: Refund | null) =>
  refund !== null && (refund.status === 'asked' || refund.status === 'accepted' || refund.status === 'failed')

/** One or two words for a row of the list. */
function statusName(order: Order): string {
  const refund = lastRefund(order)
  return refund !== null && isOpen(refund) ? '退款中' : STATUS_NAMES[order.status]
}

export interface OrderHead {
  readonly title: string
  readonly text: string
}

/** What the detail page says on top. `now` = ms, server time. */
export function orderHead(order: Order, now: number): OrderHead {
  const refund = lastRefund(order)
  if (refund !== null) {
    const head = refundHead(refund)
    if (head !== null) return head
  }
  switch (order.status) {
    case 'reserved':
      return now < order.expiresAt
        ? { title: '等你付款', text: `货替你留到 ${hourText(order.expiresAt)}` }
        : { title: '正在核对', text: '付款时间过了，马上有结果' }
    case 'paid':
      return { title: '付好了，等商家发货', text: '付款后 48 小时内发货' }
    case 'shipped':
      return { title: '在路上', text: '收到货再点确认收货' }
    case 'received':
      return { title: '签收了', text: '用得好再来' }
    case 'closed':
      return { title: '订单关闭了', text: order.paidAt === null ? '没有扣款' : '' }
    case 'returning':
      return { title: '付晚了，货没了', text: `${amountText(order.totalFen)} 正在原路退回` }
    case 'refunded':
      return { title: '退款到账了', text: `${amountText(order.totalFen)} 已原路退回` }
  }
}

function refundHead(refund: Refund): OrderHead | null {
  const amount = amountText(refund.amountFen)
  if (refund.kind === 'late') {
    const title = '付晚了，货没了'
    if (refund.status === 'failed') return { title, text: '退款没成功，商家会再处理' }
    return { title, text: `${amount} ${refund.status === 'done' ? '已原路退回' : '正在原路退回'}` }
  }
  switch (refund.status) {
    case 'asked':
      return { title: '退款等商家处理', text: `申请退 ${amount}` }
    case 'accepted':
      return { title: '商家同意了退款', text: `${amount} 正在原路退回，一般几分钟到账` }
    case 'failed':
      return { title: '退款没成功', text: `${amount} 还没退，商家会再处理` }
    case 'done':
      return { title: '退款到账了', text: `${amount} 已原路退回` }
    case 'refused':
      return null
  }
}

export interface Step {
  readonly name: string
  readonly state: 'done' | 'now' | 'ahead'
}

const STEPS = [
  ['拍下', 'placedAt'],
  ['付款', 'paidAt'],
  ['发货', 'shippedAt'],
  ['签收', 'receivedAt'],
] as const

/** The four steps, or none: a closed or refunded order is one sentence. The newest step reached is `now`. */
export function orderSteps(order: Order): Step[] {
  if (order.status === 'closed' || order.status === 'returning' || order.status === 'refunded') return []
  const reached = STEPS.filter(([, at]) => order[at] !== null).length
  return STEPS.map(([name], index) => ({
    name,
    state: index >= reached ? 'ahead' : index === reached - 1 ? 'now' : 'done',
  }))
}

export interface HistoryEntry {
  readonly text: string
  /** 11-22 21:10 */
  readonly at: string
  /** Carrier and number belong to it. */
  readonly isShipping: boolean
}

/** What has happened, newest first. */
export function orderHistory(order: Order): HistoryEntry[] {
  const facts: (readonly [string, number | null])[] = [
    [order.roomID === null ? '拍下' : '在直播间拍下', order.placedAt],
    ['付款成功', order.paidAt],
    ['商家已发货', order.shippedAt],
    ['签收', order.receivedAt],
    ['订单关闭', order.closedAt],
    ...order.refunds.flatMap(({ kind, askedAt, decidedAt, doneAt, status }) => [
      [kind === 'late' ? '自动退款' : '申请退款', askedAt] as const,
      [status === 'refused' ? '商家没同意退款' : '商家同意退款', kind === 'late' ? null : decidedAt] as const,
      ['退款到账', doneAt] as const,
    ]),
  ]
  return facts
    .flatMap(([text, at]) => (at === null ? [] : [{ text, at }]))
    .sort((a, b) => b.at - a.at)
    .map(({ text, at }) => ({ text, at: dayText(at), isShipping: at === order.shippedAt }))
}

/** 2611 2221 0937 0086 …: in fours, as it is read out; copying gives it without gaps. */
const spacedNumber = (orderID: string): string => orderID.replace(/(.{4})(?=.)/g, '$1 ')

/** What the shopper may do now. The server decides again. */
export function orderActs(order: Order): {
  pay: boolean
  cancel: boolean
  refund: boolean
  confirm: boolean
} {
  const hasOpenRefund = isOpen(lastRefund(order))
  const left = order.lines.some(({ n, refundedN }) => refundedN < n)
  return {
    pay: order.status === 'reserved',
    cancel: nextOrderStatus(order.status, 'cancel') !== null,
    refund:
      nextOrderStatus(order.status, 'refundAll') !== null &&
      order.status !== 'returning' &&
      left &&
      !hasOpenRefund,
    confirm: nextOrderStatus(order.status, 'confirmReceipt') !== null && !hasOpenRefund,
  }
}

/** One order in the list. */
export interface OrderCard {
  readonly orderID: string
  readonly title: string
  readonly picture: string
  readonly number: number
  readonly spec: string
  readonly pieces: number
  /** fen */
  readonly total: Fen
  /** 11-22 21:09 */
  readonly when: string
  readonly status: string
  /** The next thing to do there; '' = nothing. */
  readonly act: string
  /** Waits for the person's money. */
  readonly isUrgent: boolean
}

export function orderCard(order: Order): OrderCard {
  const { orderID, title, picture, number, lines, totalFen, placedAt } = order
  const can = orderActs(order)
  return {
    ...{ orderID, title, picture, total: totalFen },
    number: number ?? 0,
    spec: specText(order),
    pieces: lines.reduce((sum, { n }) => sum + n, 0),
    when: dayText(placedAt),
    status: statusName(order),
    act: can.pay ? '继续付款' : can.confirm ? '确认收货' : '',
    isUrgent: can.pay,
  }
}

/** What was chosen, one after the other. */
const specText = ({ lines }: Order): string =>
  lines
    .map(({ spec }) => spec)
    .filter((spec) => spec !== '')
    .join('；')

/** What a shopper may give as the reason; the owner reads it. */
export const REFUND_REASONS = ['不想要了', '拍错了', '收到时有破损', '和描述不一样', '一直没发货'] as const

/** The plain facts on the detail page. `null` = the order is not known yet. */
export function orderFacts(order: Order | null) {
  if (order === null) {
    const none = { pay: false, cancel: false, refund: false, confirm: false }
    const empty = { carrier: '', tracking: '', who: '', where: '', sum: '', note: '', total: '', number: '' }
    return { ...empty, isPaid: false, can: none, lines: [] as Order['lines'] }
  }
  const { address, totalFen, savedFen, shipping, lines, note, orderID, paidAt } = order
  return {
    carrier: shipping === null ? '' : CARRIERS[shipping.carrier],
    tracking: shipping?.trackingNumber ?? '',
    who: `${address.userName} ${maskedPhone(address.telNumber)}`,
    where: `${address.provinceName}${address.cityName}${address.countyName}${address.detailInfo}`,
    sum:
      savedFen > 0
        ? `商品 ${amountText(sumFen([totalFen, savedFen]))}，优惠 ${amountText(savedFen)}，包邮`
        : `商品 ${amountText(totalFen)}，包邮`,
    note,
    total: amountText(totalFen),
    number: spacedNumber(orderID),
    isPaid: paidAt !== null,
    can: orderActs(order),
    lines,
  }
}

export const CANCEL_QUESTION = {
  title: '不要了？',
  content: '取消后货会还回货架，想要得重新拍',
  cancelText: '再想想',
  confirmText: '取消订单',
} as const

export const RECEIPT_QUESTION = {
  title: '收到货了？',
  content: '确认后货款会交给商家',
  cancelText: '还没有',
  confirmText: '收到了',
} as const

export const REFUND_PIECES_QUESTION = '退几件'
export const REFUND_REASON_QUESTION = '为什么退款'
