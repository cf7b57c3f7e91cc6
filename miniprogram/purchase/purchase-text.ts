import { amountText } from '../core/money-text'
import { hourText } from '../core/time-text'
import type { CheckoutStore } from './checkout.store'
import { limitText } from './choice-text'
import type { NextStep } from './order-errors'
import type { PayStore } from './pay.store'
import type { SkuStore } from './sku.store'

/** What a button of a result does; pages know the way, this file the text. */
export type PurchaseAction = NextStep | 'pay' | 'order' | 'anew' | 'dismiss' | 'done'

/** One answer to the person, with its way on. */
export interface PurchaseResult {
  /** wait = it goes on by itself. */
  readonly mood: 'good' | 'wait' | 'stop'
  readonly title: string
  readonly text: string
  readonly act: PurchaseAction | ''
  readonly label: string
  readonly second: PurchaseAction | ''
  readonly secondLabel: string
}

/** The one button that buys: what it says, and whether it can be tapped. */
export interface BuyButton {
  readonly label: string
  readonly state: 'go' | 'busy' | 'off' | 'retry'
}

const NO_SECOND = { second: '', secondLabel: '' } as const
const NOTHING_MORE = { act: '', label: '', ...NO_SECOND } as const

/** Instead of the choice: refused, being checked, or done. null = there is still something to choose. */
export function purchaseResult(checkout: CheckoutStore, pay: PayStore): PurchaseResult | null {
  if (checkout.stage === 'refused' && checkout.orderError !== null) {
    const { title, text, way, label } = checkout.orderError
    const second = way === 'choose' ? NO_SECOND : ({ second: 'dismiss', secondLabel: '不要了' } as const)
    return { mood: 'stop', title, text, act: way, label, ...second }
  }
  return payResult(pay)
}

/** What payment says, or null: nothing has been asked of WeChat yet, or its sheet is open. */
export function payResult({ phase, order, error }: PayStore): PurchaseResult | null {
  if (order === null) return null
  const amount = amountText(order.totalFen)
  const seeOrder = { act: 'order', label: '看订单' } as const
  switch (phase) {
    case 'checking':
      return {
        mood: 'wait',
        title: '正在和微信核对，别重复付',
        text: '一般几秒就好，会自己更新',
        ...NOTHING_MORE,
      }
    case 'unpaid':
      return {
        mood: 'stop',
        title: '没付成',
        text: error === '' ? `货替你留到 ${hourText(order.expiresAt)}` : error,
        act: 'pay',
        label: `继续付款 ${amount}`,
        second: 'order',
        secondLabel: '看订单',
      }
    case 'paid':
      return {
        mood: 'good',
        title: '付好了，这件是你的了',
        text: '付款后 48 小时内发货',
        ...seeOrder,
        second: 'done',
        secondLabel: '好的',
      }
    case 'late':
      return {
        mood: 'stop',
        title: '付晚了，货没了',
        text: `${amount} 已原路退回`,
        act: 'order',
        label: '看退款',
        second: 'done',
        secondLabel: '知道了',
      }
    case 'closed':
      return {
        mood: 'stop',
        title: '订单关闭了',
        text: '没有扣款，还想要可以重新拍',
        act: 'anew',
        label: '重新拍',
        ...NO_SECOND,
      }
    default:
      return null
  }
}

/** Busy keeps its place and says what happens; what cannot be bought says what is missing. */
export function buyButton(
  sku: SkuStore,
  { stage, address }: CheckoutStore,
  { verb, asksAddress }: { readonly verb: string; readonly asksAddress: boolean },
): BuyButton {
  if (stage === 'placing') return { label: '正在锁货…', state: 'busy' }
  if (stage === 'asking') return { label: '等你付款…', state: 'busy' }
  if (sku.goods === null && sku.error !== '') return { label: '没连上，点这里重试', state: 'retry' }
  if (sku.missing !== '') return { label: sku.missing, state: 'off' }
  const amount = amountText(sku.totalFen)
  return {
    label: asksAddress && address === null ? `填地址并支付 ${amount}` : `${verb} ${amount}`,
    state: 'go',
  }
}

/** 梅子青剩 12 件; '' = not known yet. */
export function stockText({ goods, sku, stock, spec }: SkuStore): string {
  if (goods === null) return ''
  if (stock === 0) return `${spec}抢光了`
  return `${sku === null ? '' : spec}剩 ${stock} 件`
}

/** 剩 12 件 · 卖出 317 件 · 每人限 2 件; '' = not known yet. */
export function goodsFacts(store: SkuStore): string {
  const { goods } = store
  if (goods === null) return ''
  const facts = [
    goods.stock === 0 ? '抢光了' : `剩 ${goods.stock} 件`,
    goods.sold === 0 ? '' : `卖出 ${goods.sold} 件`,
    limitText(goods.limit),
  ]
  return facts.filter((fact) => fact !== '').join(' · ')
}

/** 沈木子 · 杭州市西湖区文一西路 98 号 */
export function addressLine({ address }: CheckoutStore): string {
  if (address === null) return ''
  const { userName, cityName, countyName, detailInfo } = address
  return `${userName} · ${cityName}${countyName}${detailInfo}`
}

/** 138****6620: a number on screen may be read over a shoulder. */
export const maskedPhone = (number: string): string =>
  number.length < 7 ? number : `${number.slice(0, 3)}****${number.slice(-4)}`

/** What the button that buys says before the amount, by page. */
export const BUY_VERBS = { room: '拍下并支付', goods: '下一步', checkout: '微信支付' } as const
