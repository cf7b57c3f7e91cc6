import type { OpenType, WxFamily } from '../runtime/phone-runtime.ts'
import { asyncApi } from './callback.ts'

interface RouteOptions {
  url: string
  events?: Record<string, (...args: unknown[]) => void>
}

/** wx.navigateTo and its sisters. Source: WeChat docs, API/路由 and 指南/…/页面路由. */
export const route: WxFamily = (phone) => {
  const open = (openType: OpenType) =>
    asyncApi<RouteOptions>(phone, openType, async ({ url, events }) => {
      if (typeof url !== 'string') throw new Error('parameter error: parameter.url should be String')
      const page = await phone.pages.open(openType, url, events === undefined ? {} : { events })
      if (openType !== 'navigateTo') return undefined
      return { eventChannel: page.eventChannel }
    })

  return {
    navigateTo: open('navigateTo'),
    redirectTo: open('redirectTo'),
    reLaunch: open('reLaunch'),
    switchTab: open('switchTab'),
    navigateBack: asyncApi<{ delta?: number }>(phone, 'navigateBack', async ({ delta }) => {
      await phone.pages.back(delta)
    }),
  }
}
