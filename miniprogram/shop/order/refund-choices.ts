import { amountText } from '../../core/money-text'
import type { Order, OrderedLine } from '../../domain/api/order'
import { sumFen, timesFen } from '../../domain/money'

/** Rows of WeChat's action sheet. */
const ROWS = 6

export interface RefundChoice {
  readonly text: string
  readonly lines: readonly OrderedLine[]
}

/** How much can be asked back: all that is left first, then fewer pieces of one kind. One choice = nothing to choose. */
export function refundChoices({ lines }: Pick<Order, 'lines'>): readonly RefundChoice[] {
  const left = lines.map((line) => ({ ...line, n: line.n - line.refundedN })).filter(({ n }) => n > 0)
  const pieces = left.reduce((sum, { n }) => sum + n, 0)
  const all = {
    text: `全部 ${pieces} 件 ${amountText(sumFen(left.map(({ priceFen, n }) => timesFen(priceFen, n))))}`,
    lines: left.map(({ skuID, n }) => ({ skuID, n })),
  }
  const fewer = left.flatMap(({ skuID, spec, priceFen, n }) =>
    Array.from({ length: n }, (_, less) => n - less)
      .filter((some) => some < pieces)
      .map((some) => ({
        text: `${left.length > 1 && spec !== '' ? `${spec} ` : ''}${some} 件 ${amountText(timesFen(priceFen, some))}`,
        lines: [{ skuID, n: some }],
      })),
  )
  return [all, ...fewer].slice(0, ROWS)
}
