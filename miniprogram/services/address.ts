import type { Address } from '../domain/api/order'
import type { AddressAnswer, AddressBook } from '../purchase/checkout.store'

const KEY = 'address'

/** WeChat as far as addresses need it. */
export interface AddressGateway {
  chooseAddress(): Promise<Address>
  getStorageSync(key: string): unknown
  setStorage(kept: { key: string; data: Address; fail(): void }): void
}

/**
 * WeChat's own address list (docs: wx.chooseAddress; needs requiredPrivateInfos and the privacy guideline). What was
 * chosen last stays on this phone, so that a second purchase asks for nothing.
 */
export function wxAddressBook(wx: AddressGateway): AddressBook {
  return {
    last() {
      const kept = wx.getStorageSync(KEY)
      return isAddress(kept) ? kept : null
    },

    async choose(): Promise<AddressAnswer> {
      try {
        const { userName, telNumber, provinceName, cityName, countyName, detailInfo, postalCode } =
          await wx.chooseAddress()
        const address = { userName, telNumber, provinceName, cityName, countyName, detailInfo, postalCode }
        wx.setStorage({ key: KEY, data: address, fail: () => {} })
        return address
      } catch (error) {
        const message = (error as { errMsg?: string } | null)?.errMsg ?? ''
        return /cancel/.test(message) ? 'cancelled' : 'refused'
      }
    },
  }
}

function isAddress(value: unknown): value is Address {
  const { userName, telNumber, detailInfo } = (value ?? {}) as Partial<Address>
  return [userName, telNumber, detailInfo].every((field) => typeof field === 'string' && field !== '')
}
