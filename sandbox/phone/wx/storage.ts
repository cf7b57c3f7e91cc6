import type { PhoneRuntime, WxFamily } from '../runtime/phone-runtime.ts'
import { asyncApi, WxFailure } from './callback.ts'
import { perPhone } from './per-phone.ts'
import { unsupported } from './refuse.ts'
import { StorageArea } from './storage-area.ts'

/** Kept by person and phone: another person's log-in on the same phone sees nothing of it. */
export const storagePrefix = (phone: PhoneRuntime, what: string): string =>
  `wx-${what}/${phone.manifest.appid}/${phone.device.personName}/${phone.device.phoneID}/`

/** Made at first use: a phone that stores nothing needs no storage. */
const areaOf = perPhone((phone) => new StorageArea(localStorage, storagePrefix(phone, 'storage')))

interface KeyValue {
  key: string
  data?: unknown
  encrypt?: boolean
}

/** wx.*Storage*. Source: WeChat docs, API/数据缓存. */
export const storage: WxFamily = (phone) => {
  const area = () => areaOf(phone)

  const synchronous = <R>(name: string, run: () => R): R => {
    try {
      return run()
    } catch (error) {
      throw new Error(`${name}:fail ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  const refuseEncrypted = (options: KeyValue) => {
    if (options.encrypt) throw unsupported('D-WX-48')
  }

  return {
    getStorageSync: (key: string) => synchronous('getStorageSync', () => area().get(key) ?? ''),
    setStorageSync: (key: string, data: unknown) =>
      synchronous('setStorageSync', () => area().set(key, data)),
    removeStorageSync: (key: string) => synchronous('removeStorageSync', () => area().remove(key)),
    clearStorageSync: () => area().clear(),
    getStorageInfoSync: () => area().info(),
    batchGetStorageSync: (keys: string[]) =>
      synchronous('batchGetStorageSync', () => keys.map((key) => area().get(key) ?? '')),
    batchSetStorageSync: (list: { key: string; value: unknown }[]) =>
      synchronous('batchSetStorageSync', () => {
        for (const { key, value } of list) area().set(key, value)
      }),
    getStorage: asyncApi<KeyValue>(phone, 'getStorage', (options) => {
      refuseEncrypted(options)
      const data = area().get(options.key)
      if (data === undefined) throw new WxFailure('data not found')
      return { data }
    }),
    setStorage: asyncApi<KeyValue>(phone, 'setStorage', (options) => {
      refuseEncrypted(options)
      area().set(options.key, options.data)
    }),
    removeStorage: asyncApi<KeyValue>(phone, 'removeStorage', ({ key }) => area().remove(key)),
    clearStorage: asyncApi(phone, 'clearStorage', () => area().clear()),
    getStorageInfo: asyncApi(phone, 'getStorageInfo', () => area().info()),
    batchGetStorage: asyncApi<{ keyList: string[] }>(phone, 'batchGetStorage', ({ keyList }) => ({
      dataList: keyList.map((key) => area().get(key) ?? ''),
    })),
    batchSetStorage: asyncApi<{ kvList: { key: string; value: unknown }[] }>(
      phone,
      'batchSetStorage',
      ({ kvList }) => {
        for (const { key, value } of kvList) area().set(key, value)
      },
    ),
  }
}
