import type { PhoneRuntime } from '../../runtime/phone-runtime.ts'
import { dialogsOf } from '../dialogs.ts'
import { button, element, show } from './element.ts'

export interface ModalOptions {
  title?: string
  content?: string
  showCancel?: boolean
  cancelText?: string
  cancelColor?: string
  confirmText?: string
  confirmColor?: string
  editable?: boolean
  placeholderText?: string
}

export interface ModalResult {
  confirm: boolean
  cancel: boolean
  /** Only of an editable modal that was confirmed. */
  content?: string
}

/** WeChat's modal dialog; resolves when the person answers. Source: WeChat docs, wx.showModal. */
export function askModal(phone: PhoneRuntime, options: ModalOptions): Promise<ModalResult> {
  const { title = '', content = '', showCancel = true, editable = false } = options
  return new Promise((resolve) => {
    const field = document.createElement('textarea')
    field.value = content
    field.placeholder = options.placeholderText ?? ''
    const close = (confirm: boolean) => {
      remove()
      unregister()
      resolve({ confirm, cancel: !confirm, ...(editable && confirm ? { content: field.value } : {}) })
    }
    const confirm = button('wxs-confirm', options.confirmText ?? '确定', () => close(true))
    confirm.style.color = options.confirmColor ?? '#576B95'
    const cancel = button('wxs-cancel', options.cancelText ?? '取消', () => close(false))
    cancel.style.color = options.cancelColor ?? '#000000'
    const box = element('div', 'wxs-modal', [
      title === '' ? null : element('div', 'wxs-modal-title', title),
      editable ? field : element('div', 'wxs-modal-body', content),
      element('div', 'wxs-modal-buttons', [showCancel ? cancel : null, confirm]),
    ])
    box.setAttribute('role', 'dialog')
    const remove = show(phone, element('div', 'wxs-mask wxs-center', [box]))
    const unregister = dialogsOf(phone).add({
      kind: 'modal',
      title: title || content,
      confirm: () => close(true),
      cancel: () => close(false),
    })
  })
}
