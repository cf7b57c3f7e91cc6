import type { Services } from '../services'
import { changeOrder } from './change-order'
import type { OrderDocument } from './order-document'

/** WeChat's limit of item_desc. */
const GOODS_MAX = 120

/** Tells WeChat once that the order is on its way, and writes that it knows. Throws when WeChat does not take it (yet). */
export async function uploadShipping(
  deps: Pick<Services, 'orders' | 'shippingUpload' | 'clock'>,
  seen: OrderDocument,
): Promise<OrderDocument> {
  const { shipping, transactionID } = seen
  if (!shipping || transactionID === null || shipping.uploadedAt !== null) return seen
  const now = deps.clock.now()
  await deps.shippingUpload.upload({
    transactionID,
    openid: seen.openid,
    carrier: shipping.carrier,
    trackingNumber: shipping.trackingNumber,
    goods: [...`${seen.title} ×${seen.pieces}`].slice(0, GOODS_MAX).join(''),
    receiverPhone: seen.address.telNumber,
    at: now,
  })
  const { order } = await changeOrder(deps.orders, seen._id, ({ shipping: kept }) => {
    // Corrected meanwhile, number or carrier: WeChat has to hear of that, too.
    const isTold = kept?.carrier === shipping.carrier && kept.trackingNumber === shipping.trackingNumber
    return isTold && kept.uploadedAt === null ? { shipping: { ...kept, uploadedAt: now } } : null
  })
  return order
}
