import type { Conditions } from '../../conditions.ts'
import type { PhoneRuntime } from '../../runtime/phone-runtime.ts'
import { WxFailure } from '../../wx/callback.ts'
import { permissionsOf } from '../../wx/permissions.ts'
import { privacyOf } from '../../wx/privacy.ts'
import { unsupported } from '../../wx/refuse.ts'
import { type Caller, emit, hostOf, ownerPath, pageOf } from '../component.ts'
import { type LiveControls, type LiveResult, liveRegistryOf } from '../live-controls.ts'
import { createPusher } from '../live-engines.ts'
import { snapshotResult } from '../live-snapshot.ts'
import { isThere, PUSHER_EVENTS_SINCE } from '../live-versions.ts'
import { floatsOn } from '../small-window-mode.ts'
import { type PusherData, settingsOf } from './pusher-attributes.ts'
import type { PusherPort, PusherSettings } from './pusher-port.ts'

/** Codes of binderror, which appear as state codes, too. Source: live-pusher, errCode. */
const REFUSED = {
  'scope.camera': { code: 10001, errMsg: 'user forbids camera' },
  'scope.record': { code: 10002, errMsg: 'user forbids recording' },
} as const

/** Said on iOS when the microphone is switched. Source: live-pusher, state codes. */
const SWITCHED = { enableMic: 4998, muted: 4999 } as const

const GAVE_UP = -1307

/** One pusher on the page: asks for consent and permission, then hands over to the engine. */
export class LivePusher implements LiveControls {
  readonly #phone: PhoneRuntime
  readonly #caller: Caller<PusherData>
  readonly #page: object
  readonly #stops: (() => void)[] = []
  #engine: PusherPort | null = null
  /** What the app wants now; a permission that comes too late starts nothing. */
  #wanted = 0
  #pushing = false
  #microphone: Pick<PusherData, 'enableMic' | 'muted'>

  constructor(phone: PhoneRuntime, caller: Caller<PusherData>) {
    this.#phone = phone
    this.#caller = caller
    this.#page = pageOf(caller._$)
    this.#microphone = caller.data
  }

  begin(): void {
    const { device, events, network, smallWindow, conditions } = this.#phone
    const canvasHost = document.createElement('div')
    canvasHost.className = 'wxb-live'
    hostOf(this.#caller).prepend(canvasHost)
    this.#engine = createPusher(
      {
        pushUrl: device.pushUrl,
        openSocket: network.openSocket,
        emit: (event, detail) => this.#emit(event, detail),
        canvasHost,
      },
      this.#settings(),
    )
    this.#suffer(conditions())
    this.#stops.push(
      events.on('appHide', () => this.#engine?.enterBackground()),
      // D-WX-75: WeChat does not say whether it goes on by itself; here it does
      events.on('appShow', () => this.#engine?.leaveBackground()),
      events.on('conditions', (changed) => this.#suffer(changed)),
      events.on('permission', ({ scope, allowed }) => this.#onPermission(scope, allowed)),
      smallWindow.offer(this.#page, {
        host: hostOf(this.#caller),
        wants: (how) => this.#pushing && floatsOn(this.#caller.data.pictureInPictureMode, how),
        position: () => '',
        entered: () => this.#emit('enterpictureinpicture', {}),
        left: () => this.#emit('leavepictureinpicture', {}),
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
    this.#phone.record('component', 'live-pusher.url', { url })
    if (!autopush || url === '') return
    this.#start().catch((error: unknown) => {
      const errMsg = error instanceof Error ? error.message : String(error)
      this.#emit('error', { errCode: -1, errMsg })
    })
  }

  onAttributes(): void {
    this.#tellMicrophone()
    this.#engine
      ?.update(this.#settings())
      .catch((error: unknown) => this.#phone.reportError(error, 'live-pusher'))
  }

  async call(method: string, options: Readonly<Record<string, unknown>>): Promise<LiveResult> {
    this.#phone.record('component', `live-pusher.${method}`)
    const engine = this.#engine
    if (engine === null) throw new WxFailure('live-pusher is gone')
    switch (method) {
      case 'start':
        this.#mayStart()
        await this.#start()
        return undefined
      case 'stop':
        this.#wanted++
        this.#pushing = false
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
      case 'toggleTorch':
        if (!(await engine.toggleTorch())) throw new WxFailure('no torch beside the front camera')
        return undefined
      case 'setMICVolume':
        engine.setMicrophoneVolume(Number(options.volume))
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
      case 'exitPictureInPicture':
        if (!this.#phone.smallWindow.close())
          throw new WxFailure('not in picture in picture', { errno: 1107007 })
        return undefined
      default:
        // D-WX-73: zoom, background music, SEI messages, filters, make-up, custom rendering
        throw unsupported('D-WX-73')
    }
  }

  #mayStart(): void {
    if (this.#phone.suspension.isInBackground())
      throw new WxFailure('not allowed in background', { errno: 1107003 })
    if (this.#phone.conditions().call) throw new WxFailure('the user is in a call', { errno: 1107001 })
    if (this.#caller.data.url === '') throw new WxFailure('url is empty')
  }

  async #start(): Promise<void> {
    const turn = ++this.#wanted
    if (!(await this.#mayFilm()) || turn !== this.#wanted) return
    this.#pushing = true
    await this.#engine?.start(this.#caller.data.url)
  }

  /** Consent, then camera, then microphone; a refused permission is told by events, as on a phone. */
  async #mayFilm(): Promise<boolean> {
    await privacyOf(this.#phone).require('live-pusher')
    for (const scope of ['scope.camera', 'scope.record'] as const) {
      if (await permissionsOf(this.#phone).ask(scope)) continue
      this.#refuse(scope)
      return false
    }
    return true
  }

  #refuse(scope: keyof typeof REFUSED): void {
    const { code, errMsg } = REFUSED[scope]
    this.#emit('error', { errCode: code, errMsg })
    this.#emit('statechange', { code, message: errMsg })
  }

  /** D-WX-81: what a running pusher does when its permission is taken back is not documented; here it ends. */
  #onPermission(scope: string, allowed: boolean): void {
    if (allowed || !(scope in REFUSED) || !this.#pushing) return
    this.#wanted++
    this.#pushing = false
    this.#engine?.stop()
    this.#refuse(scope as keyof typeof REFUSED)
  }

  #suffer({ call, cameraLost, micLost, publisherFrozen }: Conditions): void {
    this.#engine?.interrupt(call)
    this.#engine?.loseCamera(cameraLost)
    this.#engine?.loseMicrophone(micLost)
    this.#engine?.freeze(publisherFrozen)
  }

  #tellMicrophone(): void {
    const { enableMic, muted } = this.#caller.data
    const before = this.#microphone
    this.#microphone = { enableMic, muted }
    if (this.#phone.device.platform !== 'ios' || !this.#pushing) return
    if (enableMic !== before.enableMic) this.#emit('statechange', { code: SWITCHED.enableMic, message: '' })
    if (muted !== before.muted) this.#emit('statechange', { code: SWITCHED.muted, message: '' })
  }

  #settings(): PusherSettings {
    const caller = this.#caller
    return settingsOf(caller.data, this.#phone.device.scene, (path) =>
      this.#phone.assetUrl(path, ownerPath(caller)),
    )
  }

  #emit(event: string, detail: unknown): void {
    if (event === 'statechange' && (detail as { code: number }).code === GAVE_UP) this.#pushing = false
    if (!isThere(PUSHER_EVENTS_SINCE, event, this.#phone.device.SDKVersion)) return
    this.#phone.record('component', `live-pusher.${event}`, detail)
    this.#phone.suspension.run(() => emit(this.#caller as unknown as Caller<never>, event, detail))
  }
}
