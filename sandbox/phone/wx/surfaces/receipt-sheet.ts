import type { PhoneRuntime } from '../../runtime/phone-runtime.ts'
import { appName } from '../app-name.ts'
import { dialogsOf } from '../dialogs.ts'
import { button, element, show } from './element.ts'

/** WeChat's 确认收货 in front of the app; true = it has come. */
export function askReceipt(phone: PhoneRuntime): Promise<boolean> {
  return new Promise((resolve) => {
    const close = (hasCome: boolean) => {
      remove()
      unregister()
      resolve(hasCome)
    }
    const later = button('wxs-cancel', '暂不确认', () => close(false))
    later.id = 'receipt-no'
    const yes = button('wxs-confirm main', '确认收货', () => close(true))
    yes.id = 'receipt-yes'
    const sheet = element('div', 'wxs-ask', [
      element('div', 'wxs-ask-app', [element('b', '', appName(phone))]),
      element('div', 'wxs-ask-title', '确认收货'),
      element('div', 'wxs-ask-text', '请在收到商品后再确认，货款随后结算给商家'),
      element('div', 'wxs-ask-buttons', [later, yes]),
    ])
    sheet.setAttribute('role', 'dialog')
    const remove = show(phone, element('div', 'wxs-mask wxs-bottom', [sheet]))
    const unregister = dialogsOf(phone).add({
      kind: 'receipt',
      title: '确认收货',
      confirm: () => close(true),
      cancel: () => close(false),
    })
  })
}
