import type { Clock } from '../part.ts'
import { perSecond, RateLimiter } from '../rate-limiter.ts'
import type { RefundBody } from './bodies.schema.ts'
import { invalidRequest, PayError, tooOften } from './errors.ts'
import { type Ledger, type Order, type RefundRecord, type RefundStatus, rfc3339 } from './ledger.ts'
import type { PayLimits } from './limits.ts'

export interface RefundsDeps {
  readonly mchid: string
  readonly ledger: Ledger
  readonly limits: PayLimits
  readonly clock: Clock
  /** Whether the merchant's account is empty. */
  readonly isPoor: () => boolean
  /** How refunds end that settle now. */
  readonly outcome: () => Exclude<RefundStatus, 'PROCESSING'>
  /** A refund came to its end. */
  readonly settled: (refund: RefundRecord) => void
}

/** Refunds of one merchant: doc/v3/merchant 4012552567, 4012556457. Accepted first, done a while later (D-PY-05). */
export class Refunds {
  readonly #deps: RefundsDeps
  readonly #limiter: RateLimiter
  readonly #waits = new Set<NodeJS.Timeout>()

  /** Takes up what was under way when the sandbox last ended. */
  constructor(deps: RefundsDeps) {
    this.#deps = deps
    this.#limiter = new RateLimiter(deps.clock)
    for (const refund of deps.ledger.refunds()) if (refund.status === 'PROCESSING') this.#settleLater(refund)
  }

  create(body: RefundBody): object {
    const { ledger, limits } = this.#deps
    if (!this.#limiter.take('refund', perSecond(limits.refundsPerSecond))) throw tooOften()
    const order = this.#orderOf(body)
    const known = ledger.refund(body.out_refund_no)
    const { refund: refundFen, total: totalFen } = body.amount
    if (known) {
      const isSame =
        known.outTradeNo === order.outTradeNo && known.refundFen === refundFen && known.totalFen === totalFen
      if (isSame) return this.view(known)
      throw invalidRequest('订单金额或退款金额与之前请求不一致，请核实后再试')
    }
    this.#requireAllowed(order, refundFen, totalFen)
    const refund = ledger.addRefund({
      outRefundNo: body.out_refund_no,
      outTradeNo: order.outTradeNo,
      transactionId: order.transactionId ?? '',
      refundFen,
      totalFen,
      notifyUrl: body.notify_url ?? null,
    })
    if (order.state === 'SUCCESS') ledger.change(order, { state: 'REFUND' }) // D-PY-05: when it flips is not known
    this.#settleLater(refund)
    return this.view(refund)
  }

  byNumber(outRefundNo: string): object {
    const refund = this.#deps.ledger.refund(outRefundNo)
    if (!refund) throw new PayError(404, 'RESOURCE_NOT_EXISTS', '退款单不存在')
    return this.view(refund)
  }

  /** As accepting and query tell it; the notice words it differently. */
  view(refund: RefundRecord): object {
    return {
      ...this.#common(refund),
      channel: 'ORIGINAL',
      create_time: rfc3339(refund.createdAt),
      status: refund.status,
      funds_account: 'AVAILABLE',
      amount: {
        ...amountOf(refund),
        settlement_total: refund.totalFen,
        settlement_refund: refund.refundFen,
        discount_refund: 0,
        currency: 'CNY',
      },
    }
  }

  noticeView(refund: RefundRecord): object {
    return {
      mchid: this.#deps.mchid,
      ...this.#common(refund),
      refund_status: refund.status,
      amount: amountOf(refund),
    }
  }

  stop(): void {
    for (const wait of this.#waits) clearTimeout(wait)
    this.#waits.clear()
  }

  #common(refund: RefundRecord) {
    return {
      refund_id: refund.refundId,
      out_refund_no: refund.outRefundNo,
      transaction_id: refund.transactionId,
      out_trade_no: refund.outTradeNo,
      user_received_account: '支付用户零钱',
      ...(refund.doneAt !== null && { success_time: rfc3339(refund.doneAt) }),
    }
  }

  #orderOf({ out_trade_no = '', transaction_id = '' }: RefundBody): Order {
    const { ledger } = this.#deps
    const order = out_trade_no === '' ? ledger.orderOfTransaction(transaction_id) : ledger.order(out_trade_no)
    if (!order || order.paidAt === null) throw new PayError(404, 'RESOURCE_NOT_EXISTS', '订单不存在')
    return order
  }

  #requireAllowed(order: Order, refundFen: number, totalFen: number): void {
    const { ledger, limits, clock, isPoor } = this.#deps
    const now = clock.now()
    const others = ledger.refundsOf(order).filter(({ status }) => status !== 'CLOSED')
    const backFen = others.reduce((sum, one) => sum + one.refundFen, 0)
    if (totalFen !== order.totalFen) throw invalidRequest('订单金额或退款金额与之前请求不一致，请核实后再试')
    if (backFen >= totalFen) throw invalidRequest('订单已全额退款')
    if (backFen + refundFen > totalFen) throw invalidRequest('申请退款金额超过订单可退金额')
    if (now - (order.paidAt ?? now) > limits.refundableMs) throw invalidRequest('订单已过可退款的最大期限')
    if (others.length >= limits.refundsPerOrder) throw invalidRequest('退款次数超过限制')
    if (others.some(({ createdAt }) => now - createdAt < limits.refundGapMs)) throw tooOften()
    if (isPoor()) throw new PayError(403, 'NOT_ENOUGH', '基本账户余额不足，请充值后重新发起')
  }

  #settleLater(refund: RefundRecord): void {
    const { limits, ledger, outcome, settled } = this.#deps
    const wait = setTimeout(() => {
      this.#waits.delete(wait)
      settled(ledger.settle(refund, outcome()))
    }, limits.refundTakesMs)
    wait.unref()
    this.#waits.add(wait)
  }
}

const amountOf = ({ totalFen, refundFen }: RefundRecord) => ({
  total: totalFen,
  refund: refundFen,
  payer_total: totalFen,
  payer_refund: refundFen,
})
