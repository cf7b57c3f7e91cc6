/** WeChat Pay as the parts of a sandbox meet it: functions by its real host, notices over HTTP, one clock, one reset. */
import assert from 'node:assert/strict'
import { waitFor } from '../test/support/wait-for.ts'
import type { PaymentRequest } from './pay/pay.ts'
import { openProject } from './project/project.ts'
import { type Sandbox, startSandbox } from './sandbox.ts'
import { aSmallShop } from './testing/shop-project.ts'

/** A merchant in one function, which knows nothing of a sandbox: it signs, asks the real host, and keeps what it is told. */
const TILL = `
const { createPrivateKey, sign } = require('node:crypto')
const cloud = require('wx-server-sdk'); cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })
const db = cloud.database()
const signed = (...lines) => sign('RSA-SHA256', Buffer.from(lines.join('\\n') + '\\n'), createPrivateKey(process.env.KEY)).toString('base64')
async function ask(method, path, body) {
  const text = body === undefined ? '' : JSON.stringify(body)
  const timestamp = String(Math.floor(Date.now() / 1000))
  const fields = { mchid: process.env.MCHID, nonce_str: 'n', timestamp, serial_no: process.env.SERIAL,
    signature: signed(method, path, timestamp, 'n', text) }
  const response = await fetch('https://api.mch.weixin.qq.com' + path, { method, body: text || undefined, headers: {
    authorization: 'WECHATPAY2-SHA256-RSA2048 ' + Object.entries(fields).map(([k, v]) => k + '="' + v + '"').join(','),
    'content-type': 'application/json' } })
  return { status: response.status, ...JSON.parse(await response.text() || '{}') }
}
exports.main = async (event) => {
  if (event.httpMethod) {
    await db.collection('heard').add({ data: { event: JSON.parse(event.body).event_type } })
    return { statusCode: 204 }
  }
  const { OPENID } = cloud.getWXContext()
  if (event.number) {
    const { prepay_id, ...refused } = await ask('POST', '/v3/pay/transactions/jsapi', {
      appid: process.env.APPID, mchid: process.env.MCHID, description: 'lamp', out_trade_no: event.number,
      notify_url: process.env.NOTIFY, amount: { total: 100 }, payer: { openid: OPENID } })
    if (!prepay_id) return refused
    const given = { timeStamp: String(Math.floor(Date.now() / 1000)), nonceStr: 'n', package: 'prepay_id=' + prepay_id, signType: 'RSA' }
    return { ...given, paySign: signed(process.env.APPID, given.timeStamp, given.nonceStr, given.package) }
  }
  if (event.read) return ask('GET', '/v3/pay/transactions/out-trade-no/' + event.read + '?mchid=' + process.env.MCHID)
  return cloud.openapi.wxa.sec.order.getOrder({ merchantId: process.env.MCHID, merchantTradeNo: event.shipped })
    .then((r) => r.order, (e) => e.errCode)
}`

const CONFIG = {
  people: [{ name: 'Ann' }],
  cloud: {
    env: 'shop',
    seed: [{ collection: 'heard' }],
    http: ['till'],
    functionEnv: {
      APPID: '{pay.appid}',
      MCHID: '{pay.mchid}',
      SERIAL: '{pay.certSerial}',
      KEY: '{pay.privateKey}',
      NOTIFY: '{cloud.httpAddress}/till',
    },
  },
  pay: { mchid: '1900000001' },
}

const KINDS = [
  'lateNotice',
  'doubleNotice',
  'tamperedNotice',
  'outOfOrderNotice',
  'loseNotice',
  'wrongNotice',
  'systemError',
  'loseAnswer',
  'badSignature',
  'notEnough',
  'refundFails',
]

let shop: ReturnType<typeof aSmallShop>
let sandbox: Sandbox
let orders = 0

beforeAll(async () => {
  shop = aSmallShop({
    'sandbox.config.json': CONFIG,
    'functions/till/index.js': TILL,
    'functions/till/config.json': { permissions: { openapi: ['wxa.sec.order.getOrder'] } },
  })
  sandbox = await startSandbox({ project: openProject(shop.root), log: () => {} })
})
afterAll(async () => {
  await sandbox?.stop()
  shop?.remove()
})

const ann = () => sandbox.people.byName('Ann').openid
const till = async (data: object) =>
  (await sandbox.cloud.callFunction({ openid: ann() }, 'till', data)).result
const pay = () => {
  assert.ok(sandbox.pay)
  return sandbox.pay
}
const heard = async () => (await sandbox.cloud.database.find('heard')).map(({ event }) => event)
const hears = (count: number, what: string) => waitFor(async () => (await heard()).length === count, { what })

async function place(): Promise<{ number: string; request: PaymentRequest }> {
  orders += 1
  const number = `lamp_${orders}`
  const request = (await till({ number })) as PaymentRequest
  assert.match(String(request.package), /^prepay_id=/, JSON.stringify(request))
  return { number, request }
}

const control = async (method: string, path: string, body?: object) => {
  const reply = await fetch(`${sandbox.url}/_sandbox/${path}`, {
    method,
    headers: method === 'GET' ? {} : { 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  })
  return (await reply.json()) as Record<string, unknown>
}

describe('WeChat Pay in a sandbox', () => {
  test('is asked by a function under its real host, and tells another one over HTTP what was paid', async () => {
    const { number, request } = await place()
    pay().pay(ann(), request, 'once')
    await hears(1, 'the notice')
    expect(await heard()).toStrictEqual(['TRANSACTION.SUCCESS'])
    const { trade_state } = (await till({ read: number })) as Record<string, unknown>
    expect(trade_state).toBe('SUCCESS')
  })

  test('answers servers only: a page of any site is turned away', async () => {
    for (const origin of ['https://evil.example', `http://p1.localhost:${sandbox.ports.http}`]) {
      const path = '/v3/pay/transactions/out-trade-no/lamp_1'
      assert.equal((await fetch(`${pay().url}${path}`, { headers: { origin } })).status, 403, origin)
    }
  })

  test('is known to the shipping service once it is paid', async () => {
    const { number, request } = await place()
    expect(await till({ shipped: number })).toBe(10060001)
    pay().pay(ann(), request, 'once')
    await hears(2, 'its notice')
    const order = (await till({ shipped: number })) as Record<string, unknown>
    expect([order.merchantTradeNo, order.orderState]).toStrictEqual([number, 1])
  })

  test('breaks as the control API orders, and heals', async () => {
    const { kinds } = (await control('GET', 'faults')) as { kinds: { target: string; kind: string }[] }
    expect(kinds.filter(({ target }) => target === 'pay').map(({ kind }) => kind)).toStrictEqual(KINDS)
    await control('POST', 'faults', { target: 'pay', kind: 'loseNotice' })
    pay().pay(ann(), (await place()).request, 'once')
    await control('DELETE', 'faults')
    await control('POST', 'faults', { target: 'pay', kind: 'doubleNotice' })
    pay().pay(ann(), (await place()).request, 'once')
    await hears(4, 'the two copies of one notice')
    await control('DELETE', 'faults')
  })

  test('goes by the sandbox’s clock: an order of last week can be paid no more, a new one can', async () => {
    const { request } = await place()
    const { request: kept } = await place()
    await sandbox.moveClock(60_000)
    expect(pay().look(ann(), kept).totalFen).toBe(100)
    await sandbox.moveClock(8 * 86_400_000)
    expect(() => pay().look(ann(), request)).toThrow(/过期/)
    expect(pay().look(ann(), (await place()).request).totalFen).toBe(100)
  })

  test('is empty after a reset, with the keys that functions know', async () => {
    const { number } = await place()
    const { certSerial } = pay().keys
    await sandbox.reset()
    expect(pay().orders()).toStrictEqual([])
    expect(pay().keys.certSerial).toBe(certSerial)
    expect(((await till({ read: number })) as Record<string, unknown>).code).toBe('ORDER_NOT_EXIST')
  })
})
