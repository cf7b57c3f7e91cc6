import { randomInt, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Clock } from '../part.ts'
import { PersistentMap } from '../persistent-map.ts'
import type { PayLimits } from './limits.ts'

export type TradeState = 'NOTPAY' | 'SUCCESS' | 'REFUND' | 'CLOSED'

export interface Order {
  readonly outTradeNo: string
  readonly openid: string
  readonly description: string
  readonly attach: string | null
  readonly totalFen: number
  readonly notifyUrl: string
  /** The body it was made from: a repeat must be the same. */
  readonly made: string
  readonly createdAt: number
  /** Last moment to pay. */
  readonly payableUntil: number
  readonly state: TradeState
  /** 28 digits; null = not paid. */
  readonly transactionId: string | null
  readonly paidAt: number | null
}

export type RefundStatus = 'PROCESSING' | 'SUCCESS' | 'CLOSED' | 'ABNORMAL'

export interface RefundRecord {
  readonly refundId: string
  readonly outRefundNo: string
  readonly outTradeNo: string
  readonly transactionId: string
  readonly refundFen: number
  readonly totalFen: number
  readonly notifyUrl: string | null
  readonly createdAt: number
  readonly doneAt: number | null
  readonly status: RefundStatus
}

interface Prepay {
  readonly outTradeNo: string
  readonly at: number
}

/** All that WeChat Pay knows of one merchant's money, kept in the data folder. Times are ms of the sandbox's clock. */
export class Ledger {
  readonly #clock: Clock
  readonly #limits: PayLimits
  readonly #orders: PersistentMap<Order>
  readonly #prepays: PersistentMap<Prepay>
  readonly #refunds: PersistentMap<RefundRecord>

  constructor(dataDir: string, clock: Clock, limits: PayLimits) {
    this.#clock = clock
    this.#limits = limits
    this.#orders = new PersistentMap(join(dataDir, 'orders.jsonl'))
    this.#prepays = new PersistentMap(join(dataDir, 'prepays.jsonl'))
    this.#refunds = new PersistentMap(join(dataDir, 'refunds.jsonl'))
  }

  /** As it stands now: unpaid for seven days is closed. */
  order(outTradeNo: string): Order | undefined {
    const order = this.#orders.get(outTradeNo)
    const isStale = order?.state === 'NOTPAY' && this.#clock.now() - order.createdAt >= this.#limits.openMs
    return isStale ? this.change(order, { state: 'CLOSED' }) : order
  }

  orders(): Order[] {
    return this.#orders.values()
  }

  orderOfTransaction(transactionId: string): Order | undefined {
    return this.#orders.values().find((order) => order.transactionId === transactionId)
  }

  open(order: Omit<Order, 'state' | 'transactionId' | 'paidAt' | 'createdAt'>): Order {
    return this.#keep({
      ...order,
      createdAt: this.#clock.now(),
      state: 'NOTPAY',
      transactionId: null,
      paidAt: null,
    })
  }

  change(order: Order, changes: Partial<Pick<Order, 'state' | 'transactionId' | 'paidAt'>>): Order {
    return this.#keep({ ...order, ...changes })
  }

  /** A new prepay_id; older ones of the same order stay good (D-PY-04). */
  prepay({ outTradeNo }: Order): string {
    const id = `wx${digits(12)}${randomUUID().replaceAll('-', '')}0000`
    this.#prepays.set(id, { outTradeNo, at: this.#clock.now() })
    return id
  }

  /** undefined = never given out; 'old' = more than two hours ago. */
  orderOfPrepay(id: string): Order | 'old' | undefined {
    const prepay = this.#prepays.get(id)
    if (!prepay) return undefined
    return this.#clock.now() - prepay.at > this.#limits.prepayMs ? 'old' : this.order(prepay.outTradeNo)
  }

  paid(order: Order): Order {
    const transactionId = `42000${digits(23)}`
    return this.change(order, { state: 'SUCCESS', transactionId, paidAt: this.#clock.now() })
  }

  refund(outRefundNo: string): RefundRecord | undefined {
    return this.#refunds.get(outRefundNo)
  }

  refunds(): RefundRecord[] {
    return this.#refunds.values()
  }

  refundsOf({ outTradeNo }: Order): RefundRecord[] {
    return this.#refunds.values().filter((refund) => refund.outTradeNo === outTradeNo)
  }

  addRefund(refund: Omit<RefundRecord, 'refundId' | 'createdAt' | 'doneAt' | 'status'>): RefundRecord {
    return this.#refunds.set(refund.outRefundNo, {
      ...refund,
      refundId: `5${digits(28)}`,
      createdAt: this.#clock.now(),
      doneAt: null,
      status: 'PROCESSING',
    })
  }

  settle(refund: RefundRecord, status: RefundStatus): RefundRecord {
    const doneAt = status === 'SUCCESS' ? this.#clock.now() : null
    return this.#refunds.set(refund.outRefundNo, { ...refund, status, doneAt })
  }

  clear(): void {
    for (const kept of [this.#orders, this.#prepays, this.#refunds]) kept.clear()
  }

  #keep(order: Order): Order {
    return this.#orders.set(order.outTradeNo, order)
  }
}

function digits(count: number): string {
  return Array.from({ length: count }, () => randomInt(10)).join('')
}

/** RFC 3339 to the second, in China's zone. */
export const rfc3339 = (at: number): string =>
  `${new Date(at + 8 * 3600_000).toISOString().slice(0, 19)}+08:00`
