import { compareVersions } from '../runtime/versions.ts'

type Table = Readonly<Record<string, string>>

/**
 * What came later than the live components themselves (1.7.0), with the base library that brought it. A phone that is
 * older has none of it. Source: WeChat docs, live-pusher, live-player, LivePusherContext, LivePlayerContext.
 */
export const PUSHER_ATTRIBUTES_SINCE: Table = {
  zoom: '2.1.0',
  devicePosition: '2.3.0',
  mirror: '2.7.0',
  enableMic: '2.10.0',
  enableAgc: '2.10.0',
  enableAns: '2.10.0',
  remoteMirror: '2.10.0',
  localMirror: '2.10.0',
  audioReverbType: '2.10.0',
  audioVolumeType: '2.10.0',
  videoWidth: '2.10.0',
  videoHeight: '2.10.0',
  beautyStyle: '2.12.0',
  filter: '2.12.0',
  pictureInPictureMode: '2.25.0',
  enableVideoCustomRender: '2.29.0',
  customEffect: '2.29.1',
  skinWhiteness: '2.29.1',
  skinSmoothness: '2.29.1',
  faceThinness: '2.29.1',
  eyeBigness: '2.29.1',
  fps: '2.31.0',
  voiceChangerType: '2.31.0',
  muteOnAudioConflict: '3.16.2',
}

export const PLAYER_ATTRIBUTES_SINCE: Table = {
  soundMode: '1.9.90',
  autoPauseIfNavigate: '2.5.0',
  autoPauseIfOpenNative: '2.5.0',
  pictureInPictureMode: '2.10.3',
  enableAutoRotation: '2.11.0',
  referrerPolicy: '2.13.0',
  enableCasting: '2.32.0',
  pictureInPictureInitPosition: '3.3.0',
  enableSystemPip: '3.14.1',
  muteOnAudioConflict: '3.16.2',
}

/** Events without `bind`. */
export const PUSHER_EVENTS_SINCE: Table = {
  error: '1.7.4',
  netstatus: '1.9.0',
  audiovolumenotify: '2.12.0',
  enterpictureinpicture: '2.25.0',
  leavepictureinpicture: '2.25.0',
}

export const PLAYER_EVENTS_SINCE: Table = {
  netstatus: '1.9.0',
  audiovolumenotify: '2.10.0',
  enterpictureinpicture: '2.11.0',
  leavepictureinpicture: '2.11.0',
}

/** All methods of wx.createLivePusherContext(). */
export const PUSHER_METHODS_SINCE: Table = {
  start: '1.7.0',
  stop: '1.7.0',
  pause: '1.7.0',
  resume: '1.7.0',
  switchCamera: '1.7.0',
  snapshot: '1.9.90',
  toggleTorch: '2.1.0',
  playBGM: '2.4.0',
  stopBGM: '2.4.0',
  pauseBGM: '2.4.0',
  resumeBGM: '2.4.0',
  setBGMVolume: '2.4.0',
  startPreview: '2.7.0',
  stopPreview: '2.7.0',
  setMICVolume: '2.10.0',
  sendMessage: '2.10.0',
  applyFilter: '2.14.0',
  clearFilters: '2.14.0',
  applySticker: '2.14.0',
  clearStickers: '2.14.0',
  applyLipStickMakeup: '2.14.0',
  applyEyeShadowMakeup: '2.14.0',
  applyBlusherStickMakeup: '2.14.0',
  applyFaceContourMakeup: '2.14.0',
  applyEyeBrowMakeup: '2.14.0',
  clearMakeups: '2.14.0',
  exitPictureInPicture: '2.25.0',
  onCustomRendererEvent: '2.29.0',
  createOffscreenCanvas: '2.29.0',
  setZoom: '2.31.0',
  getMaxZoom: '2.31.0',
}

/** All methods of wx.createLivePlayerContext(). */
export const PLAYER_METHODS_SINCE: Table = {
  play: '1.7.0',
  stop: '1.7.0',
  mute: '1.7.0',
  requestFullScreen: '1.7.0',
  exitFullScreen: '1.7.0',
  pause: '1.9.90',
  resume: '1.9.90',
  snapshot: '2.7.1',
  exitPictureInPicture: '2.10.3',
  requestBackgroundPlayback: '2.14.3',
  exitBackgroundPlayback: '2.14.3',
  startCasting: '2.32.0',
  switchCasting: '2.32.0',
  reconnectCasting: '2.32.0',
  exitCasting: '2.32.0',
}

/** Whether a phone of that base library has it; what a table does not list is as old as the component. */
export const isThere = (table: Table, name: string, SDKVersion: string): boolean =>
  compareVersions(SDKVersion, table[name] ?? '1.7.0') >= 0

/** The declared properties of a component that this base library knows. */
export const knownProperties = (
  properties: Readonly<Record<string, unknown>>,
  since: Table,
  SDKVersion: string,
): Record<string, unknown> =>
  Object.fromEntries(Object.entries(properties).filter(([name]) => isThere(since, name, SDKVersion)))
