import assert from 'node:assert/strict'
import { waitFor } from '../../test/support/wait-for.ts'
import { inject } from '../faults/testing/inject.ts'
import type { MerchantOptions } from './testing/merchant.ts'
import { ANNA, MCHID, type TestPay, usePay } from './testing/use-pay.ts'

let pay: TestPay
beforeAll(async () => {
  pay = await usePay()
})
afterAll(() => pay.dispose())

const JSAPI = '/v3/pay/transactions/jsapi'
const REFUNDS = '/v3/refund/domestic/refunds'
const byNumber = (number: string) => `/v3/pay/transactions/out-trade-no/${number}?mchid=${MCHID}`
const closing = (number: string) => `/v3/pay/transactions/out-trade-no/${number}/close`

describe('who asks WeChat Pay must prove it', () => {
  const MINUTE = 60_000
  const flawed: readonly [what: string, options: MerchantOptions][] = [
    ['without a signature', { spoil: ({ signature: _gone, ...rest }) => rest }],
    ['signed by another key', { spoil: (fields) => ({ ...fields, signature: 'bm9ib2R5' }) }],
    ['of another certificate', { spoil: (fields) => ({ ...fields, serial_no: 'AB'.repeat(20) }) }],
    ['with a body that was written anew', { sentBody: '{}' }],
    ['more than five minutes late', { now: () => Date.now() - 5 * MINUTE - 1_000 }],
    ['more than five minutes ahead', { now: () => Date.now() + 5 * MINUTE + 3_000 }],
    ['with milliseconds', { now: () => Date.now() * 1000 }],
    ['in another scheme', { headers: { authorization: 'Bearer x' } }],
  ]
  for (const [what, options] of flawed) {
    test(`a request ${what} is 401 SIGN_ERROR, and nothing was done`, async () => {
      const body = pay.order()
      const answer = await pay.ask('POST', JSAPI, body, options)
      expect([answer.status, answer.body.code]).toStrictEqual([401, 'SIGN_ERROR'])
      expect(pay.pay.orders().some(({ outTradeNo }) => outTradeNo === body.out_trade_no)).toBe(false)
    })
  }

  test('the query is signed, too', async () => {
    const { number } = await pay.place()
    const path = byNumber(number)
    const spoil = (fields: Record<string, string>) => fields
    expect((await pay.ask('GET', path, undefined, { spoil })).status).toBe(200)
    const other = await pay.ask('GET', `${path}&a=1`, undefined, { headers: {} })
    expect(other.status).toBe(200) // signed as sent
  })

  test('every answer is signed by the public key, refusals and 204 as well', async () => {
    const { number } = await pay.place()
    const asked = [
      pay.ask('GET', byNumber(number)),
      pay.ask('GET', byNumber('never_made')),
      pay.ask('POST', closing(number), { mchid: MCHID }),
    ]
    for (const answer of await Promise.all(asked)) {
      assert.ok(answer.isSigned)
      expect(answer.headers.get('wechatpay-serial')).toBe(pay.pay.keys.publicKeyID)
    }
  })

  test('a merchant that asks for an unknown key is told so', async () => {
    const headers = { 'wechatpay-serial': 'PUB_KEY_ID_1' }
    expect((await pay.ask('POST', JSAPI, pay.order(), { headers })).body.code).toBe('PARAM_ERROR')
  })

  test('what is not imitated refuses by its row', async () => {
    const { body } = await pay.ask('GET', '/v3/bill/tradebill?bill_date=2026-11-24&bill_type=ALL')
    expect(String(body.message)).toMatch(/D-PY-01/)
  })
})

describe('an order', () => {
  const wrong: readonly [what: string, fields: Record<string, unknown>, code?: string][] = [
    ['of nothing', { amount: { total: 0 } }],
    ['of half a fen', { amount: { total: 1.5 } }],
    ['of a text', { amount: { total: '1' } }],
    ['in dollars', { amount: { total: 1, currency: 'USD' } }],
    ['with a field nobody knows', { extra: 1 }],
    ['with 128 characters of description', { description: '长'.repeat(128) }],
    ['without description', { description: '' }],
    ['with 129 characters of attach', { attach: 'a'.repeat(129) }],
    ['with a number of 5', { out_trade_no: '12345' }],
    ['with a number of 33', { out_trade_no: '1'.repeat(33) }],
    ['with a number of odd letters', { out_trade_no: 'order 12345' }],
    ['without a payer', { payer: {} }],
    ['for nobody of this app', { payer: { openid: 'oNobody' } }],
    ['that answers to an address with a query', { notify_url: 'https://shop.example.com/a?b=1' }],
    ['that answers to this machine', { notify_url: 'https://127.0.0.1/notify' }],
    ['that answers to an intranet', { notify_url: 'https://192.168.1.2/notify' }],
    ['that answers to an address without a path', { notify_url: 'https://shop.example.com' }],
    ['that answers over http', { notify_url: 'http://shop.example.com/notify' }],
    ['of another merchant', { mchid: '1999999999' }],
    ['of another app', { appid: 'wxother' }, 'APPID_MCHID_NOT_MATCH'],
  ]
  for (const [what, fields, code = 'PARAM_ERROR'] of wrong) {
    test(`${what} is refused with ${code}`, async () => {
      const answer = await pay.ask('POST', JSAPI, pay.order(fields))
      expect([answer.status, answer.body.code]).toStrictEqual([400, code])
    })
  }

  test('may be asked for again with the same values, not with others', async () => {
    const body = pay.order()
    const first = await pay.ask('POST', JSAPI, body)
    const again = await pay.ask('POST', JSAPI, body)
    expect(String(first.body.prepay_id)).toMatch(/^wx\w{10,62}$/)
    expect(first.body.prepay_id).not.toBe(again.body.prepay_id)
    const changed = await pay.ask('POST', JSAPI, { ...body, amount: { total: 1, currency: 'CNY' } })
    expect(changed.body.code).toBe('INVALID_REQUEST')
    expect(pay.pay.orders().filter(({ outTradeNo }) => outTradeNo === body.out_trade_no)).toHaveLength(1)
  })

  test('that is open says NOTPAY; one nobody made does not exist', async () => {
    const { number } = await pay.place()
    const { body } = await pay.ask('GET', byNumber(number))
    expect([body.trade_state, body.transaction_id]).toStrictEqual(['NOTPAY', undefined])
    const unknown = await pay.ask('GET', byNumber('never_made'))
    expect([unknown.status, unknown.body.code]).toStrictEqual([404, 'ORDER_NOT_EXIST'])
    expect((await pay.ask('GET', '/v3/pay/transactions/out-trade-no/never_made')).body.code).toBe(
      'PARAM_ERROR',
    )
  })

  test('that is paid tells who paid what and when, by either number', async () => {
    const { number } = await pay.paid()
    const { body } = await pay.ask('GET', byNumber(number))
    expect(body.trade_state).toBe('SUCCESS')
    expect(body.payer).toStrictEqual({ openid: ANNA })
    expect(body.amount).toStrictEqual({
      total: 12_900,
      payer_total: 12_900,
      currency: 'CNY',
      payer_currency: 'CNY',
    })
    expect(String(body.success_time)).toMatch(/\+08:00$/)
    const byID = await pay.ask('GET', `/v3/pay/transactions/id/${body.transaction_id}?mchid=${MCHID}`)
    expect(byID.body).toStrictEqual(body)
  })

  test('is closed for good, as often as it is asked', async () => {
    const { number, body } = await pay.place()
    expect((await pay.ask('POST', closing(number), { mchid: MCHID })).status).toBe(204)
    expect((await pay.ask('POST', closing(number), { mchid: MCHID })).status).toBe(204)
    expect((await pay.ask('GET', byNumber(number))).body.trade_state).toBe('CLOSED')
    expect((await pay.ask('POST', JSAPI, body)).body.code).toBe('ORDER_CLOSED')
  })

  test('that is paid can be neither closed nor ordered again', async () => {
    const { number, body } = await pay.paid()
    expect((await pay.ask('POST', closing(number), { mchid: MCHID })).body.code).toBe('ORDER_PAID')
    expect((await pay.ask('POST', JSAPI, body)).body.code).toBe('ORDER_PAID')
  })

  test('unpaid for seven days is closed', async () => {
    const own = await usePay()
    const { number } = await own.place()
    own.advance(7 * 24 * 3600_000)
    expect((await own.ask('GET', byNumber(number))).body.trade_state).toBe('CLOSED')
    await own.dispose()
  })

  test('survives a restart, with money and keys', async () => {
    const own = await usePay()
    const { number } = await own.paid()
    const { certSerial } = own.pay.keys
    await own.restart()
    expect(own.pay.keys.certSerial).toBe(certSerial)
    expect((await own.ask('GET', byNumber(number))).body.trade_state).toBe('SUCCESS')
    await own.dispose()
  })

  test('more than 500 in one second are too many', async () => {
    const now = Date.now()
    const still = await usePay({ limits: { ordersPerSecond: 2 }, now: () => now })
    const answers = [await still.place(), await still.place(), await still.place()]
    expect(answers.at(-1)?.prepayId).toBe('undefined')
    await still.dispose()
  })
})

describe('a refund', () => {
  let last = 0
  const refund = (number: string, fen: number, fields: Record<string, unknown> = {}) => {
    last += 1
    return {
      out_trade_no: number,
      out_refund_no: `refund_${last}`,
      amount: { refund: fen, total: 12_900, currency: 'CNY' },
      ...fields,
    }
  }

  test('is accepted, then done; order and query say so', async () => {
    const { number } = await pay.paid()
    const body = refund(number, 900)
    const accepted = await pay.ask('POST', REFUNDS, body)
    expect([accepted.status, accepted.body.status]).toStrictEqual([200, 'PROCESSING'])
    expect((await pay.ask('GET', byNumber(number))).body.trade_state).toBe('REFUND')
    const done = await waitFor(
      async () => {
        const found = await pay.ask('GET', `${REFUNDS}/${body.out_refund_no}`)
        return found.body.status === 'SUCCESS' ? found : undefined
      },
      { what: 'the refund to be done' },
    )
    expect(done.body.refund_id).toBe(accepted.body.refund_id)
    expect((done.body.amount as { refund: number }).refund).toBe(900)
  })

  test('of the same number is one refund; with other values it is refused', async () => {
    const { number } = await pay.paid()
    const body = refund(number, 100)
    const [first, again] = [await pay.ask('POST', REFUNDS, body), await pay.ask('POST', REFUNDS, body)]
    expect(first.body.refund_id).toBe(again.body.refund_id)
    const changed = { ...body, amount: { ...body.amount, refund: 200 } }
    expect((await pay.ask('POST', REFUNDS, changed)).body.code).toBe('INVALID_REQUEST')
  })

  test('whose answer was lost is still one refund when it is asked for again', async () => {
    const { number } = await pay.paid()
    const body = refund(number, 100)
    await inject(pay.pay, 'pay.loseAnswer')
    await expect(pay.ask('POST', REFUNDS, body)).rejects.toThrow()
    expect((await pay.ask('POST', REFUNDS, body)).status).toBe(200)
    expect(pay.pay.refunds().filter(({ outTradeNo }) => outTradeNo === number)).toHaveLength(1)
  })

  const refused: readonly [
    what: string,
    fen: number,
    fields: Record<string, unknown>,
    status: number,
    code: string,
  ][] = [
    ['above the order', 12_901, {}, 400, 'INVALID_REQUEST'],
    ['with another total', 1, { amount: { refund: 1, total: 1, currency: 'CNY' } }, 400, 'INVALID_REQUEST'],
    ['of nothing', 0, {}, 400, 'PARAM_ERROR'],
    ['of an order nobody made', 1, { out_trade_no: 'never_made' }, 404, 'RESOURCE_NOT_EXISTS'],
    ['without an order', 1, { out_trade_no: undefined }, 400, 'PARAM_ERROR'],
  ]
  for (const [what, fen, fields, status, code] of refused) {
    test(`${what} is refused with ${code}`, async () => {
      const { number } = await pay.paid()
      const answer = await pay.ask('POST', REFUNDS, refund(number, fen, fields))
      expect([answer.status, answer.body.code]).toStrictEqual([status, code])
    })
  }

  test('of an unpaid order does not exist; an unknown refund neither', async () => {
    const { number } = await pay.place()
    expect((await pay.ask('POST', REFUNDS, refund(number, 1))).body.code).toBe('RESOURCE_NOT_EXISTS')
    expect((await pay.ask('GET', `${REFUNDS}/nobody`)).body.code).toBe('RESOURCE_NOT_EXISTS')
  })

  test('wants a minute after the one before, and never more than was paid', async () => {
    const own = await usePay()
    const { number } = await own.paid()
    expect((await own.ask('POST', REFUNDS, refund(number, 10_000))).status).toBe(200)
    const soon = await own.ask('POST', REFUNDS, refund(number, 1))
    expect([soon.status, soon.body.code]).toStrictEqual([429, 'FREQUENCY_LIMITED'])
    own.advance(61_000)
    expect((await own.ask('POST', REFUNDS, refund(number, 2_901))).body.code).toBe('INVALID_REQUEST')
    expect((await own.ask('POST', REFUNDS, refund(number, 2_900))).status).toBe(200)
    own.advance(61_000)
    expect(String((await own.ask('POST', REFUNDS, refund(number, 1))).body.message)).toMatch(/全额退款/)
    await own.dispose()
  })

  test('the 51st and one after a year are refused', async () => {
    const own = await usePay({ limits: { refundsPerOrder: 1 } })
    const { number } = await own.paid()
    await own.ask('POST', REFUNDS, refund(number, 1))
    own.advance(61_000)
    expect((await own.ask('POST', REFUNDS, refund(number, 1))).body.code).toBe('INVALID_REQUEST')
    const other = await own.paid()
    own.advance(366 * 24 * 3600_000)
    expect(String((await own.ask('POST', REFUNDS, refund(other.number, 1))).body.message)).toMatch(/最大期限/)
    await own.dispose()
  })

  test('with an empty account waits for money, under the same number', async () => {
    const { number } = await pay.paid()
    const body = refund(number, 5)
    const fill = await inject(pay.pay, 'pay.notEnough')
    const poor = await pay.ask('POST', REFUNDS, body)
    expect([poor.status, poor.body.code]).toStrictEqual([403, 'NOT_ENOUGH'])
    await fill()
    expect((await pay.ask('POST', REFUNDS, body)).status).toBe(200)
  })

  test('that was under way when the sandbox ended comes to its end after the next start', async () => {
    const own = await usePay({ limits: { refundTakesMs: 60 } })
    const { number } = await own.paid()
    await own.ask('POST', REFUNDS, refund(number, 1))
    await own.restart()
    await waitFor(() => own.pay.refunds().every(({ status }) => status === 'SUCCESS'), { what: 'the refund' })
    await own.dispose()
  })
})

test('a system error does nothing, and the same request works the next time', async () => {
  const body = pay.order()
  await inject(pay.pay, 'pay.systemError')
  const failed = await pay.ask('POST', JSAPI, body)
  expect([failed.status, failed.body.code]).toStrictEqual([500, 'SYSTEM_ERROR'])
  expect((await pay.ask('POST', JSAPI, body)).status).toBe(200)
})

test('an answer with a wrong signature can be ordered', async () => {
  const undo = await inject(pay.pay, 'pay.badSignature')
  expect((await pay.ask('POST', JSAPI, pay.order())).isSigned).toBe(false)
  await undo()
  expect((await pay.ask('POST', JSAPI, pay.order())).isSigned).toBe(true)
})
