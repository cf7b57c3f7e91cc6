import { CAPSULE, NAVIGATION_BAR_HEIGHT } from '../runtime/chrome.ts'
import type { PhoneRuntime, WxFamily } from '../runtime/phone-runtime.ts'
import { asyncApi } from './callback.ts'

const SYSTEMS: Readonly<Record<string, { system: string; brand: string }>> = {
  ios: { system: 'iOS 17.5', brand: 'iPhone' },
  android: { system: 'Android 14', brand: 'Xiaomi' },
  devtools: { system: 'iOS 17.5', brand: 'devtools' },
  windows: { system: 'Windows 11', brand: 'microsoft' },
  mac: { system: 'macOS 14', brand: 'apple' },
}

const usesOwnTitleBar = (phone: PhoneRuntime): boolean => {
  const path = phone.pages.current().at(-1)?.path ?? phone.manifest.entryPage
  const style = phone.manifest.components[path]?.json.navigationStyle ?? phone.manifest.window.navigationStyle
  return style === 'custom'
}

/** Source: WeChat docs, wx.getWindowInfo. The screen is the phone page itself. */
export function windowInfo(phone: PhoneRuntime): Record<string, unknown> {
  const { statusBarHeight, safeAreaBottom } = phone.device
  const screenTop = usesOwnTitleBar(phone) ? 0 : statusBarHeight + NAVIGATION_BAR_HEIGHT
  return {
    pixelRatio: window.devicePixelRatio,
    screenWidth: window.innerWidth,
    screenHeight: window.innerHeight,
    windowWidth: window.innerWidth,
    windowHeight: window.innerHeight - screenTop,
    statusBarHeight,
    screenTop,
    safeArea: {
      left: 0,
      right: window.innerWidth,
      top: statusBarHeight,
      bottom: window.innerHeight - safeAreaBottom,
      width: window.innerWidth,
      height: window.innerHeight - safeAreaBottom - statusBarHeight,
    },
  }
}

/** D-WX-58: figures of a device that the sandbox does not have are those of an ordinary phone. */
const deviceInfo = ({ device }: PhoneRuntime): Record<string, unknown> => ({
  abi: 'arm64-v8a',
  deviceAbi: 'arm64-v8a',
  benchmarkLevel: 30,
  brand: SYSTEMS[device.platform]?.brand,
  model: device.model,
  system: SYSTEMS[device.platform]?.system,
  platform: device.platform,
  cpuType: '',
  memorySize: 6144,
})

const appBaseInfo = ({ device, manifest }: PhoneRuntime): Record<string, unknown> => ({
  SDKVersion: device.SDKVersion,
  version: '8.0.50',
  language: 'zh_CN',
  enableDebug: false,
  host: { appId: '', env: 'WeChat' },
  fontSizeSetting: 16,
  fontSizeScaleFactor: 1,
  ...(manifest.appJson.darkmode === true ? { theme: 'light' } : {}),
})

const systemSetting = (): Record<string, unknown> => ({
  bluetoothEnabled: false,
  locationEnabled: false,
  wifiEnabled: true,
  deviceOrientation: window.innerWidth > window.innerHeight ? 'landscape' : 'portrait',
})

/** What the person's system allowed WeChat: always, D-WX-59; what WeChat allows the app is wx.getSetting. */
const APP_AUTHORIZE = {
  albumAuthorized: 'authorized',
  bluetoothAuthorized: 'authorized',
  cameraAuthorized: 'authorized',
  locationAuthorized: 'authorized',
  locationReducedAccuracy: false,
  microphoneAuthorized: 'authorized',
  notificationAuthorized: 'authorized',
  notificationAlertAuthorized: 'authorized',
  notificationBadgeAuthorized: 'authorized',
  notificationSoundAuthorized: 'authorized',
  phoneCalendarAuthorized: 'authorized',
} as const

/** The frozen all-in-one answer has the system's permissions as booleans. */
const systemInfo = (phone: PhoneRuntime): Record<string, unknown> => ({
  ...windowInfo(phone),
  ...deviceInfo(phone),
  ...appBaseInfo(phone),
  ...systemSetting(),
  ...Object.fromEntries(Object.entries(APP_AUTHORIZE).map(([name, state]) => [name, state === 'authorized'])),
})

/** Source: WeChat docs, API/基础/系统 and API/界面/菜单. */
export const systemInfoFamily: WxFamily = (phone) => ({
  getSystemInfoSync: () => systemInfo(phone),
  getSystemInfo: asyncApi(phone, 'getSystemInfo', () => systemInfo(phone)),
  getSystemInfoAsync: asyncApi(phone, 'getSystemInfoAsync', () => systemInfo(phone)),
  getWindowInfo: () => windowInfo(phone),
  getDeviceInfo: () => deviceInfo(phone),
  getAppBaseInfo: () => appBaseInfo(phone),
  getSystemSetting: systemSetting,
  getAppAuthorizeSetting: () => ({ ...APP_AUTHORIZE }),
  getMenuButtonBoundingClientRect: () => {
    const top = phone.device.statusBarHeight + CAPSULE.belowStatusBar
    const right = window.innerWidth - CAPSULE.right
    const { width, height } = CAPSULE
    return { width, height, top, right, bottom: top + height, left: right - width }
  },
})
