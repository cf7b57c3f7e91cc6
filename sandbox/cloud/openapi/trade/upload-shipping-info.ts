import type { Fields } from '../../ejson.ts'
import { ORDER_STATE, type PaidOrder, type Parcel, type Shipment, type TradeOrders } from './trade-orders.ts'

const MAX_PARCELS = 15
const MAX_ITEM_CHARACTERS = 120
const MAX_TRACKING_CHARACTERS = 128

/** logistics_type, delivery_mode */
const EXPRESS = 1
const WHOLE = 1
const SPLIT = 2

/** RFC 3339 with zone, as WeChat's page shows it: 2022-12-15T13:29:35.120+08:00. */
const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/

class Refusal extends Error {
  readonly errcode: number

  constructor(errcode: number, errmsg: string) {
    super(errmsg)
    this.errcode = errcode
  }
}

const refuse = (errcode: number, errmsg: string): never => {
  throw new Refusal(errcode, errmsg)
}

/**
 * wxa.sec.order.uploadShippingInfo (developers.weixin.qq.com, 小程序发货信息管理服务, 发货信息录入接口): codes as listed there.
 * Which of several flaws is told first, and the code of an upload_time that is not later: D-CL-23.
 */
export function uploadShippingInfo(input: Fields, trade: TradeOrders): Fields {
  try {
    ship(input, trade)
    return { errcode: 0, errmsg: 'ok' }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { errcode: error.errcode, errmsg: error.message }
  }
}

function ship(input: Fields, trade: TradeOrders): void {
  const order = orderOf(input.order_key as Fields | undefined, trade)
  const logisticsType = Number(input.logistics_type)
  const deliveryMode = Number(input.delivery_mode)
  if (![1, 2, 3, 4].includes(logisticsType)) refuse(10060005, '物流类型有误')
  if (deliveryMode !== WHOLE && deliveryMode !== SPLIT) refuse(268485224, '发货模式有误')
  if (deliveryMode === SPLIT && logisticsType !== EXPRESS) refuse(10060006, '物流类型不允许分拆发货')
  if (deliveryMode === SPLIT && typeof input.is_all_delivered !== 'boolean')
    refuse(10060007, '分拆发货必须填写is_all_delivered')
  const uploadTime = timeOf(input.upload_time)
  const parcels = parcelsOf(input.shipping_list, { logisticsType, deliveryMode })
  if ((input.payer as Fields | undefined)?.openid !== order.openid)
    refuse(10060031, '不属于用户openid的支付单')
  const state = trade.stateOf(order)
  if (state === ORDER_STATE.received || state === ORDER_STATE.refunded) refuse(10060004, '支付单状态不可发货')

  const before = trade.shipmentOf(order)
  if (before && uploadTime <= before.uploadTime) refuse(10060014, '参数错误')
  const parts = { logisticsType, deliveryMode, parcels, isAll: input.is_all_delivered === true, uploadTime }
  trade.keep(next(order, before, parts))
}

interface Parts {
  readonly logisticsType: number
  readonly deliveryMode: number
  readonly parcels: readonly Parcel[]
  readonly isAll: boolean
  readonly uploadTime: number
}

/** The first shipment, one more parcel of a split one, or the one re-shipment that is allowed. */
function next(order: PaidOrder, before: Shipment | undefined, parts: Parts): Shipment {
  const { logisticsType, deliveryMode, uploadTime } = parts
  const added = parts.parcels.map((parcel) => ({ ...parcel, uploadTime }))
  const isFinished = deliveryMode === WHOLE || parts.isAll
  const isChanged =
    before !== undefined && (before.logisticsType !== logisticsType || before.deliveryMode !== deliveryMode)
  const isAgain = before !== undefined && (before.isFinished || isChanged)
  if (isAgain && before.finishedCount >= 2) refuse(10060003, '支付单已使用过重新发货机会')
  if (isAgain && sameParcels(before.parcels, added)) refuse(10060023, '发货信息未更新')
  const parcels = isAgain || !before ? added : [...before.parcels, ...added]
  if (parcels.length > MAX_PARCELS) refuse(10060024, '物流信息列表太长')
  return {
    transactionId: order.transactionId,
    logisticsType,
    deliveryMode,
    parcels,
    isFinished,
    finishedCount: (before?.finishedCount ?? 0) + (isFinished ? 1 : 0),
    uploadTime,
    isReceived: false,
  }
}

const keyOf = ({ tracking_no, express_company, item_desc }: Parcel) =>
  [tracking_no, express_company, item_desc].join('\n')
const sameParcels = (a: readonly Parcel[], b: readonly Parcel[]) =>
  JSON.stringify(a.map(keyOf)) === JSON.stringify(b.map(keyOf))

function orderOf(key: Fields | undefined, trade: TradeOrders): PaidOrder {
  const { order_number_type, transaction_id, mchid, out_trade_no } = key ?? {}
  if (order_number_type !== 1 && order_number_type !== 2) refuse(268485194, '订单单号类型有误')
  if (order_number_type === 2) {
    if (typeof transaction_id !== 'string' || transaction_id === '')
      refuse(268485195, 'transaction_id不能为空')
    return trade.find({ transactionId: String(transaction_id) }) ?? refuse(10060001, '支付单不存在')
  }
  if (typeof mchid !== 'string' || mchid === '') refuse(268485196, 'mchid不能为空')
  if (typeof out_trade_no !== 'string' || out_trade_no === '') refuse(268485197, 'out_trade_no不能为空')
  const found = mchid === trade.mchid ? trade.find({ outTradeNo: String(out_trade_no) }) : undefined
  return found ?? refuse(10060001, '支付单不存在')
}

function timeOf(value: unknown): number {
  const at = typeof value === 'string' && RFC3339.test(value) ? Date.parse(value) : Number.NaN
  return Number.isNaN(at) ? refuse(268485216, 'upload_time格式有误') : at
}

function parcelsOf(
  list: unknown,
  { logisticsType, deliveryMode }: { logisticsType: number; deliveryMode: number },
): Parcel[] {
  if (!Array.isArray(list) || list.length === 0) refuse(10060014, '参数错误')
  const given = list as Fields[]
  if (deliveryMode === WHOLE && given.length !== 1) refuse(268485228, '统一发货的物流信息列表长度必须为1')
  if (given.length > MAX_PARCELS) refuse(10060024, '物流信息列表太长')
  return given.map((parcel) => parcelOf(parcel, logisticsType))
}

function parcelOf(
  { tracking_no, express_company, item_desc, contact }: Fields,
  logisticsType: number,
): Parcel {
  if (typeof item_desc !== 'string' || item_desc === '') return refuse(10060008, 'item_desc字段不能为空')
  if ([...item_desc].length > MAX_ITEM_CHARACTERS) refuse(10060009, 'item_desc字段太长')
  if (logisticsType !== EXPRESS) return { item_desc }
  if (typeof tracking_no !== 'string' || tracking_no === '') return refuse(268485226, '物流单号不能为空')
  if (typeof express_company !== 'string' || express_company === '')
    return refuse(268485227, '物流公司编码不能为空')
  if (tracking_no.length > MAX_TRACKING_CHARACTERS) refuse(10060026, '物流单号太长')
  if (express_company.length > MAX_TRACKING_CHARACTERS) refuse(10060025, '物流公司编码太长')
  if (express_company === 'SF' && !hasContact(contact)) refuse(10060014, '顺丰必须填写联系方式')
  return {
    tracking_no,
    express_company,
    item_desc,
    ...(hasContact(contact) && { contact: contact as object }),
  }
}

/** One of both, with its last four digits to be read. */
function hasContact(contact: unknown): boolean {
  const { consignor_contact, receiver_contact } = (contact ?? {}) as Fields
  return [consignor_contact, receiver_contact].some(
    (number) => typeof number === 'string' && /\d{4}$/.test(number),
  )
}
