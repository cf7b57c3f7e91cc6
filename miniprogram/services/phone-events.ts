import type { PhoneEvents, PhoneFact } from '../core/phone-events'

/** The phone's own facts for whoever listens; WeChat is asked once, for the app's whole life. */
export function wxPhoneEvents(): PhoneEvents {
  const listeners = new Set<(fact: PhoneFact) => void>()
  const tell = (fact: PhoneFact) => {
    for (const hear of [...listeners]) hear(fact)
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
    listen(hear) {
      listeners.add(hear)
      return () => void listeners.delete(hear)
    },
  }
}
