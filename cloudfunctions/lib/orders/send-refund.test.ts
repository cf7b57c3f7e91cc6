import assert from 'node:assert/strict'
import { aTrade, PRICE } from '../testing/a-trade'
import { PayRefused } from '../wechat-pay/payments'

const BUYER = 'oBuyer'
const MINUTE = 60_000

/** One of two pieces, paid for, is asked back: a partial refund, which a second number could pay twice. */
async function aPartialRefund() {
  const trade = await aTrade({ stock: 5 })
  await trade.place(BUYER, 'k1', 2)
  const orderID = trade.orderOf(BUYER, 'k1')?._id ?? ''
  await trade.pay(BUYER, orderID)
  trade.payments.pays(orderID)
  await trade.notice(orderID)
  await trade.askRefund(BUYER, orderID, 1)
  const row = () => trade.orderOf(BUYER, 'k1')?.refunds[0]
  const accept = () => trade.decide(orderID, row()?.refundID ?? '', true)
  const minute = async () => {
    trade.clock.advance(MINUTE)
    await trade.minute()
  }
  return { ...trade, orderID, row, accept, minute }
}

type Step = 'query' | 'queryRefused' | 'refund' | 'refundRefused' | 'refundDoneAndRefused'

/** What WeChat Pay answers to the calls of the first minutes, in their order; then what stands in the book. */
const TABLE: [name: string, steps: Step[], status: 'accepted' | 'failed'][] = [
  ['refused for good, and not known', ['query', 'refundRefused', 'query'], 'failed'],
  [
    'refused the second time, the first answer was lost',
    ['query', 'refundDoneAndRefused', 'query'],
    'accepted',
  ],
  ['refused, and so is the question about it', ['query', 'refundDoneAndRefused', 'queryRefused'], 'accepted'],
  ['nobody may ask', ['queryRefused'], 'accepted'],
  ['accepted, later nobody may ask', ['query', 'refund', 'queryRefused'], 'accepted'],
]

for (const [name, steps, status] of TABLE) {
  test(`a refund ${name}: ${status}, and accepted again it pays once`, async () => {
    const trade = await aPartialRefund()
    const { payments, row, accept, minute, orderID } = trade
    const { queryRefund, refund } = payments
    const left = [...steps]
    const next = (call: string) => {
      const step = left.shift() ?? call
      assert.ok(step.startsWith(call), `${call}, not ${step}`)
      return step
    }
    const no = () => new PayRefused('SIGN_ERROR', '签名错误')
    payments.queryRefund = async (outRefundNo) => {
      if (next('query') === 'queryRefused') throw no()
      return queryRefund(outRefundNo)
    }
    payments.refund = async (asked) => {
      const step = next('refund')
      const answer = step === 'refundRefused' ? null : await refund(asked)
      if (step === 'refund' && answer) return answer
      throw no()
    }
    await accept()
    if (left.length > 0) await minute()
    expect([left, row()?.status, row()?.attempt]).toStrictEqual([[], status, 1])

    await accept()
    expect(row()?.attempt).toBe(status === 'failed' ? 2 : 1)
    await trade.quiet()
    expect([row()?.status, payments.money.get(orderID)?.refunded]).toStrictEqual(['done', PRICE])
    trade.balances()
  })
}
