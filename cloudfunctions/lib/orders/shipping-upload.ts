import type { CarrierCode } from '../../../miniprogram/domain/api/order'

/** Tells WeChat that the goods are on their way: without it the owner's money stays frozen (order-shipping rules). */
export interface ShippingUpload {
  /** Accepted now or before. Throws when WeChat does not take it (yet); who called tries again later. */
  upload(parcel: Parcel): Promise<void>
}

export interface Parcel {
  readonly transactionID: string
  /** The payer. */
  readonly openid: string
  readonly carrier: CarrierCode
  readonly trackingNumber: string
  /** ≤ 120 characters. */
  readonly goods: string
  /** The receiver's phone: some carriers want its last digits. */
  readonly receiverPhone: string
  /** ms; grows with every upload of the same order. */
  readonly at: number
}
