import type { Conditions } from '../../conditions.ts'
import type { PhoneRuntime } from '../../runtime/phone-runtime.ts'
import type { Floater } from '../../runtime/small-window.ts'
import { WxFailure } from '../../wx/callback.ts'
import { unsupported } from '../../wx/refuse.ts'
import { type Caller, emit, hostOf, pageOf } from '../component.ts'
import type { LiveControls, LiveResult } from '../live-controls.ts'
import { createPlayer, watchTimeMarks } from '../live-engines.ts'
import { snapshotResult } from '../live-snapshot.ts'
import { isThere, PLAYER_EVENTS_SINCE } from '../live-versions.ts'
import { floatsOn } from '../small-window-mode.ts'
import { MarkLog } from './mark-log.ts'
import type { PlayerPort } from './player-port.ts'

export interface PlayerData {
  src: string
  mode: string
  autoplay: boolean
  muted: boolean
  orientation: string
  objectFit: string
  autoPauseIfNavigate: boolean
  pictureInPictureMode: unknown
  pictureInPictureInitPosition: string
}

/** No more attempts; no address. Source: live-player, state codes. */
const GAVE_UP = new Set([-2301, -2302])

/** The audio session was taken by another app (iOS). Source: as above. */
const AUDIO_TAKEN = 2032

/** Two components may each hold a player of the same id. */
function freeKey(phone: PhoneRuntime, id: string): string {
  if (!phone.playerMarks.has(id)) return id
  let number = 2
  while (phone.playerMarks.has(`${id}#${number}`)) number++
  return `${id}#${number}`
}

/** One player: follows src, page and app, and hands over to the engine. */
export class LivePlayer implements LiveControls {
  readonly #phone: PhoneRuntime
  readonly #caller: Caller<PlayerData>
  readonly #page: object
  readonly #stops: (() => unknown)[] = []
  readonly #markKey: string
  #engine: PlayerPort | null = null
  #muted = false
  /** The src that the engine works on; empty when it was stopped or has given up. */
  #playing = ''
  #paused = false
  #inCall = false
  #leftByNavigation = false
  readonly #floater: Floater

  constructor(phone: PhoneRuntime, caller: Caller<PlayerData>) {
    this.#phone = phone
    this.#caller = caller
    this.#page = pageOf(caller._$)
    this.#markKey = freeKey(phone, caller.id || 'live-player')
    this.#floater = this.#createFloater()
  }

  begin(): void {
    const { data } = this.#caller
    const video = document.createElement('video')
    video.className = 'wxb-live'
    video.disablePictureInPicture = true
    hostOf(this.#caller).prepend(video)
    this.#muted = data.muted
    this.#engine = createPlayer(
      {
        flvUrl: this.#phone.device.flvUrl,
        openSocket: this.#phone.network.openSocket,
        emit: (event, detail) => this.#emit(event, detail),
        video,
      },
      data.muted,
    )
    const marks = new MarkLog()
    this.#phone.playerMarks.set(this.#markKey, () => marks.read(this.#markKey))
    this.#stops.push(
      watchTimeMarks(video, (mark) => marks.add(mark)),
      () => this.#phone.playerMarks.delete(this.#markKey),
      () => video.remove(),
      this.#phone.events.on('conditions', (conditions) => this.#onCall(conditions)),
      this.#phone.smallWindow.offer(this.#page, this.#floater),
      ...this.#followPageAndApp(),
    )
    this.#onCall(this.#phone.conditions())
    this.onSrc(data.src)
  }

  end(): void {
    this.#engine?.destroy()
    this.#engine = null
    for (const stop of this.#stops.splice(0)) stop()
  }

  onSrc(src: string): void {
    this.#phone.record('component', 'live-player.src', { src })
    if (src === this.#playing) return
    if (src === '') this.#stop()
    else if (this.#caller.data.autoplay || this.#playing !== '') this.#play(src)
  }

  setMuted(muted: boolean): void {
    this.#muted = muted
    this.#engine?.mute(muted || this.#inCall)
  }

  async call(method: string, options: Readonly<Record<string, unknown>>): Promise<LiveResult> {
    this.#phone.record('component', `live-player.${method}`)
    const engine = this.#engine
    if (engine === null) throw new WxFailure('live-player is gone')
    switch (method) {
      case 'play':
        if (this.#caller.data.src === '') throw new WxFailure('src is empty')
        // D-WX-79: play while it plays does nothing; after a pause or a give-up it starts anew
        if (this.#paused || this.#playing !== this.#caller.data.src) this.#play(this.#caller.data.src)
        return undefined
      case 'stop':
        this.#stop()
        return undefined
      case 'pause':
        this.#paused = true
        engine.pause()
        return undefined
      case 'resume':
        this.#paused = false
        engine.resume()
        return undefined
      case 'mute':
        // D-WX-79: the docs do not say; Tencent's own adapter toggles
        this.setMuted(!this.#muted)
        return undefined
      case 'snapshot':
        if (options.sourceType === 'view') throw unsupported('D-WX-73')
        return snapshotResult(() => engine.snapshot())
      case 'requestFullScreen':
        this.#setFullScreen(String(options.direction ?? 0))
        return undefined
      case 'exitFullScreen':
        this.#setFullScreen(null)
        return undefined
      case 'exitPictureInPicture':
        if (!this.#phone.smallWindow.close())
          throw new WxFailure('not in picture in picture', { errno: 1107007 })
        return undefined
      default:
        // D-WX-73: background playback, casting
        throw unsupported('D-WX-73')
    }
  }

  #play(src: string): void {
    this.#playing = src
    this.#paused = false
    this.#leftByNavigation = false
    this.#engine?.play(src)
  }

  #stop(): void {
    this.#playing = ''
    this.#engine?.stop()
  }

  #followPageAndApp(): (() => void)[] {
    const { events, pages } = this.#phone
    const isMine = (pageID: number) =>
      pages.current().find((page) => page.pageID === pageID)?.component === this.#page
    return [
      events.on('appHide', () => this.#engine?.enterBackground()),
      // D-WX-75: WeChat does not say whether it goes on by itself; here it does
      events.on('appShow', () => this.#engine?.leaveBackground()),
      events.on('pageHide', ({ pageID }) => {
        if (!isMine(pageID) || this.#playing === '' || this.#paused || !this.#caller.data.autoPauseIfNavigate)
          return
        // a page hides also with the whole app, which is told just before or after: that is not navigation
        setTimeout(() => this.#pauseForNavigation(), 0)
      }),
      events.on('pageShow', ({ pageID }) => {
        if (!isMine(pageID) || !this.#leftByNavigation) return
        this.#leftByNavigation = false
        this.#engine?.resume()
      }),
    ]
  }

  /** D-WX-75: whether it pauses in the small window is not documented; it would make no sense. */
  #pauseForNavigation(): void {
    const { suspension, smallWindow } = this.#phone
    if (suspension.isInBackground() || smallWindow.isOf(this.#floater) || this.#engine === null) return
    this.#leftByNavigation = true
    this.#engine.pause()
  }

  #createFloater(): Floater {
    return {
      host: hostOf(this.#caller),
      wants: (how) =>
        this.#playing !== '' && !this.#paused && floatsOn(this.#caller.data.pictureInPictureMode, how),
      position: () => this.#caller.data.pictureInPictureInitPosition,
      entered: () => this.#emit('enterpictureinpicture', {}),
      left: () => {
        this.#emit('leavepictureinpicture', {})
        const shown = this.#phone.pages.current().at(-1)?.component === this.#page
        if (!shown && this.#caller.data.autoPauseIfNavigate) this.#pauseForNavigation()
      },
    }
  }

  /** A phone call has the loudspeaker; the picture goes on. */
  #onCall({ call }: Conditions): void {
    if (call === this.#inCall) return
    this.#inCall = call
    this.#engine?.mute(this.#muted || call)
    if (call && this.#playing !== '' && this.#phone.device.platform === 'ios') {
      this.#emit('statechange', { code: AUDIO_TAKEN, message: '' })
    }
  }

  #setFullScreen(direction: string | null): void {
    const host = hostOf(this.#caller)
    if (direction === null) host.removeAttribute('wx-full')
    else host.setAttribute('wx-full', direction)
    this.#emit('fullscreenchange', {
      direction: direction === '90' || direction === '-90' ? 'horizontal' : 'vertical',
      fullScreen: direction !== null,
    })
  }

  #emit(event: string, detail: unknown): void {
    if (event === 'statechange' && GAVE_UP.has((detail as { code: number }).code)) this.#playing = ''
    if (!isThere(PLAYER_EVENTS_SINCE, event, this.#phone.device.SDKVersion)) return
    this.#phone.record('component', `live-player.${event}`, detail)
    this.#phone.suspension.run(() => emit(this.#caller as unknown as Caller<never>, event, detail))
  }
}
