import assert from 'node:assert/strict'
import { createDecipheriv, createVerify } from 'node:crypto'
import { waitFor } from '../../test/support/wait-for.ts'
import { inject } from '../faults/testing/inject.ts'
import { TAMPERINGS } from './faults.ts'
import { ANNA, APPID, type Arrived, MCHID, type TestPay, usePay } from './testing/use-pay.ts'

let pay: TestPay
beforeAll(async () => {
  pay = await usePay()
})
afterAll(() => pay.dispose())

const stateOf = (number: string) => pay.pay.orders().find(({ outTradeNo }) => outTradeNo === number)?.state

describe('the payment sheet', () => {
  test('shows what is to be paid, and takes it once', async () => {
    const { number, prepayId } = await pay.place()
    const request = pay.paymentOf(prepayId)
    expect(pay.pay.look(ANNA, request)).toStrictEqual({ totalFen: 12_900, description: '羊绒围巾 雾蓝' })
    pay.pay.pay(ANNA, request, 'twice')
    expect(stateOf(number)).toBe('SUCCESS')
    expect(() => pay.pay.pay(ANNA, request, 'once')).toThrow(/该订单已支付/)
  })

  test('a bank that says no leaves the order open for another try', async () => {
    const { number, prepayId } = await pay.place()
    const request = pay.paymentOf(prepayId)
    expect(() => pay.pay.pay(ANNA, request, 'fails')).toThrow(/支付失败/)
    expect(stateOf(number)).toBe('NOTPAY')
    pay.pay.pay(ANNA, request, 'once')
    expect(stateOf(number)).toBe('SUCCESS')
  })

  const forged: readonly [what: string, changes: Partial<Record<string, string>>][] = [
    ['a package without its prefix', { package: 'wx1234' }],
    ['a prepay_id nobody gave out', { package: 'prepay_id=wx1234' }],
    ['another signature', { paySign: 'bm9ib2R5' }],
    ['milliseconds', { timeStamp: String(Date.now()) }],
    ['MD5', { signType: 'MD5' }],
    ['a nonce of 33', { nonceStr: 'n'.repeat(33) }],
  ]
  for (const [what, changes] of forged) {
    test(`${what} is refused, and nothing is paid`, async () => {
      const { number, prepayId } = await pay.place()
      expect(() => pay.pay.look(ANNA, pay.paymentOf(prepayId, changes))).toThrow(/支付签名验证失败/)
      expect(stateOf(number)).toBe('NOTPAY')
    })
  }

  test('somebody else cannot pay', async () => {
    const { prepayId } = await pay.place()
    expect(() => pay.pay.pay('oBoris', pay.paymentOf(prepayId), 'once')).toThrow(/不一致/)
  })

  test('what was closed meanwhile cannot be paid: exactly one of the two wins', async () => {
    const { number, prepayId } = await pay.place()
    const request = pay.paymentOf(prepayId)
    pay.pay.look(ANNA, request)
    await pay.ask('POST', `/v3/pay/transactions/out-trade-no/${number}/close`, { mchid: MCHID })
    expect(() => pay.pay.pay(ANNA, request, 'once')).toThrow(/订单已关闭/)
    expect(stateOf(number)).toBe('CLOSED')
  })

  test('a prepay_id is good for two hours, an order until its time_expire', async () => {
    const own = await usePay()
    const at = (ms: number) => new Date(own.clock.now() + ms).toISOString()
    const soon = await own.place(own.order({ time_expire: at(15 * 60_000) }))
    const long = await own.place(own.order({ time_expire: at(5 * 3600_000) }))
    const past = await own.place(own.order({ time_expire: at(-3600_000) }))
    own.pay.look(ANNA, own.paymentOf(past.prepayId)) // moved to a minute from now
    own.advance(16 * 60_000)
    expect(() => own.pay.look(ANNA, own.paymentOf(past.prepayId))).toThrow(/已过期/)
    expect(() => own.pay.look(ANNA, own.paymentOf(soon.prepayId))).toThrow(/已过期/)
    own.pay.look(ANNA, own.paymentOf(long.prepayId))
    own.advance(2 * 3600_000)
    expect(() => own.pay.look(ANNA, own.paymentOf(long.prepayId))).toThrow(/会话已过期/)
    const fresh = await own.place(long.body)
    own.pay.pay(ANNA, own.paymentOf(fresh.prepayId), 'once')
    await own.dispose()
  })
})

describe('a notice', () => {
  /** Reads it as the documents say. */
  const read = ({ headers, body }: Arrived) => {
    const header = (name: string) => String(headers[`wechatpay-${name}`])
    const isSigned = createVerify('RSA-SHA256')
      .update(`${header('timestamp')}\n${header('nonce')}\n${body}\n`)
      .verify(pay.pay.keys.publicKeyPem, header('signature'), 'base64')
    const { event_type, resource } = JSON.parse(body)
    const bytes = Buffer.from(resource.ciphertext, 'base64')
    const decipher = createDecipheriv('aes-256-gcm', pay.pay.keys.apiV3Key, resource.nonce)
    decipher.setAAD(Buffer.from(resource.associated_data))
    decipher.setAuthTag(bytes.subarray(-16))
    const plain = JSON.parse(
      decipher.update(bytes.subarray(0, -16), undefined, 'utf8') + decipher.final('utf8'),
    )
    return { isSigned, serial: header('serial'), event: event_type, plain }
  }
  const about = (number: string, from = pay) =>
    from.arrived.filter((notice) => {
      try {
        return read(notice).plain.out_trade_no === number
      } catch {
        return false
      }
    })
  const arrival = (number: string, count = 1) =>
    waitFor(() => (about(number).length >= count ? about(number) : undefined), {
      what: `${count} notices of ${number}`,
    })

  test('tells a payment, signed and encrypted, once when it is taken', async () => {
    const { number } = await pay.paid()
    const [notice] = await arrival(number)
    assert.ok(notice)
    const { isSigned, serial, event, plain } = read(notice)
    expect([isSigned, serial, event]).toStrictEqual([true, pay.pay.keys.publicKeyID, 'TRANSACTION.SUCCESS'])
    expect([
      plain.appid,
      plain.mchid,
      plain.trade_state,
      plain.amount.total,
      plain.payer.openid,
    ]).toStrictEqual([APPID, MCHID, 'SUCCESS', 12_900, ANNA])
  })

  for (const status of [500, 401, 200, 204, 0]) {
    const isTaken = status === 200 || status === 204
    test(`answered ${status || 'nothing'}: ${isTaken ? 'never comes again' : 'comes again, signed anew'}`, async () => {
      const own = await usePay()
      own.receiver.status = status
      await own.paid()
      if (isTaken) {
        await waitFor(() => own.pay.notices().some((sent) => sent.status === status), { what: 'the answer' })
        const again = await own.paid() // whatever would repeat has had its 10 ms by now
        await waitFor(() => own.arrived.length >= 2, { what: `the notice of ${again.number}` })
        expect(own.arrived).toHaveLength(2)
      } else {
        await waitFor(() => own.arrived.length === 4, { what: 'all tries', timeoutMs: 5_000 })
        const nonces = own.arrived.map(({ headers }) => headers['wechatpay-nonce'])
        expect(new Set(nonces).size).toBe(4)
        expect(new Set(own.arrived.map(({ body }) => body)).size).toBe(1)
        await waitFor(() => own.lines.some((line) => /given up after 4 tries/.test(line)), {
          what: 'the end',
        })
      }
      await own.dispose()
    })
  }

  test('tells a refund in its own words', async () => {
    const { number, body } = await pay.paid()
    await arrival(number)
    const undo = await inject(pay.pay, 'pay.refundFails', { status: 'ABNORMAL' })
    await pay.ask('POST', '/v3/refund/domestic/refunds', {
      out_trade_no: number,
      out_refund_no: `r_${number}`,
      notify_url: body.notify_url,
      amount: { refund: 100, total: 12_900, currency: 'CNY' },
    })
    const [, notice] = await arrival(number, 2)
    await undo()
    assert.ok(notice)
    const { event, plain } = read(notice)
    expect([event, plain.refund_status, plain.status, plain.appid, plain.amount.refund]).toStrictEqual([
      'REFUND.ABNORMAL',
      'ABNORMAL',
      undefined,
      undefined,
      100,
    ])
  })

  test('to an address where nobody is goes nowhere', async () => {
    const { number } = await pay.paid(pay.order({ notify_url: 'https://elsewhere.example.com/notify' }))
    await waitFor(() => pay.lines.some((line) => line.includes('elsewhere.example.com')), { what: 'the log' })
    expect(about(number)).toStrictEqual([])
  })

  /** In what a tampering changes. */
  const isOtherThan = (one: Arrived, other: Arrived) =>
    one.body !== other.body ||
    one.headers['wechatpay-serial'] !== other.headers['wechatpay-serial'] ||
    one.headers['wechatpay-signature']?.length !== other.headers['wechatpay-signature']?.length ||
    /^=/.test(String(other.headers['wechatpay-signature'])) ||
    Number(one.headers['wechatpay-timestamp']) > Number(other.headers['wechatpay-timestamp']) + 300

  for (const how of TAMPERINGS) {
    test(`tampered with (${how}) arrives changed until it is over, then the true one`, async () => {
      const own = await usePay({ limits: { retryAfterMs: Array(500).fill(10) } })
      own.receiver.status = 401
      const undo = await inject(own.pay, 'pay.tamperedNotice', { how })
      await own.paid()
      await waitFor(() => own.arrived.length > 0, { what: 'the changed notice' })
      const changed = own.arrived[0]
      assert.ok(changed)
      await undo()
      await waitFor(() => own.arrived.some((notice) => isOtherThan(notice, changed)), {
        what: 'the true one',
      })
      own.receiver.status = 204
      await waitFor(() => own.pay.notices().at(-1)?.status === 204, { what: 'an end of it' })
      await own.dispose()
    })
  }

  test('late, double, lost and in reverse order, as the control API orders it', async () => {
    const on = await inject(pay.pay, 'pay.doubleNotice')
    const { number } = await pay.paid()
    await arrival(number, 2)
    await on()

    const late = await inject(pay.pay, 'pay.lateNotice', { ms: 50 })
    const delayed = await pay.paid()
    expect(about(delayed.number)).toHaveLength(0)
    await late()
    await arrival(delayed.number)

    const lose = await inject(pay.pay, 'pay.loseNotice')
    const lost = await pay.paid()
    await lose()

    const release = await inject(pay.pay, 'pay.outOfOrderNotice')
    const [first, second] = [await pay.paid(), await pay.paid()]
    expect(about(second.number)).toHaveLength(0)
    await release()
    await arrival(second.number)
    await arrival(first.number)
    expect(about(lost.number)).toHaveLength(0)
  })

  test('can be signed rightly and still be wrong', async () => {
    const undo = await inject(pay.pay, 'pay.wrongNotice', { fact: 'amount' })
    const { number } = await pay.paid()
    await undo()
    const [notice] = await arrival(number)
    assert.ok(notice)
    const { isSigned, plain } = read(notice)
    expect([isSigned, plain.amount.total]).toStrictEqual([true, 1])
  })
})

test('a reset forgets money and what is on its way, and keeps the keys', async () => {
  const own = await usePay()
  own.receiver.status = 500
  await own.paid()
  const { publicKeyID } = own.pay.keys
  await own.pay.reset()
  expect([own.pay.orders(), own.pay.refunds(), own.pay.notices()]).toStrictEqual([[], [], []])
  expect(own.pay.keys.publicKeyID).toBe(publicKeyID)
  await own.dispose()
})
