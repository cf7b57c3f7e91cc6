import type { Reply } from '../../miniprogram/domain/api/reply'
import { AppError } from '../../miniprogram/domain/errors'
import type { HttpRequest } from '../lib/define-http'
import { markPaid } from '../lib/orders/mark-paid'
import { recordRefund } from '../lib/orders/record-refund'
import type { Services } from '../lib/services'
import { type Notice, NoticeRefused } from '../lib/wechat-pay/payments'

type Deps = Pick<Services, 'payments' | 'orders' | 'goods' | 'clock' | 'log'>

/**
 * A notice of WeChat Pay: verified, unsealed, compared with our app and merchant, then with the order; what it tells is
 * written before it is answered, because afterwards the function may be frozen. Twice the same changes nothing.
 *
 * Errors: FORBIDDEN (not from WeChat Pay, or not for us), ORDER_NOT_FOUND (genuine, but no order of ours is settled by
 * it: number, amount, currency, payer or transaction differ). WeChat Pay then repeats the notice for a day, and every
 * time the log says so: somebody paid, and a person has to look.
 */
export function receiveNotice(deps: Deps): (request: HttpRequest) => Promise<void> {
  return async (request) => {
    const notice = read(deps, request)
    const outcome =
      notice.kind === 'paid'
        ? await markPaid(deps)(notice.payment)
        : ((await recordRefund(deps)(notice.refund)) ?? 'unknown')
    if (outcome === 'unknown' || outcome === 'mismatch') throw new AppError('ORDER_NOT_FOUND')
  }
}

/** docs, "支付成功回调通知": 200 needs no body, a failure names itself FAIL. */
export const toPayFields = ({ ok }: Reply<void>) =>
  ok ? { code: 'SUCCESS', message: '成功' } : { code: 'FAIL', message: '失败' }

function read({ payments, log }: Deps, request: HttpRequest): Notice {
  try {
    return payments.readNotice(request)
  } catch (error) {
    if (!(error instanceof NoticeRefused)) throw error
    log({ event: 'notice-refused', why: error.why })
    throw new AppError('FORBIDDEN', error.why)
  }
}
