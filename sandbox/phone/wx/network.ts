import type { WxFamily } from '../runtime/phone-runtime.ts'
import { asyncApi } from './callback.ts'

/** wx.getNetworkType. Source: WeChat docs, API/设备/网络. D-WX-50: signal strength and proxy are constants. */
export const network: WxFamily = (phone) => ({
  getNetworkType: asyncApi(phone, 'getNetworkType', () => ({
    networkType: phone.network.type(),
    weakNet: phone.network.isWeak(),
    signalStrength: 4,
    hasSystemProxy: false,
  })),
})
