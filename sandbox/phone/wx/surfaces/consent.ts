import type { PhoneRuntime } from '../../runtime/phone-runtime.ts'
import { appName } from '../app-name.ts'
import { dialogsOf } from '../dialogs.ts'
import { button, element, show } from './element.ts'

/** WeChat's own question for consent, asked when the app has none; true = agreed. */
export function askConsent(phone: PhoneRuntime, contractName: string): Promise<boolean> {
  return new Promise((resolve) => {
    const close = (agreed: boolean) => {
      remove()
      unregister()
      resolve(agreed)
    }
    const contract = button('wxs-contract', contractName, () => void showContract(phone, contractName))
    const sheet = element('div', 'wxs-ask', [
      element('div', 'wxs-ask-app', [element('b', '', appName(phone))]),
      element('div', 'wxs-ask-title', '用户隐私保护提示'),
      element('div', 'wxs-ask-text', '在使用本服务之前，请阅读并同意'),
      contract,
      element('div', 'wxs-ask-buttons', [
        button('wxs-cancel', '拒绝', () => close(false)),
        button('wxs-confirm main', '同意', () => close(true)),
      ]),
    ])
    sheet.setAttribute('role', 'dialog')
    const remove = show(phone, element('div', 'wxs-mask wxs-bottom', [sheet]))
    const unregister = dialogsOf(phone).add({
      kind: 'permission',
      title: '用户隐私保护提示',
      confirm: () => close(true),
      cancel: () => close(false),
    })
  })
}

/** The page of the guideline. Its text stands in WeChat's console and is not known here. Resolves at once, as open. */
export async function showContract(phone: PhoneRuntime, contractName: string): Promise<void> {
  const close = () => {
    remove()
    unregister()
  }
  const page = element('div', 'wxs-ask', [
    element('div', 'wxs-ask-title', contractName),
    element('div', 'wxs-ask-text', '指引的正文由微信公众平台保存，这里不显示'),
    element('div', 'wxs-ask-buttons', [button('wxs-confirm main', '关闭', close)]),
  ])
  page.setAttribute('role', 'dialog')
  const remove = show(phone, element('div', 'wxs-mask wxs-bottom', [page]))
  const unregister = dialogsOf(phone).add({
    kind: 'contract',
    title: contractName,
    confirm: close,
    cancel: close,
  })
}
