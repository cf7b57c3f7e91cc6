import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { waitFor } from '../../../test/support/wait-for.ts'
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

before(async () => {
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
after(async () => {
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
    assert.deepEqual((await outcome).answer, { errMsg: 'requestPayment:ok' })
    assert.deepEqual(asked, [
      { look: '阿禾', request: REQUEST },
      { pay: '阿禾', how: 'once' },
    ])
  })

  test('an impatient second tap and a bank that says no are the person’s to choose', async () => {
    assert.deepEqual((await pay('pay-twice')).answer, { errMsg: 'requestPayment:ok' })
    assert.deepEqual(asked.at(-1), { pay: '阿禾', how: 'twice' })
    const outcome = callWx(page, 'requestPayment', REQUEST)
    await page.locator('#pay-fail').waitFor()
    refusal = '支付失败，银行卡余额不足'
    await page.locator('#pay-fail').click()
    assert.equal(errMsgOf(await outcome), 'requestPayment:fail 支付失败，银行卡余额不足')
    assert.deepEqual(asked.at(-1), { pay: '阿禾', how: 'fails' })
  })

  test('who backs out pays nothing', async () => {
    assert.equal(errMsgOf(await pay('pay-cancel')), 'requestPayment:fail cancel')
    assert.equal(asked.length, 1)
    const outcome = callWx(page, 'requestPayment', REQUEST)
    await answerDialog(page, 'payment', 'cancel')
    assert.equal(errMsgOf(await outcome), 'requestPayment:fail cancel')
  })

  test('does not open for what WeChat Pay refuses, for half a request, or without a network', async () => {
    refusal = '支付签名验证失败'
    assert.equal(
      errMsgOf(await callWx(page, 'requestPayment', REQUEST)),
      'requestPayment:fail 支付签名验证失败',
    )
    assert.equal(
      errMsgOf(await callWx(page, 'requestPayment', { ...REQUEST, timeStamp: 1_700_000_000 })),
      'requestPayment:fail parameter error: parameter.timeStamp should be String instead of Number;',
    )
    const undo = await fixture.phone.faults.networkOff('p1')
    assert.match(
      String(errMsgOf(await callWx(page, 'requestPayment', REQUEST))),
      /^requestPayment:fail network/,
    )
    await undo()
    assert.equal(await page.locator('.wxs-pay').count(), 0)
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
    assert.equal(scene, 1038)
    assert.equal(referrerInfo.appId, 'wx1183b055aeec94d1')
    assert.deepEqual(asked, [{ confirm: '阿禾', key: { transactionId: 'shipped' } }])
  })

  test('what was not shipped cannot be confirmed', async () => {
    await openReceipt('still here')
    await comesBackWith('fail')
    assert.deepEqual(asked, [])
  })
})

describe('the address list', () => {
  test('gives the address that the person takes', async () => {
    const outcome = callWx(page, 'chooseAddress')
    await page.locator('#address-use').click()
    const { answer } = (await outcome) as { answer: Record<string, string> }
    assert.equal(answer.userName, '阿禾')
    assert.equal(answer.provinceName, '浙江省')
    assert.equal(answer.errMsg, 'chooseAddress:ok')
    assert.ok(answer.telNumber && answer.cityName && answer.countyName && answer.detailInfo)
  })

  test('or nothing', async () => {
    const outcome = callWx(page, 'chooseAddress')
    await page.locator('#address-cancel').click()
    assert.equal(errMsgOf(await outcome), 'chooseAddress:fail cancel')
  })
})

test('what is copied is told, and can be read again', async () => {
  assert.deepEqual((await callWx(page, 'setClipboardData', { data: 'SF123' })).answer, {
    errMsg: 'setClipboardData:ok',
  })
  await waitFor(async () => (await page.locator('.wxs-toast').innerText()) === '内容已复制', {
    what: 'the toast',
  })
  assert.equal(((await callWx(page, 'getClipboardData')).answer as Record<string, unknown>).data, 'SF123')
})

const errMsgOf = (outcome: Record<string, unknown>) =>
  (outcome.error as Record<string, unknown> | undefined)?.errMsg
