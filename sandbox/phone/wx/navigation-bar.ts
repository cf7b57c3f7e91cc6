import type { WxFamily } from '../runtime/phone-runtime.ts'
import { asyncApi, WxFailure } from './callback.ts'

/** wx.setNavigationBar*. Source: WeChat docs, API/界面/导航栏. */
export const navigationBar: WxFamily = (phone) => {
  const bar = phone.navigationBar
  return {
    setNavigationBarTitle: asyncApi<{ title: string }>(phone, 'setNavigationBarTitle', ({ title }) => {
      if (typeof title !== 'string') throw new WxFailure('parameter error: parameter.title should be String')
      bar.update({ title })
    }),
    // D-WX-80: colours change without the animation
    setNavigationBarColor: asyncApi<{ frontColor: string; backgroundColor: string }>(
      phone,
      'setNavigationBarColor',
      ({ frontColor, backgroundColor }) => {
        if (!['#ffffff', '#000000'].includes(String(frontColor).toLowerCase())) {
          throw new WxFailure(`invalid frontColor "${frontColor}"`)
        }
        bar.update({ frontColor, backgroundColor })
      },
    ),
    showNavigationBarLoading: asyncApi(phone, 'showNavigationBarLoading', () =>
      bar.update({ loading: true }),
    ),
    hideNavigationBarLoading: asyncApi(phone, 'hideNavigationBarLoading', () =>
      bar.update({ loading: false }),
    ),
  }
}
