import type { PhoneEvent, PhoneEventSource } from '../core/phone-events'

/** The phone's own facts for whoever listens; WeChat is asked once, for the app's whole life. */
export function wxPhoneEvents(): PhoneEventSource {
  const listeners = new Set<(event: PhoneEvent) => void>()
  const tell = (event: PhoneEvent) => {
    for (const listener of [...listeners]) listener(event)
  }
  /** '' = not told yet. */
  let network = ''
  wx.getNetworkType({
    success: ({ networkType }) => {
      if (network === '') network = networkType
    },
  })
  wx.onNetworkStatusChange(({ isConnected, networkType }) => {
    const before = network
    network = isConnected ? networkType : 'none'
    if (network === before) return
    if (network === 'none') tell('networkLost')
    else tell(before === 'none' ? 'networkBack' : 'networkSwitched')
  })
  wx.onAppShow(() => tell('shown'))
  wx.onAppHide(() => tell('hidden'))
  wx.onAudioInterruptionBegin(() => tell('audioTaken'))
  wx.onAudioInterruptionEnd(() => tell('audioFree'))
  return {
    listen(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
