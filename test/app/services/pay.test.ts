import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { addressBook } from '../../../miniprogram/services/address.ts'
import { openPaySheet } from '../../../miniprogram/services/pay.ts'
import { AN_ADDRESS } from '../support/a-purchase.ts'

const PAYMENT = {
  timeStamp: '1',
  nonceStr: 'n',
  package: 'prepay_id=wx',
  signType: 'RSA',
  paySign: 's',
} as const

/** WeChat as far as these doors see it. */
function onPhone(wx: Record<string, unknown>): void {
  ;(globalThis as { wx?: unknown }).wx = wx
}

afterEach(() => {
  delete (globalThis as { wx?: unknown }).wx
})

test('how the payment sheet was left, in WeChat’s words and in ours', async () => {
  const asked: unknown[] = []
  const left = (answer: Promise<unknown>) => {
    onPhone({
      requestPayment: (payment: unknown) => {
        asked.push(payment)
        return answer
      },
    })
    return openPaySheet(PAYMENT)
  }
  assert.equal(await left(Promise.resolve({ errMsg: 'requestPayment:ok' })), 'paid')
  assert.equal(await left(Promise.reject({ errMsg: 'requestPayment:fail cancel' })), 'cancelled')
  assert.equal(await left(Promise.reject({ errMsg: 'requestPayment:fail 支付签名验证失败' })), 'failed')
  assert.deepEqual(asked[0], PAYMENT)
})

test('the address chosen last stays on the phone; of WeChat’s answer only what is needed', async () => {
  const kept = new Map<string, unknown>()
  onPhone({
    chooseAddress: async () => ({
      ...AN_ADDRESS,
      postalCode: '310000',
      nationalCode: '330106',
      errMsg: 'ok',
    }),
    setStorage: ({ key, data }: { key: string; data: unknown }) => kept.set(key, data),
    getStorageSync: (key: string) => kept.get(key) ?? '',
  })
  assert.equal(addressBook.last(), null)
  const chosen = await addressBook.choose()
  assert.deepEqual(chosen, { ...AN_ADDRESS, postalCode: '310000' })
  assert.deepEqual(addressBook.last(), chosen)
})

test('a list that was closed is not a refusal', async () => {
  for (const [errMsg, answer] of [
    ['chooseAddress:fail cancel', 'cancelled'],
    ['chooseAddress:fail privacy permission is not authorized', 'refused'],
  ] as const) {
    onPhone({ chooseAddress: () => Promise.reject({ errMsg }) })
    assert.equal(await addressBook.choose(), answer)
  }
})
