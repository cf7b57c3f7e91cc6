import { builtIn, type Caller, hostOf, property } from '../component.ts'
import { liveRegistryOf } from '../live-controls.ts'
import { knownProperties, PLAYER_ATTRIBUTES_SINCE } from '../live-versions.ts'
import { LivePlayer, type PlayerData } from './player.ts'

const CSS = `
wx-live-player{display:block;position:relative;isolation:isolate;width:300px;height:225px;overflow:hidden;background:#000}
wx-live-player>.wxb-live{position:absolute;inset:0;z-index:-1;width:100%;height:100%;object-fit:contain}
wx-live-player[wx-fit=fillCrop]>.wxb-live{object-fit:cover}
wx-live-player[wx-turned]>.wxb-live{inset:50% auto auto 50%;width:var(--wxb-height);height:var(--wxb-width);transform:translate(-50%,-50%) rotate(90deg)}
wx-live-player[wx-full]{position:fixed!important;inset:0!important;width:100%!important;height:100%!important;z-index:2147483000!important}
wx-live-player[wx-full="90"]{transform:rotate(90deg)}
wx-live-player[wx-full="-90"]{transform:rotate(-90deg)}
`

/** Every attribute of live-player with its default. */
const PROPERTIES = {
  src: String,
  mode: property(String, 'live'),
  autoplay: Boolean,
  muted: Boolean,
  orientation: property(String, 'vertical'),
  objectFit: property(String, 'contain'),
  autoPauseIfNavigate: property(Boolean, true),
  pictureInPictureMode: property(null, ''),
  pictureInPictureInitPosition: String,
  // D-WX-78: the following have no effect
  backgroundMute: Boolean,
  minCache: property(Number, 1),
  maxCache: property(Number, 3),
  soundMode: property(String, 'speaker'),
  autoPauseIfOpenNative: property(Boolean, true),
  enableSystemPip: property(Boolean, true),
  enableAutoRotation: Boolean,
  referrerPolicy: property(String, 'no-referrer'),
  enableCasting: Boolean,
  muteOnAudioConflict: Boolean,
}

const players = new WeakMap<Caller<PlayerData>, LivePlayer>()

/** https://developers.weixin.qq.com/miniprogram/dev/component/live-player.html */
export const livePlayer = builtIn('live-player', CSS, (phone) => ({
  properties: knownProperties(PROPERTIES, PLAYER_ATTRIBUTES_SINCE, phone.device.SDKVersion),
  observers: {
    src(this: Caller<PlayerData>, src: string) {
      players.get(this)?.onSrc(src)
    },
    autoplay(this: Caller<PlayerData>) {
      players.get(this)?.onSrc(this.data.src)
    },
    muted(this: Caller<PlayerData>, muted: boolean) {
      players.get(this)?.setMuted(muted)
    },
    objectFit(this: Caller<PlayerData>, objectFit: string) {
      hostOf(this).setAttribute('wx-fit', objectFit)
    },
    orientation(this: Caller<PlayerData>, orientation: string) {
      turn(hostOf(this), orientation === 'horizontal')
    },
  },
  attached(this: Caller<PlayerData>) {
    const player = new LivePlayer(phone, this)
    players.set(this, player)
    liveRegistryOf(phone).addPlayer(this._$, player)
    player.begin()
    turn(hostOf(this), this.data.orientation === 'horizontal')
  },
  detached(this: Caller<PlayerData>) {
    players.get(this)?.end()
    players.delete(this)
  },
}))

/** The size stands on the picture: the component's own style belongs to the app's template. */
function turn(host: HTMLElement, turned: boolean): void {
  const { width, height } = host.getBoundingClientRect()
  const picture = host.querySelector<HTMLElement>(':scope > .wxb-live')
  picture?.style.setProperty('--wxb-width', `${width}px`)
  picture?.style.setProperty('--wxb-height', `${height}px`)
  host.toggleAttribute('wx-turned', turned)
}
