import { builtIn, type Caller, emit, hostOf, ownerPath } from '../component.ts'

/** Same-layer rendering made these ordinary. https://developers.weixin.qq.com/miniprogram/dev/component/cover-view.html */
export const coverView = builtIn(
  'cover-view',
  'wx-cover-view{display:block;position:relative;line-height:1.2;overflow:hidden;white-space:nowrap}',
  () => ({ properties: { scrollTop: { type: null, value: null }, markerId: String, slot: String } }),
)

/** https://developers.weixin.qq.com/miniprogram/dev/component/cover-image.html */
export const coverImage = builtIn(
  'cover-image',
  'wx-cover-image{display:block;overflow:hidden}wx-cover-image>img{display:block;width:100%;height:100%}',
  (phone) => ({
    properties: { src: String, referrerPolicy: String },
    observers: {
      src(this: Caller<never>, src: string) {
        const picture = hostOf(this).querySelector('img')
        if (src === '') picture?.removeAttribute('src')
        else if (picture) picture.src = phone.assetUrl(src, ownerPath(this))
      },
    },
    created(this: Caller<never>) {
      const picture = document.createElement('img')
      picture.addEventListener('load', () =>
        emit(this, 'load', { width: picture.naturalWidth, height: picture.naturalHeight }),
      )
      picture.addEventListener('error', () => emit(this, 'error', { errMsg: `GET ${picture.src} failed` }))
      hostOf(this).append(picture)
    },
  }),
)
