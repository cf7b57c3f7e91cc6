import type { WxFamily } from '../runtime/phone-runtime.ts'
import { Listeners } from './listeners.ts'

/** Odds and ends of the framework itself. Source: WeChat docs, API/基础. */
export const base: WxFamily = (phone) => {
  const checked = new Listeners<{ hasUpdate: boolean }>(phone, 'UpdateManager.onCheckForUpdate')
  return {
    env: { USER_DATA_PATH: 'wxfile://usr' },
    nextTick: (callback: () => void) => {
      queueMicrotask(() => {
        try {
          callback()
        } catch (error) {
          phone.reportError(error, 'wx.nextTick callback')
        }
      })
    },
    getAccountInfoSync: () => ({
      miniProgram: { appId: phone.manifest.appid, envVersion: 'develop', version: '' },
      plugin: {},
    }),
    getLaunchOptionsSync: () => ({ ...phone.launchOptions() }),
    getEnterOptionsSync: () => ({ ...phone.enterOptions() }),
    getApiCategory: () => 'default',
    // D-WX-60: there is never a newer version, as in WeChat's own development mode
    getUpdateManager: () => ({
      onCheckForUpdate: (listener: (event: { hasUpdate: boolean }) => void) => {
        checked.on(listener)
        setTimeout(() => checked.fire({ hasUpdate: false }), 0)
      },
      onUpdateReady: () => undefined,
      onUpdateFailed: () => undefined,
      applyUpdate: () => {
        throw new Error('applyUpdate:fail update is not ready')
      },
    }),
    arrayBufferToBase64: (buffer: ArrayBuffer) =>
      btoa([...new Uint8Array(buffer)].map((byte) => String.fromCharCode(byte)).join('')),
    base64ToArrayBuffer: (text: string) =>
      Uint8Array.from(atob(text), (character) => character.charCodeAt(0)).buffer,
    // D-WX-61: analytics have no receiver
    reportEvent: () => undefined,
    reportAnalytics: () => undefined,
    reportMonitor: () => undefined,
    reportPerformance: () => undefined,
  }
}
