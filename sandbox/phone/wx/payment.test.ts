import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { waitFor } from '../../../test/support/wait-for.ts'
import { inject } from '../../faults/testing/inject.ts'
import { answerDialog, callWx, type FixturePhone, startFixturePhone } from './testing/fixture-phone.mts'

const REQUEST = {
  timeStamp: '1700000000',
  nonceStr: 'n',
  package: 'prepay_id=wx1',
  signType: 'RSA',
  paySign: 's',
}

interface EnterOptions {
  readonly scene: number
  readonly referrerInfo: { readonly appId?: string; readonly extraData?: { readonly status: string } }
}

/** What WeChat Pay was asked, in order. */
const asked: unknown[] = []
let refusal: string | null = null
let fixture: FixturePhone
let page: Page

beforeAll(async () => {
  const judge = (what: object) => {
    asked.push(what)
    if (refusal !== null) throw { message: refusal, refused: true }
  }
  fixture = await startFixturePhone({
    payments: {
      look: async (person, request) => {
        judge({ look: person, request })
        return { totalFen: 12_850, description: '梅子青品茗对杯' }
      },
      pay: async (person, { how }) => judge({ pay: person, how }),
      canConfirm: async (_person, { transactionId }) => transactionId === 'shipped',
      confirm: async (person, key) => {
        asked.push({ confirm: person, key })
        return true
      },
    },
  })
  page = await fixture.open()
})
afterAll(async () => {
  await fixture?.stop()
})
beforeEach(() => {
  asked.length = 0
  refusal = null
})

/** Opens the sheet and answers it by one of its buttons. */
async function pay(id: string): Promise<Record<string, unknown>> {
  const outcome = callWx(page, 'requestPayment', REQUEST)
  await page.locator(`#${id}`).click()
  return outcome
}

describe('the payment sheet', () => {
  test('is marked as a test and shows what is to be paid', async () => {
    const outcome = callWx(page, 'requestPayment', REQUEST)
    const said = await page.locator('.wxs-pay').innerText()
    for (const part of ['测试支付', '¥128.50', '梅子青品茗对杯']) assert.ok(said.includes(part), said)
    await page.locator('#pay-now').click()
    expect((await outcome).answer).toStrictEqual({ errMsg: 'requestPayment:ok' })
    expect(asked).toStrictEqual([
      { look: '阿禾', request: REQUEST },
      { pay: '阿禾', how: 'once' },
    ])
  })

  test('an impatient second tap and a bank that says no are the person’s to choose', async () => {
    expect((await pay('pay-twice')).answer).toStrictEqual({ errMsg: 'requestPayment:ok' })
    expect(asked.at(-1)).toStrictEqual({ pay: '阿禾', how: 'twice' })
    const outcome = callWx(page, 'requestPayment', REQUEST)
    await page.locator('#pay-fail').waitFor()
    refusal = '支付失败，银行卡余额不足'
    await page.locator('#pay-fail').click()
    expect(errMsgOf(await outcome)).toBe('requestPayment:fail 支付失败，银行卡余额不足')
    expect(asked.at(-1)).toStrictEqual({ pay: '阿禾', how: 'fails' })
  })

  test('who backs out pays nothing', async () => {
    expect(errMsgOf(await pay('pay-cancel'))).toBe('requestPayment:fail cancel')
    expect(asked).toHaveLength(1)
    const outcome = callWx(page, 'requestPayment', REQUEST)
    await answerDialog(page, 'payment', 'cancel')
    expect(errMsgOf(await outcome)).toBe('requestPayment:fail cancel')
  })

  test('does not open for what WeChat Pay refuses, for half a request, or without a network', async () => {
    refusal = '支付签名验证失败'
    expect(errMsgOf(await callWx(page, 'requestPayment', REQUEST))).toBe(
      'requestPayment:fail 支付签名验证失败',
    )
    expect(errMsgOf(await callWx(page, 'requestPayment', { ...REQUEST, timeStamp: 1_700_000_000 }))).toBe(
      'requestPayment:fail parameter error: parameter.timeStamp should be String instead of Number;',
    )
    const undo = await inject(fixture.phone, 'network.off', { phone: 'p1' })
    expect(String(errMsgOf(await callWx(page, 'requestPayment', REQUEST)))).toMatch(
      /^requestPayment:fail network/,
    )
    await undo()
    expect(await page.locator('.wxs-pay').count()).toBe(0)
  })
})

describe('confirming receipt', () => {
  /** What App.onShow gets when the person is back. */
  const openReceipt = async (transactionId: string) => {
    const extraData = { transaction_id: transactionId }
    await callWx(page, 'openBusinessView', { businessType: 'weappOrderConfirm', extraData })
  }
  const comesBackWith = (status: string) =>
    waitFor(
      async () => {
        const { answer } = (await callWx(page, 'getEnterOptionsSync')) as { answer: EnterOptions }
        return answer.referrerInfo.extraData?.status === status ? answer : undefined
      },
      { what: `the answer ${status}` },
    )

  test('the person’s word comes back with the app', async () => {
    await openReceipt('shipped')
    await page.locator('#receipt-no').click()
    await comesBackWith('cancel')
    await openReceipt('shipped')
    await page.locator('#receipt-yes').click()
    const { scene, referrerInfo } = await comesBackWith('success')
    expect(scene).toBe(1038)
    expect(referrerInfo.appId).toBe('wx1183b055aeec94d1')
    expect(asked).toStrictEqual([{ confirm: '阿禾', key: { transactionId: 'shipped' } }])
  })

  test('what was not shipped cannot be confirmed', async () => {
    await openReceipt('still here')
    await comesBackWith('fail')
    expect(asked).toStrictEqual([])
  })
})

describe('the address list', () => {
  test('gives the address that the person takes', async () => {
    const outcome = callWx(page, 'chooseAddress')
    await page.locator('#address-use').click()
    const { answer } = (await outcome) as { answer: Record<string, string> }
    expect(answer.userName).toBe('阿禾')
    expect(answer.provinceName).toBe('浙江省')
    expect(answer.errMsg).toBe('chooseAddress:ok')
    assert.ok(answer.telNumber && answer.cityName && answer.countyName && answer.detailInfo)
  })

  test('or nothing', async () => {
    const outcome = callWx(page, 'chooseAddress')
    await page.locator('#address-cancel').click()
    expect(errMsgOf(await outcome)).toBe('chooseAddress:fail cancel')
  })
})

test('what is copied is told, and can be read again', async () => {
  expect((await callWx(page, 'setClipboardData', { data: 'SF123' })).answer).toStrictEqual({
    errMsg: 'setClipboardData:ok',
  })
  await waitFor(async () => (await page.locator('.wxs-toast').innerText()) === '内容已复制', {
    what: 'the toast',
  })
  expect(((await callWx(page, 'getClipboardData')).answer as Record<string, unknown>).data).toBe('SF123')
})

const errMsgOf = (outcome: Record<string, unknown>) =>
  (outcome.error as Record<string, unknown> | undefined)?.errMsg
