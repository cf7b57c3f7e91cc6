import type { CaptureSettings } from './capture/capture.ts'
import type { CaptureScene, DevicePosition } from './capture/picture.ts'
import { canvasFilter, type PictureLook, PLAIN_LOOK } from './capture/picture-effects.ts'

/** What live-pusher's attributes mean to the engine; bitrates in kbps. */
export interface PusherOptions {
  readonly videoWidth: number
  readonly videoHeight: number
  readonly fps: number
  /** Not used: the uplink is loopback, frames are dropped instead (D-MD-06). */
  readonly minBitrate: number
  readonly maxBitrate: number
  /** `muted`, or `enable-mic` = false. */
  readonly muted: boolean
  readonly enableCamera: boolean
  readonly devicePosition: DevicePosition
  /** The pushed picture is mirrored. */
  readonly mirror: boolean
  /** The preview is mirrored: auto = with the front camera. */
  readonly localMirror: 'auto' | 'enable' | 'disable'
  readonly audioQuality: 'high' | 'low'
  readonly scene: CaptureScene
  readonly look: Omit<PictureLook, 'torch'>
  /** URL of the picture that is pushed while the app is in the background; '' = the last picture stands still. */
  readonly waitingImage: string
}

/** WeChat's defaults (live-pusher page of the component reference), and this machine's camera. */
export const PUSHER_DEFAULTS: PusherOptions = {
  videoWidth: 360,
  videoHeight: 640,
  fps: 15,
  minBitrate: 200,
  maxBitrate: 1000,
  muted: false,
  enableCamera: true,
  devicePosition: 'front',
  mirror: false,
  localMirror: 'auto',
  audioQuality: 'high',
  scene: 'camera',
  look: PLAIN_LOOK,
  waitingImage: '',
}

export const captureSettings = (options: PusherOptions, torch: boolean): CaptureSettings => ({
  width: options.videoWidth,
  height: options.videoHeight,
  fps: options.fps,
  scene: options.scene,
  position: options.devicePosition,
  enableCamera: options.enableCamera,
  mirrored: options.mirror,
  filter: canvasFilter({ ...options.look, torch }),
})
