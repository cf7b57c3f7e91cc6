import type { MissingDevice } from '../text/studio-text'

const SCOPES = [
  ['scope.camera', 'camera'],
  ['scope.record', 'microphone'],
] as const

/** Asks for what the anchor needs. Once refused, WeChat does not ask again: then only its settings page helps. */
export async function askDevices(): Promise<MissingDevice | null> {
  const { authSetting } = await wx
    .getSetting()
    .catch(() => ({ authSetting: {} as WechatMiniprogram.AuthSetting }))
  for (const [scope, device] of SCOPES) {
    if (authSetting[scope] === true) continue
    const granted = await wx.authorize({ scope }).then(
      () => true,
      () => false,
    )
    if (!granted) return device
  }
  return null
}

/** Must be called inside a tap. Resolves when the person comes back from WeChat's settings page. */
export async function openCameraSettings(): Promise<void> {
  try {
    await wx.openSetting()
  } catch {
    // Closed without a choice: the check after it tells.
  }
}

/**
 * A question before the page in front is left by the way back; '' = none. The swipe from the edge is not asked (docs:
 * wx.enableAlertBeforeUnload).
 */
export function askBeforeLeaving(message: string): void {
  if (message === '') wx.disableAlertBeforeUnload({ fail: () => {} })
  else wx.enableAlertBeforeUnload({ message, fail: () => {} })
}

/** One short shake, when the audience has lost the anchor. */
export function vibrate(): void {
  wx.vibrateLong({ fail: () => {} })
}

/** Wi-Fi, 5G, …; '' when offline or unknown. */
export async function networkName(): Promise<string> {
  try {
    const { networkType } = await wx.getNetworkType()
    if (networkType === 'wifi') return 'Wi-Fi'
    return networkType === 'none' || networkType === 'unknown' ? '' : networkType.toUpperCase()
  } catch {
    return ''
  }
}

/** Colour of clock and battery: dark over paper, white over the picture. */
export function statusBarOnPaper(paper: boolean): void {
  const [frontColor, backgroundColor] = paper ? ['#000000', '#ffffff'] : ['#ffffff', '#000000']
  wx.setNavigationBarColor({ frontColor, backgroundColor, fail: () => {} })
}
