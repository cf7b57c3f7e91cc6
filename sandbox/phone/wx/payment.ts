import type { PaymentRequest } from '../link/link.ts'
import { NetworkLost } from '../runtime/network.ts'
import type { PhoneRuntime, WxFamily } from '../runtime/phone-runtime.ts'
import { asyncApi, WxFailure } from './callback.ts'
import { requireString } from './parameters.ts'
import { askPayment } from './surfaces/payment-sheet.ts'

const FIELDS = ['timeStamp', 'nonceStr', 'package', 'signType', 'paySign'] as const

/**
 * wx.requestPayment: WeChat Pay judges what is asked for, the person answers the sheet, WeChat Pay takes the money.
 * D-WX-42: the app stays in the foreground, and there is no page that says 支付成功. Source: WeChat docs,
 * wx.requestPayment.
 */
export const payment: WxFamily = (phone) => ({
  requestPayment: asyncApi<Record<string, unknown>>(phone, 'requestPayment', async (options) => {
    const request = readRequest(options)
    const bill = await overNetwork(phone, () => phone.link.request('pay.look', request))
    const how = await askPayment(phone, bill)
    if (how === null) throw new WxFailure('cancel')
    await overNetwork(phone, () => phone.link.request('pay.pay', { ...request, how }))
  }),
})

function readRequest(options: Record<string, unknown>): PaymentRequest {
  // The documents give MD5 as what counts when signType is left out; WeChat Pay v3 signs with RSA alone.
  const given = { signType: 'MD5', ...options }
  return Object.fromEntries(
    FIELDS.map((name) => [name, requireString(given, name)]),
  ) as unknown as PaymentRequest
}

/** A refusal of WeChat Pay is told in its words; a lost network says nothing about whether the money went. */
async function overNetwork<T>(phone: PhoneRuntime, ask: () => Promise<T>): Promise<T> {
  try {
    await phone.network.travel('up', 0)
    const answered = await phone.network.guard(ask())
    await phone.network.travel('down', 0)
    return answered
  } catch (error) {
    const { message } = error as { message: string }
    throw new WxFailure(error instanceof NetworkLost ? `network error: ${message}` : message)
  }
}
