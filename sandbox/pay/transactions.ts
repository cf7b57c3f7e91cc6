import type { Clock } from '../part.ts'
import { perSecond, RateLimiter } from '../rate-limiter.ts'
import type { OrderBody } from './bodies.schema.ts'
import { invalidRequest, PayError, paramError, tooOften } from './errors.ts'
import { type Ledger, type Order, rfc3339, type TradeState } from './ledger.ts'
import type { PayLimits } from './limits.ts'

export interface TransactionsDeps {
  readonly appid: string
  readonly mchid: string
  readonly ledger: Ledger
  readonly limits: PayLimits
  readonly clock: Clock
  /** Whether the openid is a person of this app. */
  readonly isPerson: (openid: string) => boolean
}

const STATE_TEXT: Readonly<Record<TradeState, string>> = {
  NOTPAY: '订单未支付',
  SUCCESS: '支付成功',
  REFUND: '订单发生过退款',
  CLOSED: '订单已关闭',
}

export const orderPaid = (): PayError => new PayError(400, 'ORDER_PAID', '该订单已支付') // D-PY-02: status not known
const orderClosed = () => new PayError(400, 'ORDER_CLOSED', '订单已关闭')
const noOrder = () => new PayError(404, 'ORDER_NOT_EXIST', '订单不存在')

/** JSAPI order, query and close for one merchant: doc/v3/merchant 4012791897 and its sisters. */
export class Transactions {
  readonly #deps: TransactionsDeps
  readonly #limiter: RateLimiter
  /** Closed before they were ever made: they stay unusable (one public report, D-PY-04). */
  readonly #neverMade = new Set<string>()

  constructor(deps: TransactionsDeps) {
    this.#deps = deps
    this.#limiter = new RateLimiter(deps.clock)
  }

  create(body: OrderBody): { prepay_id: string } {
    const { ledger, limits, appid, isPerson } = this.#deps
    if (!this.#limiter.take('order', perSecond(limits.ordersPerSecond))) throw tooOften()
    this.#requireOwn(body.mchid)
    if (body.appid !== appid) throw new PayError(400, 'APPID_MCHID_NOT_MATCH', 'appid和mchid不匹配')
    if (!isPerson(body.payer.openid)) throw paramError('无效的openid', 'payer.openid')
    const made = JSON.stringify(body)
    const known = ledger.order(body.out_trade_no)
    if (this.#neverMade.has(body.out_trade_no)) throw orderClosed()
    if (!known) return { prepay_id: ledger.prepay(this.#open(body, made)) }
    if (known.state === 'CLOSED') throw orderClosed()
    if (known.state !== 'NOTPAY') throw orderPaid()
    if (known.made !== made) throw invalidRequest('请求重入时，参数与首次请求时不一致')
    return { prepay_id: ledger.prepay(known) }
  }

  byNumber(outTradeNo: string, mchid: string | undefined): object {
    this.#requireOwn(mchid)
    const order = this.#deps.ledger.order(outTradeNo)
    if (!order) throw noOrder()
    return this.view(order)
  }

  /** Of paid orders only. */
  byTransaction(transactionId: string, mchid: string | undefined): object {
    this.#requireOwn(mchid)
    const order = this.#deps.ledger.orderOfTransaction(transactionId)
    if (!order) throw noOrder()
    return this.view(order)
  }

  close(outTradeNo: string, mchid: string): void {
    this.#requireOwn(mchid)
    const { ledger } = this.#deps
    const order = ledger.order(outTradeNo)
    if (!order) this.#neverMade.add(outTradeNo)
    else if (order.state === 'NOTPAY') ledger.change(order, { state: 'CLOSED' })
    else if (order.state !== 'CLOSED') throw orderPaid()
  }

  /** As query and notice tell it. */
  view(order: Order): Record<string, unknown> {
    const { appid, mchid } = this.#deps
    return {
      appid,
      mchid,
      out_trade_no: order.outTradeNo,
      trade_state: order.state,
      trade_state_desc: STATE_TEXT[order.state],
      ...(order.paidAt !== null && {
        transaction_id: order.transactionId,
        trade_type: 'JSAPI',
        bank_type: 'OTHERS',
        ...(order.attach !== null && { attach: order.attach }),
        success_time: rfc3339(order.paidAt),
        payer: { openid: order.openid },
        amount: {
          total: order.totalFen,
          payer_total: order.totalFen,
          currency: 'CNY',
          payer_currency: 'CNY',
        },
      }),
    }
  }

  clear(): void {
    this.#neverMade.clear()
  }

  #open(body: OrderBody, made: string): Order {
    const { ledger, limits, clock } = this.#deps
    const now = clock.now()
    const wanted = body.time_expire === undefined ? now + limits.openMs : Date.parse(body.time_expire)
    return ledger.open({
      outTradeNo: body.out_trade_no,
      openid: body.payer.openid,
      description: body.description,
      attach: body.attach ?? null,
      totalFen: body.amount.total,
      notifyUrl: body.notify_url,
      made,
      payableUntil: Math.min(Math.max(wanted, now + limits.leastOpenMs), now + limits.mostOpenMs),
    })
  }

  #requireOwn(mchid: string | undefined): void {
    if (mchid !== this.#deps.mchid) throw paramError('商户号与签名的商户号不一致', 'mchid')
  }
}
