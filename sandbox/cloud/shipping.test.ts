import assert from 'node:assert/strict'
import type { PaidOrder } from './openapi/trade/trade-orders.ts'
import { RUN_ANYTHING, type TestCloud, useCloud } from './testing/use-cloud.ts'

const MCHID = '1900000001'
const paid = (n: number): PaidOrder => ({
  outTradeNo: `lamp_${n}`,
  transactionId: `42000${n}`,
  openid: 'oAnna',
  description: 'lamp',
  paidAt: Date.parse('2026-11-20T08:00:00Z'),
  isRefunded: false,
})

/** What WeChat Pay knows. */
const orders: PaidOrder[] = []
let cloud: TestCloud

beforeAll(async () => {
  cloud = await useCloud({
    functions: { run: RUN_ANYTHING, undeclared: RUN_ANYTHING },
    configs: {
      run: {
        permissions: {
          openapi: [
            'wxa.sec.order.uploadShippingInfo',
            'wxa.sec.order.getOrder',
            'wxa.sec.order.isTradeManaged',
          ],
        },
      },
      undeclared: {},
    },
    mchid: MCHID,
    paidOrder: ({ transactionId, outTradeNo }) =>
      orders.find((order) => order.transactionId === transactionId || order.outTradeNo === outTradeNo),
  })
})
afterAll(() => cloud.dispose())
/** Every test has an order of its own. */
beforeEach(() => {
  orders.push(paid(orders.length + 1))
})
const own = () => {
  const order = orders.at(-1)
  assert.ok(order)
  return order
}

const openApi = (name: string, input: object, at = 'run') =>
  cloud.call<Record<string, unknown>>('oAnna', at, {
    code: `return cloud.openapi.wxa.sec.order.${name}(event.input).catch((e) => ({ errCode: e.errCode }))`,
    input,
  })

const parcel = (tracking: string) => ({ trackingNo: tracking, expressCompany: 'ZTO', itemDesc: 'lamp' })
let minute = 0
/** A whole shipment, each a minute later than the one before. */
const shipment = (changes: object = {}) => {
  minute += 1
  return {
    orderKey: { orderNumberType: 1, mchid: MCHID, outTradeNo: own().outTradeNo },
    logisticsType: 1,
    deliveryMode: 1,
    shippingList: [parcel('Z1')],
    uploadTime: new Date(Date.parse('2026-11-21T08:00:00Z') + minute * 60_000).toISOString(),
    payer: { openid: 'oAnna' },
    ...changes,
  }
}
const ship = async (changes: object = {}) => (await openApi('uploadShippingInfo', shipment(changes))).errCode
const stateOf = async () => {
  const { order } = await openApi('getOrder', { merchantId: MCHID, merchantTradeNo: own().outTradeNo })
  return (order as { orderState: number } | undefined)?.orderState
}

describe('the shipping service', () => {
  test('knows a paid order, what was shipped of it, and that the person has it', async () => {
    expect((await openApi('isTradeManaged', {})).isTradeManaged).toBe(true)
    expect(await stateOf()).toBe(1)
    expect(cloud.trade.confirm('oAnna', own())).toBe(false)
    expect(await ship()).toBe(0)
    expect(await stateOf()).toBe(2)
    expect(cloud.trade.canConfirm('oBoris', own())).toBe(false)
    expect(cloud.trade.confirm('oAnna', own())).toBe(true)
    expect(await stateOf()).toBe(3)
    expect(await ship({ shippingList: [parcel('Z2')] })).toBe(10060004)
  })

  test('takes a split shipment parcel by parcel, and one correction after it', async () => {
    const split = (tracking: string, isAllDelivered: boolean) =>
      ship({ deliveryMode: 2, isAllDelivered, shippingList: [parcel(tracking)] })
    expect(await split('Z1', false)).toBe(0)
    expect(await stateOf()).toBe(1)
    expect(await split('Z2', true)).toBe(0)
    expect(await stateOf()).toBe(2)
    expect(await ship({ shippingList: [parcel('Z3')] })).toBe(0)
    expect(await ship({ shippingList: [parcel('Z4')] })).toBe(10060003)
  })

  const REFUSED: readonly (readonly [what: string, changes: object, errCode: number])[] = [
    ['another order type', { orderKey: { orderNumberType: 3 } }, 268485194],
    ['no transaction', { orderKey: { orderNumberType: 2 } }, 268485195],
    ['no merchant', { orderKey: { orderNumberType: 1, outTradeNo: 'lamp_0' } }, 268485196],
    ['no order number', { orderKey: { orderNumberType: 1, mchid: MCHID } }, 268485197],
    ['an unknown order', { orderKey: { orderNumberType: 2, transactionId: '1' } }, 10060001],
    ['another merchant', { orderKey: { orderNumberType: 1, mchid: '1', outTradeNo: 'lamp_1' } }, 10060001],
    ['another logistics', { logisticsType: 9 }, 10060005],
    ['another mode', { deliveryMode: 3 }, 268485224],
    ['parts by messenger', { logisticsType: 2, deliveryMode: 2, isAllDelivered: true }, 10060006],
    ['parts without an end', { deliveryMode: 2 }, 10060007],
    ['a time without zone', { uploadTime: '2026-11-21 08:00:00' }, 268485216],
    ['two parcels of a whole', { shippingList: [parcel('Z1'), parcel('Z2')] }, 268485228],
    ['no goods', { shippingList: [{ ...parcel('Z1'), itemDesc: '' }] }, 10060008],
    ['too many words', { shippingList: [{ ...parcel('Z1'), itemDesc: '长'.repeat(121) }] }, 10060009],
    ['no tracking number', { shippingList: [{ expressCompany: 'ZTO', itemDesc: 'lamp' }] }, 268485226],
    ['no company', { shippingList: [{ trackingNo: 'Z1', itemDesc: 'lamp' }] }, 268485227],
    ['SF without a contact', { shippingList: [{ ...parcel('S1'), expressCompany: 'SF' }] }, 10060014],
    ['another payer', { payer: { openid: 'oBoris' } }, 10060031],
  ]
  test('refuses what does not fit by its code, and nothing is shipped', async () => {
    const codes = await cloud.call<number[]>('oAnna', 'run', {
      code: `
        const codes = []
        for (const one of event.all) {
          codes.push(await cloud.openapi.wxa.sec.order.uploadShippingInfo(one).then(() => 0, (e) => e.errCode))
        }
        return codes`,
      all: REFUSED.map(([, changes]) => shipment(changes)),
    })
    expect(REFUSED.map(([what], index) => [what, codes[index]])).toStrictEqual(
      REFUSED.map(([what, , errCode]) => [what, errCode]),
    )
    expect(await stateOf()).toBe(1)
  })

  test('refuses the same parcel again, and an older time', async () => {
    const uploadTime = '2026-11-25T08:00:00+08:00'
    expect(await ship({ uploadTime })).toBe(0)
    expect(await ship({ uploadTime, shippingList: [parcel('Z2')] })).toBe(10060014)
    expect(await ship({ uploadTime: '2026-11-25T08:00:01+08:00' })).toBe(10060023)
  })

  test('ships nothing of what was given back', async () => {
    orders.push({ ...paid(orders.length + 1), isRefunded: true })
    expect(await ship()).toBe(10060004)
    expect(await stateOf()).toBe(5)
  })

  test('remembers over a restart, and answers no function that does not declare it', async () => {
    expect(await ship()).toBe(0)
    cloud = await cloud.restart()
    expect(await stateOf()).toBe(2)
    expect((await openApi('isTradeManaged', {}, 'undeclared')).errCode).toBe(-604101)
  })
})
