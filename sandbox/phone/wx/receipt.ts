import type { OrderKey } from '../link/link.ts'
import type { PhoneRuntime, WxFamily } from '../runtime/phone-runtime.ts'
import { asyncApi } from './callback.ts'
import { unsupported } from './refuse.ts'
import { askReceipt } from './surfaces/receipt-sheet.ts'

/** Mini Program of the 确认收货组件. Source: WeChat docs, 小程序确认收货组件. */
const RECEIPT_APPID = 'wx1183b055aeec94d1'

interface BusinessView {
  businessType?: string
  extraData?: { transaction_id?: string; merchant_id?: string; merchant_trade_no?: string }
}

/** wx.openBusinessView for 确认收货: the answer arrives in App.onShow as referrerInfo. D-WX-84. */
export const receipt: WxFamily = (phone) => ({
  openBusinessView: asyncApi<BusinessView>(phone, 'openBusinessView', ({ businessType, extraData = {} }) => {
    if (businessType !== 'weappOrderConfirm') throw unsupported('D-WX-84')
    phone
      .visit(async () => ({
        appId: RECEIPT_APPID,
        extraData: { ...(await confirmReceipt(phone, extraData)), req_extradata: extraData },
      }))
      .catch((error: unknown) => phone.reportError(error, 'wx.openBusinessView'))
  }),
})

async function confirmReceipt(
  phone: PhoneRuntime,
  { transaction_id, merchant_id, merchant_trade_no }: NonNullable<BusinessView['extraData']>,
): Promise<{ status: 'success' | 'cancel' } | { status: 'fail'; errormsg: string }> {
  const key: OrderKey = {
    transactionId: transaction_id,
    merchantId: merchant_id,
    merchantTradeNo: merchant_trade_no,
  }
  const { can } = await phone.link.request('receipt.ask', key)
  if (!can) return { status: 'fail', errormsg: '订单不可确认收货' }
  if (!(await askReceipt(phone))) return { status: 'cancel' }
  const { done } = await phone.link.request('receipt.confirm', key)
  return done ? { status: 'success' } : { status: 'fail', errormsg: '订单不可确认收货' }
}
