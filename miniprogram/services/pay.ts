import type { PaymentParams } from '../domain/api/order'
import type { SheetAnswer } from '../purchase/pay.store'

/** WeChat as far as paying needs it; a test gives its own. */
export interface PayGateway {
  requestPayment(payment: PaymentParams): Promise<unknown>
}

/**
 * WeChat's payment sheet (docs: wx.requestPayment). `paid` says that the phone believes it; only the server's question
 * to WeChat Pay proves it. `cancelled` is the person's own word; anything else is not known. Never rejects.
 */
export function paySheet(wx: PayGateway): (payment: PaymentParams) => Promise<SheetAnswer> {
  return async (payment) => {
    try {
      await wx.requestPayment({ ...payment })
      return 'paid'
    } catch (error) {
      const message = (error as { errMsg?: string } | null)?.errMsg ?? ''
      return /fail cancel/.test(message) ? 'cancelled' : 'failed'
    }
  }
}
