import type { PhoneRuntime } from '../../runtime/phone-runtime.ts'
import { perPhone } from '../per-phone.ts'
import { element, show } from './element.ts'

export interface ToastOptions {
  title?: string
  icon?: 'success' | 'error' | 'loading' | 'none'
  image?: string
  /** ms */
  duration?: number
  mask?: boolean
}

/** Toast and loading are one slot: each replaces the other. Source: WeChat docs, wx.showToast, wx.showLoading. */
class Toast {
  readonly #phone: PhoneRuntime
  #remove: (() => void) | undefined
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(phone: PhoneRuntime) {
    this.#phone = phone
  }

  show(options: ToastOptions): void {
    this.hide()
    const icon = options.icon ?? 'success'
    const box = element('div', 'wxs-toast', [
      this.#icon(icon, options.image),
      element('div', '', options.title ?? ''),
    ])
    const mask = options.mask ? 'wxs-mask clear wxs-center' : 'wxs-pass wxs-center'
    this.#remove = show(this.#phone, element('div', mask, [box]))
    if (options.duration !== undefined) this.#timer = setTimeout(() => this.hide(), options.duration)
  }

  hide(): void {
    clearTimeout(this.#timer)
    this.#remove?.()
    this.#remove = undefined
  }

  #icon(icon: string, image: string | undefined): HTMLElement | null {
    if (image) {
      const picture = document.createElement('img')
      picture.src = this.#phone.assetUrl(image)
      return element('div', 'wxs-toast-icon', [picture])
    }
    if (icon === 'loading') return element('div', 'wxs-toast-icon spin')
    if (icon === 'none') return null
    return element('div', 'wxs-toast-icon', icon === 'error' ? '✕' : '✓')
  }
}

export const toastOf = perPhone((phone) => new Toast(phone))
