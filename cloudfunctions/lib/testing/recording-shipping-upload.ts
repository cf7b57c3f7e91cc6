import type { Parcel, ShippingUpload } from '../orders/shipping-upload'

/** Takes every parcel, or none while `refuses`; remembers what was taken. */
export class RecordingShippingUpload implements ShippingUpload {
  readonly taken: Parcel[] = []
  refuses = false

  async upload(parcel: Parcel): Promise<void> {
    if (this.refuses) throw new Error('10060001: order not found')
    this.taken.push(parcel)
  }
}
