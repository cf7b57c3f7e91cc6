import { loadableUrl } from '../../wx/cloud-files.ts'
import { builtIn, type Caller, emit, hostOf, ownerPath, property, setAttribute } from '../component.ts'

/** Modes that show the picture in its own size, cut at the frame. */
const CUTS = [
  'top',
  'bottom',
  'center',
  'left',
  'right',
  'top left',
  'top right',
  'bottom left',
  'bottom right',
]

const CSS = `
wx-image{display:inline-block;width:320px;height:240px;overflow:hidden}
wx-image>img{display:block;width:100%;height:100%;object-fit:fill;-webkit-user-drag:none}
wx-image>img:not([src]),wx-image>img[wx-broken]{visibility:hidden}
wx-image[mode=aspectFit]>img{object-fit:contain}
wx-image[mode=aspectFill]>img{object-fit:cover}
wx-image[mode=widthFix]{height:auto!important}
wx-image[mode=widthFix]>img{height:auto}
wx-image[mode=heightFix]{width:auto!important}
wx-image[mode=heightFix]>img{width:auto}
${CUTS.map((mode) => `wx-image[mode="${mode}"]>img{object-fit:none;object-position:${mode}}`).join('\n')}
`

/**
 * https://developers.weixin.qq.com/miniprogram/dev/component/image.html
 * D-WX-69: show-menu-by-longpress, webp and fade-in have no effect.
 */
export const image = builtIn('image', CSS, (phone) => ({
  properties: {
    src: String,
    mode: property(String, 'scaleToFill'),
    lazyLoad: Boolean,
    webp: Boolean,
    showMenuByLongpress: Boolean,
    fadeIn: Boolean,
    referrerPolicy: String,
    forceHttps: Boolean,
  },
  observers: {
    src(this: Caller<never>, src: string) {
      // What holds it was taken away and is still given data: nobody sees it, nothing is wrong.
      if (this._$.$$ === null) return
      const picture = pictureOf(this)
      if (src === '') {
        picture.removeAttribute('src')
        return
      }
      picture.removeAttribute('wx-broken')
      if (!src.startsWith('cloud://')) {
        picture.src = phone.assetUrl(src, ownerPath(this))
        return
      }
      loadableUrl(phone, src).then(
        (url) => {
          if ((this.data as { src: string }).src === src) picture.src = url
        },
        () => fail(this, picture, src),
      )
    },
    mode(this: Caller<never>, mode: string) {
      setAttribute(hostOf(this), 'mode', mode)
    },
    lazyLoad(this: Caller<never>, lazy: boolean) {
      pictureOf(this).loading = lazy ? 'lazy' : 'eager'
    },
  },
  created(this: Caller<never>) {
    const picture = document.createElement('img')
    hostOf(this).append(picture)
    picture.addEventListener('load', () => {
      emit(this, 'load', { width: picture.naturalWidth, height: picture.naturalHeight })
    })
    picture.addEventListener('error', () => fail(this, picture, picture.src))
  },
}))

function fail(caller: Caller<never>, picture: HTMLImageElement, url: string): void {
  picture.setAttribute('wx-broken', '')
  emit(caller, 'error', { errMsg: `GET ${url} failed` })
}

function pictureOf(caller: Caller<never>): HTMLImageElement {
  const picture = hostOf(caller).querySelector(':scope > img')
  if (!(picture instanceof HTMLImageElement)) throw new Error('image has lost its picture')
  return picture
}
