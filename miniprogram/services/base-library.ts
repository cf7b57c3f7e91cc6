/** What the app asks of WeChat, as a table; the app's minimum follows from it. */

/** What the app cannot do without → the base library that brought it (WeChat docs, page of each feature). */
export const NEEDED_FEATURES: Readonly<Record<string, string>> = {
  'custom component': '1.6.3',
  'live-player, live-pusher': '1.7.0',
  'live-player in the same layer as views': '2.9.1',
  'live-pusher enable-mic, video-width, remote-mirror': '2.10.0',
  'scroll-view refresher': '2.10.1',
  'wx APIs that answer with a Promise': '2.10.2',
  'live-player picture-in-picture-mode': '2.10.3',
  'require.async of a sub-package': '2.17.3',
  'wx.authorize': '1.2.0',
  'wx.chooseAddress': '1.1.0',
  'wx.cloud': '2.2.3',
  'wx.createLivePlayerContext': '1.7.0',
  'wx.createLivePusherContext': '1.7.0',
  'wx.createLivePusherContext startPreview': '2.7.0',
  'wx.disableAlertBeforeUnload': '2.12.0',
  'wx.enableAlertBeforeUnload': '2.12.0',
  'wx.getMenuButtonBoundingClientRect': '2.1.0',
  'wx.getNetworkType': '1.0.0',
  'wx.getSetting': '1.2.0',
  'wx.getStorageSync': '1.0.0',
  'wx.getWindowInfo': '2.20.1',
  'wx.navigateBack': '1.0.0',
  'wx.navigateTo': '1.0.0',
  'wx.onAppHide': '2.1.2',
  'wx.onAppShow': '2.1.2',
  'wx.onAudioInterruptionBegin': '2.6.2',
  'wx.onAudioInterruptionEnd': '2.6.2',
  'wx.onNetworkStatusChange': '1.1.0',
  'wx.openSetting': '1.1.0',
  'wx.reLaunch': '1.1.0',
  'wx.requestPayment': '1.0.0',
  'wx.setClipboardData': '1.1.0',
  'wx.setKeepScreenOn': '1.4.0',
  'wx.setNavigationBarColor': '1.4.0',
  'wx.setStorage': '1.0.0',
  'wx.showActionSheet': '1.0.0',
  'wx.showModal': '1.0.0',
  'wx.showToast': '1.0.0',
  'wx.vibrateLong': '1.2.0',
}

/** Used only where WeChat has it; each call asks before. */
export const OPTIONAL_FEATURES = [
  'wx.chooseMedia',
  'wx.env',
  'wx.getFileSystemManager',
  'wx.getPrivacySetting',
  'wx.openPrivacyContract',
  'wx.shareFileMessage',
  'wx.updateWeChatApp',
] as const

/** What the gate itself uses, where nothing else is sure: older than the live components on purpose. */
export const GATE_FEATURES = ['wx.canIUse', 'wx.getSystemInfoSync', 'wx.redirectTo'] as const

/** The oldest base library the app runs on. */
export const MIN_BASE_LIBRARY = Object.keys(NEEDED_FEATURES).reduce(
  (newest, name) => newer(newest, NEEDED_FEATURES[name] || ''),
  '1.0.0',
)

export type LiveTag = 'live-player' | 'live-pusher'
export type GateReason = 'version' | 'component'

/** Why the gate has to stand before a page, or null. `tag` is what the page cannot do without. */
export function gateReason(
  baseLibrary: string,
  hasTag: (tag: LiveTag) => boolean,
  tag: LiveTag | null,
): GateReason | null {
  if (newer(MIN_BASE_LIBRARY, baseLibrary) !== baseLibrary) return 'version'
  return tag !== null && !hasTag(tag) ? 'component' : null
}

/** The gate's own path; `asked` is the page it stands before, so that the way leads there afterwards. */
export function gatePath(reason: GateReason, asked: string): string {
  return `/pages/gate/gate?reason=${reason}&need=${MIN_BASE_LIBRARY}&to=${encodeURIComponent(asked)}`
}

/** The newer of two versions; the second when they are the same. */
function newer(a: string, b: string): string {
  const left = a.split('.').map(Number)
  const right = b.split('.').map(Number)
  for (let part = 0; part < 3; part++) {
    const difference = (left[part] || 0) - (right[part] || 0)
    if (difference !== 0) return difference > 0 ? a : b
  }
  return b
}
