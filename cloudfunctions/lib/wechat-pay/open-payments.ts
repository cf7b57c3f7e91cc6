import { randomBytes } from 'node:crypto'
import type { Clock } from '../clock'
import type { Fetch } from './pay-client'
import { readPayConfig } from './pay-config'
import type { Payments } from './payments'
import { wechatPayments } from './wechat-payments'

/** WeChat Pay from a function's environment, read at first use: functions without its keys start, too. Throws ConfigError then. */
export function openPayments(
  env: Readonly<Record<string, string | undefined>>,
  deps: { readonly clock: Clock; readonly fetch: Fetch },
): Payments {
  let made: Payments | undefined
  const real = () => {
    made ??= wechatPayments({
      ...deps,
      config: readPayConfig(env),
      nonce: () => randomBytes(16).toString('hex'),
    })
    return made
  }
  return {
    prepay: async (order) => real().prepay(order),
    query: async (outTradeNo) => real().query(outTradeNo),
    close: async (outTradeNo) => real().close(outTradeNo),
    refund: async (refund) => real().refund(refund),
    queryRefund: async (outRefundNo) => real().queryRefund(outRefundNo),
    readNotice: (notice) => real().readNotice(notice),
  }
}
