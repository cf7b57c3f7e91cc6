import { countText } from '../../core/people-text'
import type { UplinkHealth } from '../text/uplink-text'
import type { GoLivePage, StudioFields } from './page'

/** While live: how the stream is, who watches, and the question before the end. */
export const onAirData = {
  onAir: false,
  uplink: { tone: 'waiting', sentence: '', bars: 0, canReopen: false } as UplinkHealth,
  figures: '',
  duration: '00:00:00',
  lasted: '',
  viewers: '–',
  notice: '',
  muted: false,
  more: false,
  confirming: false,
}

export const onAirFields: StudioFields = {
  onAir: ({ phase }) => phase === 'live' || phase === 'ending',
  uplink: ({ uplink }) => uplink.health,
  figures: ({ uplink }) => uplink.figures,
  duration: ({ record }) => record.duration,
  lasted: ({ record }) => record.lasted,
  viewers: ({ record }) => countText(record.audience),
  notice: 'notice',
  muted: ({ uplink }) => uplink.muted,
}

export const onAirHandlers = {
  onMore(this: GoLivePage) {
    this.setData({ more: !this.data.more })
  },

  onMute(this: GoLivePage) {
    this.store?.uplink.toggleMute()
  },

  onPanel(this: GoLivePage) {
    this.store?.reopen()
  },

  onEnd(this: GoLivePage) {
    if (this.data.phase === 'live') this.setData({ confirming: true })
  },

  onKeep(this: GoLivePage) {
    this.setData({ confirming: false })
  },

  onEndSure(this: GoLivePage) {
    this.setData({ confirming: false })
    void this.store?.end()
  },
}
