import type { WxFamily } from '../runtime/phone-runtime.ts'
import { asyncApi } from './callback.ts'
import { requireString } from './parameters.ts'
import { privacyOf } from './privacy.ts'
import { toastOf } from './surfaces/toast.ts'

/** How long WeChat's own 内容已复制 stays, ms. Source: WeChat docs, wx.setClipboardData. */
const TOLD_MS = 1500

/**
 * wx.setClipboardData and its sister. D-WX-82: the clipboard is this page's own; this machine's computer gets a copy when
 * its browser allows it.
 */
export const clipboard: WxFamily = (phone) => {
  let kept = ''
  return {
    setClipboardData: asyncApi(phone, 'setClipboardData', async (options) => {
      const data = requireString(options, 'data')
      await privacyOf(phone).require('setClipboardData')
      kept = data
      navigator.clipboard?.writeText(data).catch(() => {})
      toastOf(phone).show({ title: '内容已复制', icon: 'none', duration: TOLD_MS })
    }),
    getClipboardData: asyncApi(phone, 'getClipboardData', async () => {
      await privacyOf(phone).require('getClipboardData')
      return { data: kept }
    }),
  }
}
