import assert from 'node:assert/strict'
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
  expect(await left(Promise.resolve({ errMsg: 'requestPayment:ok' }))).toBe('paid')
  expect(await left(Promise.reject({ errMsg: 'requestPayment:fail cancel' }))).toBe('cancelled')
  expect(await left(Promise.reject({ errMsg: 'requestPayment:fail 支付签名验证失败' }))).toBe('failed')
  expect(asked[0]).toStrictEqual(PAYMENT)
})

test('the address chosen last stays on the phone; of WeChat’s answer only what is needed', async () => {
  const kept = new Map<string, unknown>()
  const answer = { ...AN_ADDRESS, postalCode: '310000', nationalCode: '330106', errMsg: 'ok' }
  const addressBook = wxAddressBook({
    chooseAddress: async () => answer,
    setStorage: ({ key, data }) => void kept.set(key, data),
    getStorageSync: (key) => kept.get(key) ?? '',
  })
  expect(addressBook.last()).toBeNull()
  const chosen = await addressBook.choose()
  expect(chosen).toStrictEqual({ ...AN_ADDRESS, postalCode: '310000' })
  expect(addressBook.last()).toStrictEqual(chosen)
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
    expect(await addressBook.choose()).toBe(answer)
  }
})
