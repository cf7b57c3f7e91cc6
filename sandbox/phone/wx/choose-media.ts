import type { WxFamily } from '../runtime/phone-runtime.ts'
import { asyncApi, WxFailure } from './callback.ts'
import { privacyOf } from './privacy.ts'
import { unsupported } from './refuse.ts'
import { choosePictures } from './surfaces/album.ts'

interface ChooseMediaOptions {
  count?: number
  mediaType?: readonly string[]
}

/** Source: WeChat docs, wx.chooseMedia. */
const USUAL_COUNT = 9
const MAX_COUNT = 20

/** wx.chooseMedia for pictures. D-WX-41: no videos, no camera, and a path is a `blob:` URL of this phone page. */
export const media: WxFamily = (phone) => ({
  chooseMedia: asyncApi<ChooseMediaOptions>(phone, 'chooseMedia', async ({ count, mediaType }) => {
    if (mediaType !== undefined && !mediaType.includes('image') && !mediaType.includes('mix')) {
      throw unsupported('D-WX-41')
    }
    await privacyOf(phone).require('chooseMedia')
    const most = Math.min(Math.max(count ?? USUAL_COUNT, 1), MAX_COUNT)
    const chosen = await choosePictures(phone, most)
    if (chosen === null) throw new WxFailure('cancel')
    const tempFiles = chosen.map((picture) => ({
      tempFilePath: URL.createObjectURL(picture),
      size: picture.size,
      fileType: 'image',
    }))
    return { tempFiles, type: 'image' }
  }),
})
