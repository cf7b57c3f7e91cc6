import type { Fields } from '../../ejson.ts'
import type { TradeOrders } from './trade-orders.ts'

const seconds = (at: number) => Math.floor(at / 1000)

/** wxa.sec.order.isTradeManaged: whether this app has to upload what it ships. A bound merchant makes it so. */
export function isTradeManaged(_input: Fields, trade: TradeOrders): Fields {
  return { errcode: 0, errmsg: 'ok', is_trade_managed: trade.mchid !== null }
}

/** wxa.sec.order.getOrder: transaction_id, or merchant_id and merchant_trade_no. Amounts are left out (D-CL-23). */
export function getOrder(input: Fields, trade: TradeOrders): Fields {
  const { transaction_id, merchant_id, merchant_trade_no } = input
  const order =
    typeof transaction_id === 'string'
      ? trade.find({ transactionId: transaction_id })
      : merchant_id === trade.mchid && typeof merchant_trade_no === 'string'
        ? trade.find({ outTradeNo: merchant_trade_no })
        : undefined
  if (!order) return { errcode: 10060001, errmsg: '支付单不存在' }
  const shipment = trade.shipmentOf(order)
  return {
    errcode: 0,
    errmsg: 'ok',
    order: {
      transaction_id: order.transactionId,
      merchant_id: trade.mchid,
      merchant_trade_no: order.outTradeNo,
      description: order.description,
      openid: order.openid,
      pay_time: seconds(order.paidAt),
      order_state: trade.stateOf(order),
      in_complaint: false,
      shipping: {
        delivery_mode: shipment?.deliveryMode ?? 0,
        logistics_type: shipment?.logisticsType ?? 0,
        finish_shipping: shipment?.isFinished ?? false,
        finish_shipping_count: shipment?.finishedCount ?? 0,
        goods_desc: shipment?.parcels[0]?.item_desc ?? '',
        shipping_list: (shipment?.parcels ?? []).map(
          ({ tracking_no, express_company, item_desc, contact, uploadTime }) => ({
            tracking_no,
            express_company,
            goods_desc: item_desc,
            upload_time: seconds(uploadTime),
            contact,
          }),
        ),
      },
    },
  }
}
