import type { PhoneRuntime } from '../../runtime/phone-runtime.ts'
import { WxFailure } from '../../wx/callback.ts'
import { permissionsOf } from '../../wx/permissions.ts'
import { unsupported } from '../../wx/refuse.ts'
import { builtIn, type Caller, emit, hostOf, pageOf } from '../component.ts'
import { type LiveControls, type LiveResult, liveRegistryOf } from '../live-controls.ts'
import { createPusher } from '../live-engines.ts'
import { snapshotResult } from '../live-snapshot.ts'
import { warnOnce } from '../warn-once.ts'
import {
  LIVE_ATTRIBUTES,
  PUSHER_PROPERTIES,
  type PusherData,
  settingsOf,
  WITHOUT_EFFECT,
} from './pusher-attributes.ts'
import type { PusherPort } from './pusher-port.ts'

const CSS = `
wx-live-pusher{display:block;position:relative;isolation:isolate;width:100%;overflow:hidden;background:#000}
wx-live-pusher>.wxb-live{position:absolute;inset:0;z-index:-1}
`

/** Codes of binderror, which appear as state codes, too. Source: live-pusher, errCode. */
const REFUSED = { 'scope.camera': 10001, 'scope.record': 10002 } as const

const pushers = new WeakMap<Caller<PusherData>, LivePusher>()

/** https://developers.weixin.qq.com/miniprogram/dev/component/live-pusher.html */
export const livePusher = builtIn('live-pusher', CSS, (phone) => ({
  properties: PUSHER_PROPERTIES,
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
      const preset = PUSHER_PROPERTIES[name]
      const usual = typeof preset === 'function' ? preset() : preset.value
      if (value !== usual && value !== null) warnOnce(phone, `live-pusher's ${name}=${value}`, 'D-WX-76')
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

/** One pusher on the page: asks for the person's permission, then hands over to the engine. */
class LivePusher implements LiveControls {
  readonly #phone: PhoneRuntime
  readonly #caller: Caller<PusherData>
  readonly #page: object
  readonly #stops: (() => void)[] = []
  #engine: PusherPort | null = null
  #appHidden = false
  /** What the app wants now; a permission that comes too late starts nothing. */
  #wanted = 0

  constructor(phone: PhoneRuntime, caller: Caller<PusherData>) {
    this.#phone = phone
    this.#caller = caller
    this.#page = pageOf(caller._$)
  }

  begin(): void {
    const canvasHost = document.createElement('div')
    canvasHost.className = 'wxb-live'
    hostOf(this.#caller).prepend(canvasHost)
    this.#engine = createPusher(
      {
        pushUrl: this.#phone.device.pushUrl,
        emit: (event, detail) => emit(this.#caller as unknown as Caller<never>, event, detail),
        canvasHost,
      },
      settingsOf(this.#caller.data, this.#phone.device.scene),
    )
    this.#stops.push(
      this.#phone.events.on('appHide', () => {
        this.#appHidden = true
        this.#engine?.enterBackground()
      }),
      // D-WX-75: WeChat does not say whether it goes on by itself; here it does
      this.#phone.events.on('appShow', () => {
        this.#appHidden = false
        this.#engine?.leaveBackground()
      }),
    )
    this.onUrl()
  }

  end(): void {
    this.#wanted++
    for (const stop of this.#stops.splice(0)) stop()
    this.#engine?.destroy()
    this.#engine = null
    liveRegistryOf(this.#phone).removePusher(this.#page, this)
  }

  onUrl(): void {
    const { url, autopush } = this.#caller.data
    if (!autopush || url === '') return
    this.#start().catch((error: unknown) => this.#phone.reportError(error, 'live-pusher autopush'))
  }

  onAttributes(): void {
    const settings = settingsOf(this.#caller.data, this.#phone.device.scene)
    this.#engine?.update(settings).catch((error: unknown) => this.#phone.reportError(error, 'live-pusher'))
  }

  async call(method: string, options: Readonly<Record<string, unknown>>): Promise<LiveResult> {
    const engine = this.#engine
    if (engine === null) throw new WxFailure('live-pusher is gone')
    switch (method) {
      case 'start':
        if (this.#appHidden) throw new WxFailure('not allowed in background', { errno: 1107003 })
        if (this.#caller.data.url === '') throw new WxFailure('url is empty')
        await this.#start()
        return undefined
      case 'stop':
        this.#wanted++
        engine.stop()
        return undefined
      case 'pause':
        engine.pause()
        return undefined
      case 'resume':
        engine.resume()
        return undefined
      case 'switchCamera':
        await engine.switchCamera()
        return undefined
      case 'startPreview':
        if (await this.#mayFilm()) await engine.startPreview()
        return undefined
      case 'stopPreview':
        engine.stopPreview()
        return undefined
      case 'snapshot':
        if (options.sourceType === 'view') throw unsupported('D-WX-73')
        return snapshotResult(() => engine.snapshot())
      default:
        // D-WX-73: torch, zoom, background music, microphone volume, SEI messages, filters, small window
        throw unsupported('D-WX-73')
    }
  }

  async #start(): Promise<void> {
    const turn = ++this.#wanted
    if (!(await this.#mayFilm()) || turn !== this.#wanted) return
    await this.#engine?.start(this.#caller.data.url)
  }

  /** Camera, then microphone; a refusal is told by events, as on a phone. */
  async #mayFilm(): Promise<boolean> {
    const permissions = permissionsOf(this.#phone)
    for (const scope of ['scope.camera', 'scope.record'] as const) {
      if (await permissions.ask(scope)) continue
      const errCode = REFUSED[scope]
      const errMsg = scope === 'scope.camera' ? 'user forbids camera' : 'user forbids recording'
      const caller = this.#caller as unknown as Caller<never>
      emit(caller, 'error', { errCode, errMsg })
      emit(caller, 'statechange', { code: errCode, message: errMsg })
      return false
    }
    return true
  }
}
