import type { OrderStatus, RefundStatus } from '../api/order'

export type OrderEvent = 'pay' | 'cancel' | 'expire' | 'ship' | 'confirmReceipt' | 'refundAll'

/** The whole life of an order. Anything not listed is refused. */
export const ORDER_TRANSITIONS = {
  reserved: { pay: 'paid', cancel: 'closed', expire: 'closed' },
  paid: { ship: 'shipped', refundAll: 'refunded' },
  // Shipping again = the number was wrong; WeChat takes that once (order.rules).
  shipped: { ship: 'shipped', confirmReceipt: 'received', refundAll: 'refunded' },
  received: { refundAll: 'refunded' },
  closed: { pay: 'returning' }, // paid after the pieces were given back: the money goes back
  returning: { refundAll: 'refunded' },
  refunded: {},
} as const satisfies Record<OrderStatus, Partial<Record<OrderEvent, OrderStatus>>>

/** The status after `event`, or null when the table does not list it. */
export function nextOrderStatus(from: OrderStatus, event: OrderEvent): OrderStatus | null {
  const row: Partial<Record<OrderEvent, OrderStatus>> = ORDER_TRANSITIONS[from]
  return row[event] ?? null
}

export type RefundEvent = 'accept' | 'refuse' | 'done' | 'fail' | 'retry'

/** The life of one refund. A failed one keeps the money with the owner until it is tried again. */
export const REFUND_TRANSITIONS = {
  asked: { accept: 'accepted', refuse: 'refused' },
  accepted: { done: 'done', fail: 'failed' },
  failed: { retry: 'accepted' },
  refused: {},
  done: {},
} as const satisfies Record<RefundStatus, Partial<Record<RefundEvent, RefundStatus>>>

export function nextRefundStatus(from: RefundStatus, event: RefundEvent): RefundStatus | null {
  const row: Partial<Record<RefundEvent, RefundStatus>> = REFUND_TRANSITIONS[from]
  return row[event] ?? null
}
