import assert from 'node:assert/strict'
import { createVerify } from 'node:crypto'
import {
  APPID,
  MCHID,
  MERCHANT,
  NOTIFY_URL,
  PAY_ENV,
  PUBLIC_KEY_ID,
  paidFacts,
  refundFacts,
  STRANGER_KEY,
  signedHeaders,
} from '../testing/a-notice'
import { FakeClock } from '../testing/fake-clock'
import type { Fetch } from './pay-client'
import { readPayConfig } from './pay-config'
import { PayRefused, PayUnknown } from './payments'
import { wechatPayments } from './wechat-payments'

interface Said {
  readonly status?: number
  readonly body?: object | string
  /** In place of WeChat Pay's. */
  readonly headers?: Readonly<Record<string, string>>
}

/** Our client with a WeChat Pay that says these things, one a request; at the end there is no answer any more. */
function aClient(...said: (Said | 'nothing')[]) {
  const clock = new FakeClock()
  const asked: { method: string; path: string; body: unknown; headers: Record<string, string> }[] = []
  const fetch: Fetch = async (url, { method, headers, body }) => {
    asked.push({
      method,
      path: url.replace('https://api.mch.weixin.qq.com', ''),
      body: body === undefined ? undefined : JSON.parse(body),
      headers,
    })
    const next = said.shift()
    if (next === undefined || next === 'nothing') throw new TypeError('fetch failed')
    const { status = 200, body: answer = '' } = next
    const text = typeof answer === 'string' ? answer : JSON.stringify(answer)
    const given = { ...signedHeaders(text, clock.now()), ...next.headers }
    return { status, headers: new Headers(given), text: async () => text }
  }
  const config = readPayConfig(PAY_ENV)
  return { asked, clock, payments: wechatPayments({ config, clock, fetch, nonce: () => 'a'.repeat(32) }) }
}

const ORDER = {
  outTradeNo: 'KB0001',
  description: '梅子青品茗对杯',
  totalFen: 9_900,
  openid: 'oBuyer',
  expiresAt: 1_700_000_900_000,
}
const REFUND = { outTradeNo: 'KB0001', outRefundNo: 'KB0001-R1-1', refundFen: 100, totalFen: 9_900 }
const PAID = paidFacts('KB0001', 'oBuyer', 9_900)
const PREPAID = { body: { prepay_id: 'wx201410272009395522657a690389285100' } }
const refused = (status: number, code: string): Said => ({ status, body: { code, message: 'because' } })

test('an order is announced in the words of the documents, signed with the owner’s key', async () => {
  const { payments, asked, clock } = aClient(PREPAID)
  const params = await payments.prepay(ORDER)
  expect(asked[0]?.body).toStrictEqual({
    appid: APPID,
    mchid: MCHID,
    description: '梅子青品茗对杯',
    out_trade_no: 'KB0001',
    time_expire: '2023-11-15T06:28:20+08:00',
    notify_url: NOTIFY_URL,
    amount: { total: 9_900, currency: 'CNY' },
    payer: { openid: 'oBuyer' },
  })
  expect(asked[0]?.headers['wechatpay-serial']).toBe(PUBLIC_KEY_ID)
  expect(asked[0]?.headers.authorization ?? '').toMatch(/^WECHATPAY2-SHA256-RSA2048 mchid="1900000109",/)
  const timeStamp = String(Math.floor(clock.now() / 1000))
  const { paySign, ...rest } = params
  expect(rest).toStrictEqual({
    timeStamp,
    nonceStr: 'a'.repeat(32),
    package: `prepay_id=${PREPAID.body.prepay_id}`,
    signType: 'RSA',
  })
  const lines = `${APPID}\n${timeStamp}\n${rest.nonceStr}\n${rest.package}\n`
  assert.ok(createVerify('RSA-SHA256').update(lines).verify(MERCHANT.publicKey, paySign, 'base64'))
})

test('the signature covers method, path with its query, time, nonce and the bytes of the body', async () => {
  const { payments, asked } = aClient(
    { body: PAID },
    { body: { ...refundFacts('KB0001', 'KB0001-R1-1', 1, 2), status: 'PROCESSING' } },
  )
  await payments.query('KB0001')
  await payments.refund(REFUND)
  for (const { method, path, body, headers } of asked) {
    const field = (name: string) =>
      new RegExp(`${name}="([^"]+)"`).exec(headers.authorization ?? '')?.[1] ?? ''
    const text = body === undefined ? '' : JSON.stringify(body)
    const lines = [method, path, field('timestamp'), field('nonce_str'), text].map((line) => `${line}\n`)
    const isSigned = createVerify('RSA-SHA256')
      .update(lines.join(''))
      .verify(MERCHANT.publicKey, field('signature'), 'base64')
    assert.ok(isSigned, path)
  }
  expect(asked[0]?.path ?? '').toMatch(/\?mchid=1900000109$/)
})

const STATES: [tradeState: string, facts: object, state: string | null][] = [
  ['SUCCESS', {}, 'paid'],
  ['REFUND', {}, 'refunded'],
  ['NOTPAY', {}, 'unpaid'],
  ['USERPAYING', {}, 'unpaid'],
  ['PAYERROR', {}, 'unpaid'],
  ['CLOSED', {}, 'closed'],
  ['REVOKED', {}, 'closed'],
]
for (const [trade_state, facts, state] of STATES) {
  test(`an order in the state ${trade_state} is ${state}`, async () => {
    const { payments } = aClient({ body: { ...PAID, trade_state, ...facts } })
    expect((await payments.query('KB0001'))?.state).toBe(state)
  })
}

test('an order, or a refund, that WeChat Pay does not know is null', async () => {
  const { payments } = aClient(refused(404, 'ORDERNOTEXIST'), refused(404, 'RESOURCE_NOT_EXISTS'))
  expect(await payments.query('KB0001')).toBeNull()
  expect(await payments.queryRefund('KB0001-R1-1')).toBeNull()
})

const UNTRUSTED: [what: string, said: Said | 'nothing'][] = [
  ['no answer', 'nothing'],
  ['an error of WeChat Pay’s', refused(500, 'SYSTEM_ERROR')],
  ['an answer without a signature', { body: PAID, headers: { 'wechatpay-signature': '' } }],
  [
    'one that somebody else signed',
    { body: PAID, headers: signedHeaders(JSON.stringify(PAID), 1_700_000_000_000, STRANGER_KEY) },
  ],
  ['one under another serial', { body: PAID, headers: { 'wechatpay-serial': 'PUB_KEY_ID_1' } }],
  [
    'one of six minutes ago',
    { body: PAID, headers: signedHeaders(JSON.stringify(PAID), 1_700_000_000_000 - 360_000) },
  ],
  ['a probe', { body: PAID, headers: { 'wechatpay-signature': 'WECHATPAY/SIGNTEST/abc' } }],
  ['one about another order', { body: { ...PAID, out_trade_no: 'KB0002' } }],
  ['one about another merchant', { body: { ...PAID, mchid: '1999999999' } }],
  ['one that is no JSON', { body: '<html>' }],
  ['one that lacks the amount', { body: { ...PAID, amount: undefined, trade_state: 'SUCCESS' } }],
]
for (const [what, said] of UNTRUSTED) {
  test(`${what} leaves the question open`, async () => {
    const { payments } = aClient(said, said)
    await expect(payments.query('KB0001')).rejects.toBeInstanceOf(PayUnknown)
  })
}

test('what was lost on the way is asked once more, in the same words', async () => {
  const { payments, asked } = aClient('nothing', PREPAID)
  await payments.prepay(ORDER)
  expect(asked).toHaveLength(2)
  expect(asked[0]?.body).toStrictEqual(asked[1]?.body)
})

test('too many questions: not asked again at once', async () => {
  const { payments, asked } = aClient(refused(429, 'FREQUENCY_LIMITED'), { body: PAID })
  await expect(payments.query('KB0001')).rejects.toBeInstanceOf(PayUnknown)
  expect(asked).toHaveLength(1)
})

const REFUSALS: [status: number, code: string, payCode: string][] = [
  [400, 'PARAM_ERROR', 'PARAM_ERROR'],
  [400, 'ORDERPAID', 'ORDER_PAID'],
  [400, 'ORDER_CLOSED', 'ORDER_CLOSED'],
  [401, 'SIGN_ERROR', 'SIGN_ERROR'],
  [403, 'NOTENOUGH', 'NOT_ENOUGH'],
  [500, 'OPENID_MISMATCH', 'OPENID_MISMATCH'],
]
for (const [status, code, payCode] of REFUSALS) {
  test(`${status} ${code} is a no, ${payCode}, and asked once`, async () => {
    const { payments, asked } = aClient(refused(status, code))
    await assert.rejects(
      payments.prepay(ORDER),
      (error: unknown) => error instanceof PayRefused && error.payCode === payCode,
    )
    expect(asked).toHaveLength(1)
  })
}

const CLOSINGS: [what: string, said: Said[], outcome: 'closed' | 'paid'][] = [
  ['204', [{ status: 204 }], 'closed'],
  ['refused because it is paid', [refused(400, 'ORDER_PAID'), { body: PAID }], 'paid'],
  ['refused in words we do not know, and paid', [refused(400, 'INVALID_REQUEST'), { body: PAID }], 'paid'],
  [
    'refused because it is closed',
    [refused(400, 'ORDER_CLOSED'), { body: { ...PAID, trade_state: 'CLOSED' } }],
    'closed',
  ],
]
for (const [what, said, outcome] of CLOSINGS) {
  test(`closing an order: ${what}`, async () => {
    expect(await aClient(...said).payments.close('KB0001')).toBe(outcome)
  })
}

test('closing an order that is refused while it is open stays a refusal', async () => {
  const { payments } = aClient(refused(403, 'RULE_LIMIT'), { body: { ...PAID, trade_state: 'NOTPAY' } })
  await expect(payments.close('KB0001')).rejects.toBeInstanceOf(PayRefused)
})

for (const [status, state] of [
  ['PROCESSING', 'processing'],
  ['SUCCESS', 'done'],
  ['CLOSED', 'failed'],
  ['ABNORMAL', 'abnormal'],
] as const) {
  test(`a refund ${status} is ${state}`, async () => {
    const { payments } = aClient({ body: { ...refundFacts('KB0001', 'KB0001-R1-1', 100, 9_900), status } })
    const { state: found, refundFen, outRefundNo } = await payments.refund(REFUND)
    expect([found, refundFen, outRefundNo]).toStrictEqual([state, 100, 'KB0001-R1-1'])
  })
}

test('an answer about another refund leaves the question open', async () => {
  const other = { body: { ...refundFacts('KB0001', 'KB0001-R2-1', 100, 9_900), status: 'SUCCESS' } }
  await expect(aClient(other).payments.refund(REFUND)).rejects.toBeInstanceOf(PayUnknown)
  await expect(aClient(other).payments.queryRefund('KB0001-R1-1')).rejects.toBeInstanceOf(PayUnknown)
})
