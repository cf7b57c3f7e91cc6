import type { Clock } from '../clock'
import {
  NoticeRefused,
  type Paid,
  type Payment,
  type Payments,
  PayRefused,
  PayUnknown,
  type PrepayOrder,
  type Refund,
} from '../wechat-pay/payments'

export interface InMemoryPayments extends Payments {
  /** The person pays; answers what a notice would tell. Throws when the order is not open. */
  pays(outTradeNo: string, changes?: Partial<Paid>): Paid
  /** An accepted refund comes to its end; answers what a notice would tell. */
  settles(outRefundNo: string, state: Refund['state']): Refund
  /** The next calls fail as if WeChat Pay did not answer, before or after it did what was asked. */
  losesNext(calls: number, when: 'before' | 'after'): void
  /** What the merchant's account still holds; refunds above it answer NOT_ENOUGH. */
  balanceFen: number
  /** Fen that were paid, and given back, by order number. */
  readonly money: ReadonlyMap<string, { paid: number; refunded: number }>
}

interface Kept {
  readonly order: PrepayOrder
  payment: Payment
}

/** Payments that keep the contract without WeChat Pay. They have no keys, so no notice is genuine: `a-notice.ts` has. */
export function inMemoryPayments({ clock }: { clock: Clock }): InMemoryPayments {
  const orders = new Map<string, Kept>()
  const refunds = new Map<string, Refund>()
  const money = new Map<string, { paid: number; refunded: number }>()
  let lost: ('before' | 'after')[] = []
  let number = 0

  /** Runs one call, with the loss that was ordered for it. */
  async function call<T>(run: () => T): Promise<T> {
    const loss = lost.shift()
    if (loss === 'before') throw new PayUnknown('no answer')
    const answer = run()
    if (loss === 'after') throw new PayUnknown('no answer')
    return answer
  }
  const refundedOf = (outTradeNo: string) =>
    [...refunds.values()]
      .filter((refund) => refund.outTradeNo === outTradeNo && refund.state !== 'failed')
      .reduce((sum, { refundFen }) => sum + refundFen, 0)

  const payments: InMemoryPayments = {
    balanceFen: Number.MAX_SAFE_INTEGER,
    money,
    prepay: (order) =>
      call(() => {
        const kept = orders.get(order.outTradeNo)
        if (kept && JSON.stringify(kept.order) !== JSON.stringify(order))
          throw new PayRefused('INVALID_REQUEST', '请求重入时，参数与首次请求时不一致')
        if (kept?.payment.state === 'closed') throw new PayRefused('ORDER_CLOSED', '订单已关闭')
        if (kept && kept.payment.state !== 'unpaid') throw new PayRefused('ORDER_PAID', '该订单已支付')
        if (!kept)
          orders.set(order.outTradeNo, {
            order,
            payment: { state: 'unpaid', outTradeNo: order.outTradeNo },
          })
        return {
          timeStamp: String(Math.floor(clock.now() / 1000)),
          nonceStr: 'nonce',
          package: `prepay_id=${order.outTradeNo}`,
          signType: 'RSA',
          paySign: 'signed',
        }
      }),
    query: (outTradeNo) => call(() => orders.get(outTradeNo)?.payment ?? null),
    close: (outTradeNo) =>
      call(() => {
        const kept = orders.get(outTradeNo)
        if (!kept) return 'closed'
        if (kept.payment.state === 'paid' || kept.payment.state === 'refunded') return 'paid'
        kept.payment = { state: 'closed', outTradeNo }
        return 'closed'
      }),
    refund: ({ outTradeNo, outRefundNo, refundFen, totalFen }) =>
      call(() => {
        const kept = orders.get(outTradeNo)
        if (kept?.payment.state !== 'paid' && kept?.payment.state !== 'refunded')
          throw new PayRefused('RESOURCE_NOT_EXISTS', '订单不存在')
        const known = refunds.get(outRefundNo)
        if (known) {
          if (known.refundFen === refundFen && known.totalFen === totalFen) return known
          throw new PayRefused('INVALID_REQUEST', '订单金额或退款金额与之前请求不一致')
        }
        if (totalFen !== kept.payment.totalFen || refundedOf(outTradeNo) + refundFen > totalFen)
          throw new PayRefused('INVALID_REQUEST', '申请退款金额超过订单可退金额')
        if (refundFen > payments.balanceFen) throw new PayRefused('NOT_ENOUGH', '余额不足')
        payments.balanceFen -= refundFen
        number += 1
        const refund: Refund = {
          state: 'processing',
          outTradeNo,
          outRefundNo,
          refundID: `refund${number}`,
          refundFen,
          totalFen,
        }
        refunds.set(outRefundNo, refund)
        kept.payment = { ...kept.payment, state: 'refunded' }
        return refund
      }),
    queryRefund: (outRefundNo) => call(() => refunds.get(outRefundNo) ?? null),
    readNotice: () => {
      throw new NoticeRefused('signature')
    },
    pays(outTradeNo, changes) {
      const kept = orders.get(outTradeNo)
      if (kept?.payment.state !== 'unpaid') throw new Error(`${outTradeNo} cannot be paid`)
      number += 1
      const paid: Paid = {
        state: 'paid',
        outTradeNo,
        transactionID: `420000${String(number).padStart(22, '0')}`,
        totalFen: kept.order.totalFen,
        currency: 'CNY',
        openid: kept.order.openid,
        paidAt: clock.now(),
        ...changes,
      }
      kept.payment = paid
      money.set(outTradeNo, { paid: paid.totalFen, refunded: 0 })
      return paid
    },
    settles(outRefundNo, state) {
      const refund = refunds.get(outRefundNo)
      if (!refund) throw new Error(`no refund ${outRefundNo}`)
      const settled = { ...refund, state }
      refunds.set(outRefundNo, settled)
      const sums = money.get(refund.outTradeNo)
      if (sums && state === 'done' && refund.state !== 'done') sums.refunded += refund.refundFen
      return settled
    },
    losesNext(calls, when) {
      lost = Array<'before' | 'after'>(calls).fill(when)
    },
  }
  return payments
}
