import { errorLines } from '../core/error-text'
import type { ErrorCode } from '../domain/errors'
import { ERROR_MESSAGES } from '../domain/errors'
import { type Fen, yuan } from '../domain/money'

/** What the person can do next: buy at the new price, choose anew, look at other goods or at their orders, or try again. */
export type NextStep = 'accept' | 'choose' | 'shelf' | 'orders' | 'again'

/** Why an order was not placed, as it is said, with at least one way on. */
export interface OrderError {
  readonly code: ErrorCode
  readonly title: string
  readonly text: string
  readonly way: NextStep
  /** The text of its button. */
  readonly label: string
}

/** The goods as they are after the refusal. */
export interface GoodsNow {
  readonly limit: number | null
  readonly mayBuy: number | null
  /** What the same pieces cost now; null = they cannot be had. */
  readonly totalFen: Fen | null
  readonly stock: number
}

type ErrorText = Omit<OrderError, 'code'>

const ORDER_ERROR_TEXTS: Partial<Record<ErrorCode, (after: GoodsNow) => ErrorText>> = {
  OUT_OF_STOCK: ({ stock }) =>
    stock > 0
      ? { title: '不够这么多了', text: `现在还有 ${stock} 件`, way: 'choose', label: '改一下数量' }
      : { title: '刚被拍完了', text: '有人没付款的话，十几分钟后会放出来', way: 'shelf', label: '看看别的' },
  LIMIT_REACHED: ({ limit, mayBuy }) => {
    if (limit === null || mayBuy === null) {
      return { title: '买到上限了', text: ERROR_MESSAGES.LIMIT_REACHED, way: 'orders', label: '看我的订单' }
    }
    const text = `你已经拍了 ${limit - mayBuy} 件`
    return mayBuy > 0
      ? {
          title: `每人限 ${limit} 件`,
          text: `${text}，还能拍 ${mayBuy} 件`,
          way: 'choose',
          label: '改一下数量',
        }
      : { title: `每人限 ${limit} 件`, text, way: 'orders', label: '看我的订单' }
  },
  PRICE_CHANGED: (after) => priceError('价格变了', after, '按这个价拍'),
  LIVE_PRICE_GONE: (after) => priceError('直播价结束了', after, '原价拍下'),
  OFF_SALE: () => ({ title: '这件下架了', text: '刚刚下的架，没有扣款', way: 'shelf', label: '看看别的' }),
  GOODS_NOT_FOUND: () => ({ title: '这件下架了', text: '没有扣款', way: 'shelf', label: '看看别的' }),
  NETWORK: () => ({
    title: errorLines('NETWORK').title,
    text: '再试一次就行，同一单不会拍两次',
    way: 'again',
    label: '再试一次',
  }),
}

/** Every code has its answer: those of the table have texts of their own, the rest the sentence of their code. */
export function orderError(code: ErrorCode, after: GoodsNow): OrderError {
  const text = ORDER_ERROR_TEXTS[code]?.(after) ?? {
    title: '没拍成',
    text: ERROR_MESSAGES[code],
    way: 'again' as const,
    label: '再试一次',
  }
  return { code, ...text }
}

function priceError(what: string, { totalFen }: GoodsNow, label: string): ErrorText {
  return totalFen === null
    ? { title: what, text: '这款也没有了', way: 'shelf', label: '看看别的' }
    : { title: what, text: `现在 ¥${yuan(totalFen)}`, way: 'accept', label }
}
