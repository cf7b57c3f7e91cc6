import type { Clock } from '../part.ts'
import type { PayKeys } from './keys.ts'
import type { Ledger, Order } from './ledger.ts'
import { isPaySign } from './signatures.ts'

/** What the app hands to wx.requestPayment; whose app it is, the phone says. */
export interface PaymentRequest {
  readonly timeStamp: string
  readonly nonceStr: string
  readonly package: string
  readonly signType: string
  readonly paySign: string
}

/** What the payment sheet shows. */
export interface Bill {
  readonly totalFen: number
  readonly description: string
}

/** How the person pays: once, with an impatient second tap, or with a bank that says no. */
export type PayHow = 'once' | 'twice' | 'fails'

/** `requestPayment:fail <message>`; exact texts are not documented (D-PY-06). */
export class CheckoutRefused extends Error {}

export interface CheckoutDeps {
  readonly appid: string
  readonly keys: PayKeys
  readonly ledger: Ledger
  readonly clock: Clock
  readonly paid: (order: Order) => void
}

/** WeChat Pay's side of the payment sheet. Throws CheckoutRefused. */
export class Checkout {
  readonly #deps: CheckoutDeps

  constructor(deps: CheckoutDeps) {
    this.#deps = deps
  }

  look(openid: string, request: PaymentRequest): Bill {
    const { totalFen, description } = this.#payable(openid, request)
    return { totalFen, description }
  }

  pay(openid: string, request: PaymentRequest, how: PayHow): void {
    const order = this.#payable(openid, request)
    if (how === 'fails') throw new CheckoutRefused('支付失败，银行卡余额不足')
    const { ledger, paid } = this.#deps
    const settled = ledger.paid(order)
    paid(settled)
    if (how === 'once') return
    // The second tap meets a paid order: nothing more is taken.
    try {
      this.#payable(openid, request)
    } catch (error) {
      if (error instanceof CheckoutRefused) return
      throw error
    }
    throw new Error('an order could be paid twice')
  }

  #payable(openid: string, request: PaymentRequest): Order {
    const { appid, keys, ledger, clock } = this.#deps
    const prepayId = /^prepay_id=(.+)$/.exec(request.package)?.[1]
    const isFormed =
      prepayId !== undefined &&
      request.signType === 'RSA' &&
      /^\d{10}$/.test(request.timeStamp) && // seconds: milliseconds have 13 digits
      request.nonceStr !== '' &&
      request.nonceStr.length <= 32
    if (!isFormed || !isPaySign({ appid, ...request }, keys.merchantPublicKey))
      throw new CheckoutRefused('支付签名验证失败')
    const order = ledger.orderOfPrepay(prepayId)
    if (order === undefined) throw new CheckoutRefused('支付签名验证失败')
    if (order === 'old') throw new CheckoutRefused('预支付交易会话已过期')
    if (order.openid !== openid) throw new CheckoutRefused('下单账号与支付账号不一致')
    if (order.state === 'CLOSED') throw new CheckoutRefused('订单已关闭')
    if (order.state !== 'NOTPAY') throw new CheckoutRefused('该订单已支付')
    if (clock.now() > order.payableUntil) throw new CheckoutRefused('订单已过期')
    return order
  }
}
