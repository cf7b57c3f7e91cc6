import { builtIn, type Caller, emit } from '../component.ts'
import { liveRegistryOf } from '../live-controls.ts'
import { knownProperties, PUSHER_ATTRIBUTES_SINCE } from '../live-versions.ts'
import { warnOnce } from '../warn-once.ts'
import { LivePusher } from './pusher.ts'
import {
  LIVE_ATTRIBUTES,
  PUSHER_DEFAULTS,
  PUSHER_PROPERTIES,
  type PusherData,
  WITHOUT_EFFECT,
} from './pusher-attributes.ts'

const CSS = `
wx-live-pusher{display:block;position:relative;isolation:isolate;width:100%;overflow:hidden;background:#000}
wx-live-pusher>.wxb-live{position:absolute;inset:0;z-index:-1}
`

const pushers = new WeakMap<Caller<PusherData>, LivePusher>()

/** https://developers.weixin.qq.com/miniprogram/dev/component/live-pusher.html */
export const livePusher = builtIn('live-pusher', CSS, (phone) => ({
  properties: knownProperties(PUSHER_PROPERTIES, PUSHER_ATTRIBUTES_SINCE, phone.device.SDKVersion),
  observers: {
    url(this: Caller<PusherData>) {
      pushers.get(this)?.onUrl()
    },
    autopush(this: Caller<PusherData>) {
      pushers.get(this)?.onUrl()
    },
    [LIVE_ATTRIBUTES](this: Caller<PusherData>) {
      pushers.get(this)?.onAttributes()
    },
  },
  attached(this: Caller<PusherData>) {
    for (const name of WITHOUT_EFFECT) {
      const value = (this.data as unknown as Record<string, unknown>)[name]
      if (value !== undefined && value !== null && value !== PUSHER_DEFAULTS[name])
        warnOnce(phone, `live-pusher's ${name}=${value}`, 'D-WX-76')
    }
    const pusher = new LivePusher(phone, this)
    if (!liveRegistryOf(phone).addPusher(this._$, pusher)) {
      // D-WX-77: WeChat's wording of this refusal is not published
      const errMsg = 'insertLivePusher:fail only one live-pusher is allowed in a page'
      phone.reportError(new Error(errMsg), 'live-pusher')
      emit(this as unknown as Caller<never>, 'error', { errCode: -1, errMsg })
      return
    }
    pushers.set(this, pusher)
    pusher.begin()
  },
  detached(this: Caller<PusherData>) {
    pushers.get(this)?.end()
    pushers.delete(this)
  },
}))
