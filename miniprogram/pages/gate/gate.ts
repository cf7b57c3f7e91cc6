/**
 * The environment gate: the only page that may stand before a room. It runs where nothing else does, so it uses nothing
 * newer than base library 2.3.0: no custom component, no store, no Promise form of an API.
 *
 * Query: `reason` = version | component, `to` = the encoded path that was asked for, `need` = the base library it needs.
 */
import { homeCard } from '../../services/share-card'

type Reason = 'version' | 'component'

const HOME = '/pages/home/home'

Page({
  data: {
    top: 80,
    reason: 'version' as Reason,
    now: '',
    need: '',
    canUpdate: false,
    told: false,
  },

  to: HOME,

  onLoad(query: Record<string, string | undefined>) {
    // The old form on purpose: wx.getWindowInfo came with 2.20.1.
    const info = wx.getSystemInfoSync()
    this.to = pathOf(query.to)
    this.setData({
      top: (info.statusBarHeight || 20) + 44,
      reason: query.reason === 'component' ? 'component' : 'version',
      now: info.SDKVersion || '',
      need: query.need || '',
      canUpdate: typeof wx.updateWeChatApp === 'function',
    })
  },

  onUpdate() {
    if (this.data.canUpdate) wx.updateWeChatApp({ fail: () => this.setData({ told: true }) })
    else this.setData({ told: true })
  },

  onRetry() {
    wx.reLaunch({ url: HOME })
  },

  onShareAppMessage() {
    return homeCard(this.to)
  },
})

/** Only a path of this app; anything else leads home. */
function pathOf(given: string | undefined): string {
  let path = given || HOME
  try {
    path = decodeURIComponent(path)
  } catch {
    return HOME
  }
  if (path.charAt(0) !== '/') path = `/${path}`
  return /^\/(?:pages|live|studio|shop)\//.test(path) ? path : HOME
}
