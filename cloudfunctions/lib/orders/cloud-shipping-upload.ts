import type { Parcel, ShippingUpload } from './shipping-upload'

/** The part of `cloud.openapi` that is used (WeChat docs, wxa.sec.order.uploadShippingInfo). */
export interface ShippingApi {
  readonly wxa: {
    readonly sec: {
      readonly order: { uploadShippingInfo(request: Record<string, unknown>): Promise<unknown> }
    }
  }
}

/** order_number_type: the transaction's number. */
const BY_TRANSACTION = 2
/** logistics_type: by express. */
const EXPRESS = 1
/** delivery_mode: everything in one parcel. */
const WHOLE = 1
/** WeChat has exactly this already: the answer to an upload whose own answer was lost. */
const NOTHING_CHANGED = 10060023

export function cloudShippingUpload(openapi: () => ShippingApi): ShippingUpload {
  return {
    async upload(parcel) {
      try {
        await openapi().wxa.sec.order.uploadShippingInfo(requestOf(parcel))
      } catch (error) {
        if ((error as { errCode?: unknown } | null)?.errCode !== NOTHING_CHANGED) throw describe(error)
      }
    },
  }
}

function requestOf({ transactionID, openid, carrier, trackingNumber, goods, receiverPhone, at }: Parcel) {
  return {
    orderKey: { orderNumberType: BY_TRANSACTION, transactionId: transactionID },
    logisticsType: EXPRESS,
    deliveryMode: WHOLE,
    shippingList: [
      {
        trackingNo: trackingNumber,
        expressCompany: carrier,
        itemDesc: goods,
        contact: { receiverContact: masked(receiverPhone) },
      },
    ],
    uploadTime: new Date(at).toISOString().replace('Z', '+00:00'),
    payer: { openid },
  }
}

/** 138****6620: WeChat takes the last four digits and wants the others hidden. */
const masked = (phone: string) => `${phone.slice(0, 3)}****${phone.slice(-4)}`

/** The SDK’s errors are plain objects: an Error that tells the code, and nothing of the parcel. */
function describe(error: unknown): Error {
  const { errCode, errMsg } = (error ?? {}) as { errCode?: unknown; errMsg?: unknown }
  return new Error(`uploadShippingInfo ${String(errCode)}: ${String(errMsg).slice(0, 200)}`)
}
