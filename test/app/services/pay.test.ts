import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wxAddressBook } from '../../../miniprogram/services/address.ts'
import { paySheet } from '../../../miniprogram/services/pay.ts'
import { AN_ADDRESS } from '../support/a-purchase.ts'

const PAYMENT = {
  timeStamp: '1',
  nonceStr: 'n',
  package: 'prepay_id=wx',
  signType: 'RSA',
  paySign: 's',
} as const

test('how the payment sheet was left, in WeChat’s words and in ours', async () => {
  const asked: unknown[] = []
  const left = (answer: Promise<unknown>) => {
    const open = paySheet({
      requestPayment: (payment) => {
        asked.push(payment)
        return answer
      },
    })
    return open(PAYMENT)
  }
  assert.equal(await left(Promise.resolve({ errMsg: 'requestPayment:ok' })), 'paid')
  assert.equal(await left(Promise.reject({ errMsg: 'requestPayment:fail cancel' })), 'cancelled')
  assert.equal(await left(Promise.reject({ errMsg: 'requestPayment:fail 支付签名验证失败' })), 'failed')
  assert.deepEqual(asked[0], PAYMENT)
})

test('the address chosen last stays on the phone; of WeChat’s answer only what is needed', async () => {
  const kept = new Map<string, unknown>()
  const answer = { ...AN_ADDRESS, postalCode: '310000', nationalCode: '330106', errMsg: 'ok' }
  const addressBook = wxAddressBook({
    chooseAddress: async () => answer,
    setStorage: ({ key, data }) => void kept.set(key, data),
    getStorageSync: (key) => kept.get(key) ?? '',
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
    const addressBook = wxAddressBook({
      chooseAddress: () => Promise.reject({ errMsg }),
      setStorage: () => assert.fail('nothing to keep'),
      getStorageSync: () => '',
    })
    assert.equal(await addressBook.choose(), answer)
  }
})
