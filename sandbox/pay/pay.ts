import { join } from 'node:path'
import type { FaultTargets } from '../faults/fault-kind.ts'
import type { PartContext, PartHandle } from '../part.ts'
import { createRequestGuard } from '../web/request-guard.ts'
import { startWebServer } from '../web/web-server.ts'
import { addPayApi } from './api.ts'
import { type Bill, Checkout, CheckoutRefused, type PayHow, type PaymentRequest } from './checkout.ts'
import { payFaultKinds } from './fault-kinds.ts'
import { PayFaults } from './faults.ts'
import { openPayKeys, type PayKeys } from './keys.ts'
import { Ledger, type Order, type RefundRecord } from './ledger.ts'
import { PAY_LIMITS, type PayLimits } from './limits.ts'
import { NoticeSender, type SentNotice } from './notice-sender.ts'
import { paymentNotice, refundNotice } from './notices.ts'
import { Refunds } from './refunds.ts'
import { Transactions } from './transactions.ts'

export type { Bill, PayHow, PayKeys, PayLimits, PaymentRequest, SentNotice }
export { CheckoutRefused }

/** Where functions believe to be: the sandbox leads their requests to this part. */
export const PAY_HOSTS = ['https://api.mch.weixin.qq.com', 'https://api2.mch.weixin.qq.com'] as const

export interface PayDeps {
  /** The Mini Program that is bound to the merchant. */
  readonly appid: string
  readonly mchid: string
  /** Whether the openid is a person of this app. */
  readonly isPerson: (openid: string) => boolean
  /** The merchant's public address → where it is reached on this machine; null = nobody there. */
  readonly reach: (notifyUrl: string) => Promise<string | null> | string | null
  readonly limits?: Partial<PayLimits>
}

/** A payment as WeChat's other services know it. */
export interface SettledOrder {
  readonly outTradeNo: string
  readonly transactionId: string
  readonly openid: string
  readonly description: string
  readonly paidAt: number
  readonly isRefunded: boolean
}

export interface PayHandle extends PartHandle {
  readonly mchid: string
  readonly keys: PayKeys
  readonly faults: FaultTargets
  /** The payment sheet asks what is to be paid. Throws CheckoutRefused. */
  look(openid: string, request: PaymentRequest): Bill
  /** The person pays. Throws CheckoutRefused. */
  pay(openid: string, request: PaymentRequest, how: PayHow): void
  orders(): readonly Order[]
  refunds(): readonly RefundRecord[]
  /** The newest notices as they were sent, oldest first. */
  notices(): readonly SentNotice[]
  /** Paid orders by either number. */
  settled(key: { transactionId?: string; outTradeNo?: string }): SettledOrder | undefined
}

/**
 * WeChat Pay v3 for one merchant: HTTP API, payment sheet, notices. It proves protocol and idempotency, never that
 * WeChat Pay would accept the merchant.
 */
export async function startPay(ctx: PartContext, deps: PayDeps): Promise<PayHandle> {
  const { clock, log, dataDir } = ctx
  const { appid, mchid } = deps
  const limits = { ...PAY_LIMITS, ...deps.limits }
  const keys = openPayKeys(join(dataDir, 'keys.json'))
  const ledger = new Ledger(dataDir, clock, limits)
  const faults = new PayFaults()
  const notices = new NoticeSender({ keys, clock, log, limits, reach: deps.reach, faults })
  const transactions = new Transactions({ ...deps, ledger, limits, clock })
  const refunds = new Refunds({
    mchid,
    ledger,
    limits,
    clock,
    isPoor: () => faults.emptyAccount.newest() === true,
    outcome: () => faults.refundEnds.newest() ?? 'SUCCESS',
    settled: (refund) => {
      const notice = refundNotice(refund, refunds.noticeView(refund), { keys, clock })
      if (notice) notices.send(notice)
    },
  })
  const checkout = new Checkout({
    appid,
    keys,
    ledger,
    clock,
    paid: (order) =>
      notices.send(paymentNotice(order, transactions.view(order), faults.wrong.newest(), { keys, clock })),
  })
  // Merchants' servers only: no page, not even a phone's, asks here.
  const web = await startWebServer({ guard: createRequestGuard(() => false) })
  addPayApi(web.app, {
    mchid,
    keys,
    clock,
    log,
    skewMs: limits.skewMs,
    transactions,
    refunds,
    faults,
  })

  return {
    name: 'pay',
    url: web.url,
    mchid,
    keys,
    faults: payFaultKinds(faults, notices),
    look: (openid, request) => checkout.look(openid, request),
    pay: (openid, request, how) => checkout.pay(openid, request, how),
    orders: () => ledger.orders(),
    refunds: () => ledger.refunds(),
    notices: () => notices.sent(),
    settled: ({ transactionId, outTradeNo }) => {
      const order =
        transactionId === undefined
          ? ledger.order(outTradeNo ?? '')
          : ledger.orderOfTransaction(transactionId)
      return order && settledOrder(order, ledger)
    },
    reset: async () => {
      refunds.stop()
      faults.clear()
      transactions.clear()
      ledger.clear()
      await notices.clear()
    },
    stop: async () => {
      refunds.stop()
      notices.stop()
      await web.stop()
    },
  }
}

function settledOrder(order: Order, ledger: Ledger): SettledOrder | undefined {
  const { transactionId, paidAt, outTradeNo, openid, description, totalFen } = order
  if (transactionId === null || paidAt === null) return undefined
  const backFen = ledger
    .refundsOf(order)
    .filter(({ status }) => status !== 'CLOSED')
    .reduce((sum, { refundFen }) => sum + refundFen, 0)
  return { outTradeNo, transactionId, openid, description, paidAt, isRefunded: backFen >= totalFen }
}
