import { builtIn, type Caller, hostOf, setAttribute } from '../component.ts'

const CSS = `
wx-text{display:inline;white-space:pre-line;user-select:none}
wx-text:where([wx-space]){white-space:pre-wrap}
wx-text:where([wx-select]){user-select:text;display:inline-block}
wx-text wx-text{display:inline}
`

/**
 * https://developers.weixin.qq.com/miniprogram/dev/component/text.html
 * D-WX-68: `space` keeps spaces at their own width; `decode` has no effect, the template compiler decodes entities.
 */
export const text = builtIn('text', CSS, () => ({
  properties: {
    userSelect: Boolean,
    selectable: Boolean,
    space: String,
    decode: Boolean,
    maxLines: Number,
    overflow: String,
  },
  observers: {
    'userSelect, selectable': function (this: Caller<never>, userSelect: boolean, selectable: boolean) {
      setAttribute(hostOf(this), 'wx-select', userSelect || selectable)
    },
    space(this: Caller<never>, value: string) {
      setAttribute(hostOf(this), 'wx-space', value)
    },
  },
}))
