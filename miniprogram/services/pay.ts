import type { PaymentParams } from '../domain/api/order'
import type { SheetAnswer } from '../stores/pay.store'

/**
 * WeChat's payment sheet (docs: wx.requestPayment). `ok` says that the phone believes it; only the server's question to
 * WeChat Pay proves it. `cancel` is the person's own word; anything else is not known.
 */
export async function openPaySheet(payment: PaymentParams): Promise<SheetAnswer> {
  try {
    await wx.requestPayment({ ...payment })
    return 'paid'
  } catch (error) {
    const message = (error as { errMsg?: string } | null)?.errMsg ?? ''
    return /fail cancel/.test(message) ? 'cancelled' : 'failed'
  }
}
