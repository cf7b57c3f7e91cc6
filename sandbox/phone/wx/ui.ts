import type { WxFamily } from '../runtime/phone-runtime.ts'
import { asyncApi, WxFailure } from './callback.ts'
import { requireString } from './parameters.ts'
import { askActionSheet } from './surfaces/action-sheet.ts'
import { askModal, type ModalOptions } from './surfaces/modal.ts'
import { type ToastOptions, toastOf } from './surfaces/toast.ts'

/** Toasts, dialogs and small device effects. Source: WeChat docs, API/界面, API/设备. */
export const ui: WxFamily = (phone) => {
  const toast = toastOf(phone)
  const nothing = (name: string) => asyncApi(phone, name, () => undefined)

  return {
    showToast: asyncApi<ToastOptions>(phone, 'showToast', (options) => {
      requireString(options, 'title')
      toast.show({ duration: 1500, ...options })
    }),
    showLoading: asyncApi<ToastOptions>(phone, 'showLoading', ({ title, mask }) => {
      toast.show({ title: title ?? '', mask: mask ?? false, icon: 'loading' })
    }),
    hideToast: asyncApi(phone, 'hideToast', () => toast.hide()),
    hideLoading: asyncApi(phone, 'hideLoading', () => toast.hide()),
    showModal: asyncApi<ModalOptions>(phone, 'showModal', (options) => {
      for (const name of ['confirmText', 'cancelText'] as const) {
        const text = options[name]
        if (text !== undefined && [...text].length > 4) {
          throw new WxFailure(`${name} length should not larger than 4 Chinese characters`)
        }
      }
      return askModal(phone, options)
    }),
    showActionSheet: asyncApi<{ itemList: string[]; itemColor?: string; alertText?: string }>(
      phone,
      'showActionSheet',
      async ({ itemList, itemColor, alertText }) => {
        if (!Array.isArray(itemList) || itemList.length === 0) {
          throw new WxFailure('parameter error: itemList should have at least one item')
        }
        if (itemList.length > 6) throw new WxFailure('parameter error: itemList should not be large than 6')
        const tapIndex = await askActionSheet(phone, { items: itemList, title: alertText, color: itemColor })
        if (tapIndex === null) throw new WxFailure('cancel')
        return { tapIndex }
      },
    ),
    pageScrollTo: asyncApi<{ scrollTop?: number; selector?: string; duration?: number }>(
      phone,
      'pageScrollTo',
      ({ scrollTop, selector, duration = 300 }) => {
        const page = phone.pages.current().at(-1)
        if (page === undefined) throw new WxFailure('page not found')
        const behavior = duration > 0 ? 'smooth' : 'instant'
        const scroller = scrollerOf(page.host)
        if (selector !== undefined) {
          const target = page.host.querySelector(selector.replace(/#([\w-]+)/g, '[data-wx-id="$1"]'))
          if (target === null) throw new WxFailure(`selector ${selector} not found`)
          target.scrollIntoView({ behavior })
        } else scroller.scrollTo({ top: scrollTop ?? 0, behavior })
      },
    ),
    // D-WX-56: no screen to dim and no motor to shake; accepted so that the app's path is the real one
    setKeepScreenOn: nothing('setKeepScreenOn'),
    vibrateShort: nothing('vibrateShort'),
    vibrateLong: nothing('vibrateLong'),
    // D-WX-57: pages have no pull-down gesture
    stopPullDownRefresh: nothing('stopPullDownRefresh'),
    hideKeyboard: asyncApi(phone, 'hideKeyboard', () => {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    }),
  }
}

function scrollerOf(from: HTMLElement): HTMLElement {
  for (let at: HTMLElement | null = from; at !== null; at = at.parentElement) {
    const overflow = getComputedStyle(at).overflowY
    if (overflow === 'auto' || overflow === 'scroll') return at
  }
  return document.documentElement
}
