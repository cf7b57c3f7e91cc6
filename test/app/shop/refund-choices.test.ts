import type { OrderLine } from '../../../miniprogram/domain/api/order.ts'
import { fen } from '../../../miniprogram/domain/money.ts'
import { refundChoices } from '../../../miniprogram/shop/order/refund-choices.ts'

const line = (given: Partial<OrderLine>): OrderLine => ({
  ...{ skuID: 'one', spec: '', priceFen: fen(9_900), n: 1, refundedN: 0 },
  ...given,
})

const CASES: readonly (readonly [what: string, lines: OrderLine[], texts: string[]])[] = [
  ['one piece: nothing to choose', [line({})], ['全部 1 件 ¥99.00']],
  ['three pieces', [line({ n: 3 })], ['全部 3 件 ¥297.00', '2 件 ¥198.00', '1 件 ¥99.00']],
  ['one of three went back', [line({ n: 3, refundedN: 1 })], ['全部 2 件 ¥198.00', '1 件 ¥99.00']],
  [
    'two kinds',
    [line({ spec: '梅子青' }), line({ skuID: 'two', spec: '月白', priceFen: fen(5_000) })],
    ['全部 2 件 ¥149.00', '梅子青 1 件 ¥99.00', '月白 1 件 ¥50.00'],
  ],
]

for (const [what, lines, texts] of CASES) {
  test(`what can be asked back of ${what}`, () => {
    expect(refundChoices({ lines }).map(({ text }) => text)).toStrictEqual(texts)
  })
}

test('each choice names its pieces, and no more than six fit WeChat’s sheet', () => {
  const choices = refundChoices({ lines: [line({ n: 9 })] })
  expect(choices.map(({ lines }) => lines)).toStrictEqual(
    [9, 8, 7, 6, 5, 4].map((n) => [{ skuID: 'one', n }]),
  )
})
