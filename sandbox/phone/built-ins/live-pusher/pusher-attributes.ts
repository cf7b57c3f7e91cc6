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

export interface PusherData {
  url: string
  autopush: boolean
  muted: boolean
  enableCamera: boolean
  enableMic: boolean
  minBitrate: number
  maxBitrate: number
  audioQuality: string
  devicePosition: string
  mirror: boolean
  remoteMirror: boolean
  localMirror: string
  videoWidth: number
  videoHeight: number
  fps: number
}

/** Changes of these reach a running engine. */
export const LIVE_ATTRIBUTES =
  'muted, enableCamera, enableMic, minBitrate, maxBitrate, audioQuality, devicePosition, mirror, remoteMirror, localMirror, videoWidth, videoHeight, fps'

/** D-WX-76: attributes that the engine has no use for when set away from their default. */
export const WITHOUT_EFFECT = [
  'mode',
  'orientation',
  'aspect',
  'beauty',
  'whiteness',
  'beautyStyle',
  'filter',
  'zoom',
  'enableAgc',
  'enableAns',
  'waitingImage',
  'audioReverbType',
  'voiceChangerType',
  'customEffect',
  'enableVideoCustomRender',
  'pictureInPictureMode',
] as const

export const settingsOf = (data: PusherData, scene: PusherSettings['scene']): PusherSettings => ({
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
})
