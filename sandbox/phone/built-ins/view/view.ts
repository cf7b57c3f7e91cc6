import { builtIn, type Caller } from '../component.ts'
import { attachHover, hoverProperties } from '../hover.ts'

/** https://developers.weixin.qq.com/miniprogram/dev/component/view.html */
export const view = builtIn('view', 'wx-view{display:block}', () => ({
  properties: hoverProperties('none', 50, 400),
  created(this: Caller<never>) {
    attachHover(this)
  },
}))
