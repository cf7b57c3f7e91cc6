import assert from 'node:assert/strict'
import { AppError } from '../../../miniprogram/domain/errors.ts'
import { isKept } from '../../../miniprogram/purchase/pay.store.ts'
import { payResult } from '../../../miniprogram/purchase/purchase-text.ts'
import { anOrder, aPurchase } from '../support/a-purchase.ts'

const titles = (pay: Parameters<typeof payResult>[0]) => payResult(pay)?.title

test('the phone’s word is not believed: the server asks WeChat until it is known', async () => {
  const { pay, cloud, clock } = aPurchase()
  const paid = cloud.answers['order.confirmPaid']
  cloud.answers['order.confirmPaid'] = () => ({ order: anOrder() })
  await pay.pay(anOrder())
  await clock.advance(1_000)
  expect([pay.phase, titles(pay)]).toStrictEqual(['checking', '正在和微信核对，别重复付'])
  cloud.answers['order.confirmPaid'] = paid
  await clock.advance(2_000)
  expect(pay.phase).toBe('paid')
  assert.equal(clock.waiting, 0, 'nothing is asked any more')
})

test('cancelled is not lost: the pieces are kept and the same order can be paid', async () => {
  const { pay, at, cloud, clock } = aPurchase()
  at.sheet = 'cancelled'
  await pay.pay(anOrder())
  const until = new Date(anOrder().expiresAt)
  const hour = `${until.getHours()}`.padStart(2, '0')
  const minute = `${until.getMinutes()}`.padStart(2, '0')
  expect(payResult(pay)).toStrictEqual({
    mood: 'stop',
    title: '没付成',
    text: `货替你留到 ${hour}:${minute}`,
    act: 'pay',
    label: '继续付款 ¥198.00',
    second: 'order',
    secondLabel: '看订单',
  })
  expect(isKept(pay)).toBe(true)
  at.sheet = 'paid'
  await pay.pay(anOrder())
  await clock.advance(0)
  expect([pay.phase, at.sheets, cloud.count('order.place')]).toStrictEqual(['paid', 2, 0])
})

test('a sheet that failed is looked at once, then the order may be paid again', async () => {
  const { pay, at, cloud, clock } = aPurchase()
  at.sheet = 'failed'
  cloud.answers['order.confirmPaid'] = () => ({ order: anOrder() })
  await pay.pay(anOrder())
  await clock.advance(0)
  expect([pay.phase, cloud.count('order.confirmPaid')]).toStrictEqual(['unpaid', 1])
})

test('a second tap while the sheet is open opens no second one', async () => {
  const { pay, at } = aPurchase()
  await Promise.all([pay.pay(anOrder()), pay.pay(anOrder())])
  expect(at.sheets).toBe(1)
})

test('paid after the order was closed: the money goes back and the person is told', async () => {
  const { pay, cloud, clock } = aPurchase()
  cloud.answers['order.confirmPaid'] = () => ({ order: anOrder({ status: 'returning' }) })
  await pay.pay(anOrder())
  await clock.advance(0)
  expect([pay.phase, titles(pay), payResult(pay)?.act]).toStrictEqual(['late', '付晚了，货没了', 'order'])
})

test('an order that was paid on another phone is not paid twice', async () => {
  const { pay, at, cloud, clock } = aPurchase()
  cloud.answers['order.pay'] = () => Promise.reject(new AppError('ORDER_PAID'))
  await pay.pay(anOrder())
  await clock.advance(0)
  expect([pay.phase, at.sheets]).toStrictEqual(['paid', 0])
})

test('an order whose time is over is closed, without a payment', async () => {
  const { pay, cloud, clock } = aPurchase()
  cloud.answers['order.pay'] = () => Promise.reject(new AppError('ORDER_CLOSED'))
  cloud.answers['order.confirmPaid'] = () => ({ order: anOrder({ status: 'closed' }) })
  await pay.pay(anOrder())
  await clock.advance(0)
  expect([pay.phase, payResult(pay)?.label]).toStrictEqual(['closed', '重新拍'])
})

test('when WeChat Pay cannot be asked, the order is kept and it says so', async () => {
  const { pay, cloud } = aPurchase()
  cloud.answers['order.pay'] = () => Promise.reject(new AppError('PAYMENT_FAILED'))
  await pay.pay(anOrder())
  expect([pay.phase, payResult(pay)?.text]).toStrictEqual([
    'unpaid',
    '微信支付暂时没接上，货还替你留着，再试一次',
  ])
})

test('without network it goes on asking, and at once when the phone is in hand again', async () => {
  const { pay, cloud, clock } = aPurchase()
  const paid = cloud.answers['order.confirmPaid']
  cloud.answers['order.confirmPaid'] = () => Promise.reject(new AppError('NETWORK'))
  await pay.pay(anOrder())
  await clock.advance(60_000)
  expect(pay.phase).toBe('checking')
  cloud.answers['order.confirmPaid'] = paid
  pay.retryNow()
  await clock.advance(0)
  expect(pay.phase).toBe('paid')
})

test('a page that is left asks no more', async () => {
  const { pay, cloud, clock } = aPurchase()
  cloud.answers['order.confirmPaid'] = () => ({ order: anOrder() })
  await pay.pay(anOrder())
  pay.stop()
  await clock.advance(60_000)
  expect(cloud.count('order.confirmPaid')).toBe(0)
})
