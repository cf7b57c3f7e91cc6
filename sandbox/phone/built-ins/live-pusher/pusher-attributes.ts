import { property } from '../component.ts'
import type { PusherSettings } from './pusher-port.ts'

/**
 * Every attribute of live-pusher with its default.
 * https://developers.weixin.qq.com/miniprogram/dev/component/live-pusher.html
 */
export const PUSHER_PROPERTIES = {
  url: String,
  mode: property(String, 'RTC'),
  autopush: Boolean,
  enableVideoCustomRender: Boolean,
  muted: Boolean,
  enableCamera: property(Boolean, true),
  autoFocus: property(Boolean, true),
  enableMic: property(Boolean, true),
  enableAgc: Boolean,
  enableAns: Boolean,
  orientation: property(String, 'vertical'),
  beauty: Number,
  whiteness: Number,
  beautyStyle: property(String, 'smooth'),
  filter: property(String, 'standard'),
  aspect: property(String, '9:16'),
  minBitrate: property(Number, 200),
  maxBitrate: property(Number, 1000),
  audioQuality: property(String, 'high'),
  waitingImage: String,
  waitingImageHash: String,
  backgroundMute: Boolean,
  zoom: Boolean,
  devicePosition: property(String, 'front'),
  mirror: Boolean,
  remoteMirror: Boolean,
  localMirror: property(String, 'auto'),
  audioReverbType: Number,
  audioVolumeType: property(String, 'auto'),
  videoWidth: property(Number, 360),
  videoHeight: property(Number, 640),
  fps: property(Number, 15),
  voiceChangerType: Number,
  customEffect: Boolean,
  skinWhiteness: Number,
  skinSmoothness: Number,
  faceThinness: Number,
  eyeBigness: Number,
  pictureInPictureMode: property(null, ''),
  muteOnAudioConflict: Boolean,
} as const

/** Values of what an app does not set, and of what its base library does not know. */
export const PUSHER_DEFAULTS: Readonly<Record<string, unknown>> = Object.fromEntries(
  Object.entries(PUSHER_PROPERTIES).map(([name, preset]) => [
    name,
    typeof preset === 'function' ? preset() : preset.value,
  ]),
)

export interface PusherData {
  url: string
  autopush: boolean
  muted: boolean
  enableCamera: boolean
  enableMic: boolean
  beauty: number
  whiteness: number
  filter: string
  customEffect: boolean
  skinWhiteness: number
  skinSmoothness: number
  minBitrate: number
  maxBitrate: number
  audioQuality: string
  waitingImage: string
  devicePosition: string
  mirror: boolean
  remoteMirror: boolean
  localMirror: string
  videoWidth: number
  videoHeight: number
  fps: number
  pictureInPictureMode: unknown
}

/** Changes of these reach a running engine. */
export const LIVE_ATTRIBUTES = [
  ...['muted', 'enableCamera', 'enableMic', 'beauty', 'whiteness', 'filter', 'customEffect', 'skinWhiteness'],
  ...[
    'skinSmoothness',
    'minBitrate',
    'maxBitrate',
    'audioQuality',
    'waitingImage',
    'devicePosition',
    'mirror',
  ],
  ...['remoteMirror', 'localMirror', 'videoWidth', 'videoHeight', 'fps'],
].join(', ')

/** D-WX-76: attributes that the engine has no use for when set away from their default. */
export const WITHOUT_EFFECT = [
  'mode',
  'orientation',
  'aspect',
  'beautyStyle',
  'zoom',
  'enableAgc',
  'enableAns',
  'audioReverbType',
  'voiceChangerType',
  'enableVideoCustomRender',
  'faceThinness',
  'eyeBigness',
] as const

/** `custom-effect` puts its own attributes (0–1) in place of beauty and whiteness (0–9). */
const lookOf = (data: PusherData): PusherSettings['look'] => ({
  softness: share(data.customEffect ? data.skinSmoothness : data.beauty / 9),
  whiteness: share(data.customEffect ? data.skinWhiteness : data.whiteness / 9),
  filter: data.filter,
})

const share = (value: number): number => Math.min(Math.max(value, 0), 1)

export const settingsOf = (
  given: PusherData,
  scene: PusherSettings['scene'],
  assetUrl: (path: string) => string,
): PusherSettings => {
  const data = { ...PUSHER_DEFAULTS, ...given }
  return {
    videoWidth: data.videoWidth,
    videoHeight: data.videoHeight,
    fps: Math.min(Math.max(data.fps, 1), 30),
    minBitrate: data.minBitrate,
    maxBitrate: data.maxBitrate,
    muted: data.muted || !data.enableMic,
    enableCamera: data.enableCamera,
    devicePosition: data.devicePosition === 'back' ? 'back' : 'front',
    mirror: data.mirror || data.remoteMirror,
    localMirror: data.localMirror === 'enable' || data.localMirror === 'disable' ? data.localMirror : 'auto',
    audioQuality: data.audioQuality === 'low' ? 'low' : 'high',
    scene,
    look: lookOf(data),
    waitingImage: data.waitingImage === '' ? '' : assetUrl(data.waitingImage),
  }
}
