import type { PhoneRuntime, RuntimeEventMap, WxFamily } from '../runtime/phone-runtime.ts'
import { Listeners } from './listeners.ts'

/** App-level events that the runtime raises. */
const RAISED = {
  onAppShow: 'appShow',
  onAppHide: 'appHide',
  onError: 'error',
  onUnhandledRejection: 'unhandledRejection',
  onNetworkStatusChange: 'networkStatusChange',
  onNetworkWeakChange: 'networkWeakChange',
  onAudioInterruptionBegin: 'audioInterruptionBegin',
  onAudioInterruptionEnd: 'audioInterruptionEnd',
  onLazyLoadError: 'lazyLoadError',
  onPageNotFound: 'pageNotFound',
} as const satisfies Record<string, keyof RuntimeEventMap>

/** D-WX-49: can be listened to, but nothing in the sandbox raises them. */
const NEVER_RAISED = [
  'onMemoryWarning',
  'onThemeChange',
  'onWindowResize',
  'onKeyboardHeightChange',
  'onMenuButtonBoundingClientRectWeightChange',
  'onUserCaptureScreen',
] as const

/** wx.onX / wx.offX of the app. Source: WeChat docs, API/基础/小程序/应用级事件. */
export const events: WxFamily = (phone) => {
  const api: Record<string, unknown> = {}
  const register = (name: string): Listeners<unknown> => {
    const listeners = new Listeners<unknown>(phone, name)
    api[name] = listeners.on
    api[name.replace(/^on/, 'off')] = listeners.off
    return listeners
  }
  for (const [name, event] of Object.entries(RAISED)) subscribe(phone, event, register(name))
  for (const name of NEVER_RAISED) register(name)
  return api
}

const subscribe = (
  phone: PhoneRuntime,
  event: keyof RuntimeEventMap,
  listeners: Listeners<unknown>,
): void => {
  phone.events.on(event, (payload) => listeners.fire(payload))
}
