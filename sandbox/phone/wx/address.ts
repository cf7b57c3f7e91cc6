import type { WxFamily } from '../runtime/phone-runtime.ts'
import { asyncApi, WxFailure } from './callback.ts'
import { privacyOf } from './privacy.ts'
import { chooseFromAddresses } from './surfaces/address-list.ts'

/** wx.chooseAddress: declared in app.json, agreed to in the guideline, chosen by the person. Source: WeChat docs. */
export const address: WxFamily = (phone) => ({
  chooseAddress: asyncApi(phone, 'chooseAddress', async () => {
    const declared = phone.manifest.appJson.requiredPrivateInfos
    if (!Array.isArray(declared) || !declared.includes('chooseAddress')) {
      throw new WxFailure(
        'the api need to be declared in the requiredPrivateInfos field in app.json/ext.json',
        { errno: 112 },
      )
    }
    await privacyOf(phone).require('chooseAddress')
    const chosen = await chooseFromAddresses(phone)
    if (chosen === null) throw new WxFailure('cancel')
    return { ...chosen }
  }),
})
