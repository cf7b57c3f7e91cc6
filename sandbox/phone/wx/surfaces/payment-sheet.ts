import type { PhoneRuntime } from '../../runtime/phone-runtime.ts'
import { appName } from '../app-name.ts'
import { dialogsOf } from '../dialogs.ts'
import { button, element, show } from './element.ts'

/** What is to be paid, in fen. */
export interface PaymentBill {
  readonly totalFen: number
  readonly description: string
}

/** `twice` is an impatient second tap, `fails` a bank that says no. null = the person backs out. */
export type PaymentAnswer = 'once' | 'twice' | 'fails' | null

/**
 * The payment sheet, marked 测试支付 so that nobody takes it for money. Its buttons carry ids (`pay-now`, `pay-twice`,
 * `pay-fail`, `pay-cancel`) by which tests answer; one sheet is open at a time.
 */
export function askPayment(
  phone: PhoneRuntime,
  { totalFen, description }: PaymentBill,
): Promise<PaymentAnswer> {
  return new Promise((resolve) => {
    const close = (answer: PaymentAnswer) => {
      remove()
      unregister()
      resolve(answer)
    }
    const choice = (id: string, className: string, text: string, answer: PaymentAnswer) => {
      const made = button(className, text, () => close(answer))
      made.id = id
      return made
    }
    const sheet = element('div', 'wxs-ask wxs-pay', [
      element('div', 'wxs-pay-test', '测试支付 · 不会扣款'),
      element('div', 'wxs-pay-shop', appName(phone)),
      element('div', 'wxs-pay-sum', `¥${(totalFen / 100).toFixed(2)}`),
      element('div', 'wxs-pay-what', description),
      choice('pay-now', 'wxs-pay-button main', '支付', 'once'),
      element('div', 'wxs-pay-others', [
        choice('pay-twice', 'wxs-pay-button', '连点两次支付', 'twice'),
        choice('pay-fail', 'wxs-pay-button', '银行拒绝', 'fails'),
        choice('pay-cancel', 'wxs-pay-button', '取消', null),
      ]),
    ])
    sheet.setAttribute('role', 'dialog')
    const remove = show(phone, element('div', 'wxs-mask wxs-bottom', [sheet]))
    const unregister = dialogsOf(phone).add({
      kind: 'payment',
      title: description,
      confirm: () => close('once'),
      cancel: () => close(null),
    })
  })
}
