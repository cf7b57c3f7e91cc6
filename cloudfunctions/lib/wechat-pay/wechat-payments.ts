import { type PayClientDeps, payClient } from './pay-client'
import { isPaid, isPayRefused, type Payment, type Payments, PayUnknown, type Refund } from './payments'
import { readNotice } from './read-notice'
import { signPayment } from './signatures'
import {
  parseAnswer,
  paymentOf,
  prepaySchema,
  refundOf,
  refundSchema,
  transactionSchema,
} from './wire.schema'

/** WeChat Pay v3, Mini Program (JSAPI), for a direct merchant: pay.weixin.qq.com/doc/v3/merchant/4012791897 and its sisters. */
export function wechatPayments(deps: PayClientDeps): Payments {
  const { config, clock } = deps
  const ask = payClient(deps)

  async function query(outTradeNo: string): Promise<Payment | null> {
    const path = `/v3/pay/transactions/out-trade-no/${encodeURIComponent(outTradeNo)}?mchid=${config.mchid}`
    const body = await ask({ method: 'GET', path }).catch(nullWhen('ORDER_NOT_EXIST'))
    if (body === null) return null
    const found = parseAnswer(transactionSchema, body, 'query')
    if (found.appid !== config.appid || found.mchid !== config.mchid || found.out_trade_no !== outTradeNo)
      throw new PayUnknown('query: the answer is about another order')
    return paymentOf(found)
  }

  return {
    async prepay({ outTradeNo, description, totalFen, openid, expiresAt }) {
      const body = await ask({
        method: 'POST',
        path: '/v3/pay/transactions/jsapi',
        body: {
          appid: config.appid,
          mchid: config.mchid,
          description,
          out_trade_no: outTradeNo,
          time_expire: rfc3339(expiresAt),
          notify_url: config.notifyUrl,
          amount: { total: totalFen, currency: 'CNY' },
          payer: { openid },
        },
      })
      const { prepay_id } = parseAnswer(prepaySchema, body, 'prepay')
      const stamp = { timestamp: String(Math.floor(clock.now() / 1000)), nonce: deps.nonce() }
      const prepay = `prepay_id=${prepay_id}`
      return {
        timeStamp: stamp.timestamp,
        nonceStr: stamp.nonce,
        package: prepay,
        signType: 'RSA',
        paySign: signPayment(config.appid, prepay, stamp, config.privateKey),
      }
    },

    query,

    async close(outTradeNo) {
      const path = `/v3/pay/transactions/out-trade-no/${encodeURIComponent(outTradeNo)}/close`
      try {
        await ask({ method: 'POST', path, body: { mchid: config.mchid } })
        return 'closed'
      } catch (error) {
        // How a paid order's refusal is spelled differs between pages: the order itself says it.
        if (!isPayRefused(error)) throw error
        const payment = await query(outTradeNo)
        if (isPaid(payment)) return 'paid'
        if (payment?.state === 'closed') return 'closed'
        throw error
      }
    },

    async refund({ outTradeNo, outRefundNo, refundFen, totalFen, reason }) {
      const body = await ask({
        method: 'POST',
        path: '/v3/refund/domestic/refunds',
        body: {
          out_trade_no: outTradeNo,
          out_refund_no: outRefundNo,
          ...(reason !== undefined && { reason }),
          notify_url: config.notifyUrl,
          amount: { refund: refundFen, total: totalFen, currency: 'CNY' },
        },
      })
      return refundIn(body, outRefundNo, 'refund')
    },

    async queryRefund(outRefundNo) {
      const path = `/v3/refund/domestic/refunds/${encodeURIComponent(outRefundNo)}`
      const body = await ask({ method: 'GET', path }).catch(nullWhen('RESOURCE_NOT_EXISTS'))
      if (body === null) return null
      return refundIn(body, outRefundNo, 'query refund')
    },

    readNotice: (notice) => readNotice({ ...config, clock }, notice),
  }
}

function refundIn(body: string, outRefundNo: string, what: string): Refund {
  const found = parseAnswer(refundSchema, body, what)
  if (found.out_refund_no !== outRefundNo) throw new PayUnknown(`${what}: the answer is about another refund`)
  return refundOf(found, found.status)
}

const nullWhen = (payCode: string) => (error: unknown) => {
  if (isPayRefused(error, payCode)) return null
  throw error
}

/** RFC 3339 to the second, in China's zone, as the documents show it. */
function rfc3339(at: number): string {
  return `${new Date(at + 8 * 3600_000).toISOString().slice(0, 19)}+08:00`
}
