import { reaction } from 'mobx-miniprogram'
import type { KaiboApp } from '../../app'
import { config } from '../../config'
import { bindStore } from '../../core/bind-store'
import { goBack } from '../../core/navigation'
import { topRow } from '../../core/top-row'
import type { ComponentEvent, LiveComponent } from '../../rtc/ports'
import { redirectToGate } from '../../services/environment'
import { keepScreenOn } from '../../services/screen'
import { homeCard, roomCard } from '../../services/share-card'
import { studioStores } from '../create-stores'
import { askBeforeLeaving, networkName, statusBarOnPaper, vibrate } from '../services/device'
import type { StudioPhase, StudioStore } from '../stores/studio.store'
import { previewError } from '../text/preview-text'
import { defaultTitle, LEAVING_WHILE_LIVE } from '../text/show-text'
import { startChoices } from '../text/start-choices'
import type { StudioAction, StudioErrorView } from '../text/studio-text'
import { accessData, accessFields, accessHandlers } from './access'
import { cameraData, cameraHandlers } from './camera'
import { onAirData, onAirFields, onAirHandlers } from './on-air'
import type { PusherComponent } from './page'
import { previewData, previewFields, previewHandlers } from './preview'
import { shelfData, shelfFields, shelfHandlers } from './shelf'
import { summaryData, summaryFields, summaryHandlers } from './summary'

/** Phases that are paper: the clock and the battery above them must be dark. */
const PAPER: ReadonlySet<StudioPhase> = new Set(['summary', 'privacy', 'claim'])

/** The studio. Its screens are files beside this one, each with its part of the template and the styles. */
Page({
  data: {
    row: { top: 0, height: 32, right: 12 },
    url: '',
    phase: 'checking' as StudioPhase,
    error: null as StudioErrorView | null,
    ...accessData,
    ...cameraData,
    ...previewData,
    ...shelfData,
    ...onAirData,
    ...summaryData,
  },

  store: null as StudioStore | null,

  disposers: [] as (() => void)[],

  onLoad(query: Record<string, string | undefined>) {
    if (redirectToGate(this, query, 'live-pusher')) return
    this.setData({ row: topRow() })
    const store = studioStores(getApp<KaiboApp>().context()).studio()
    this.store = store
    const second = setInterval(store.tick, 1000)
    this.disposers = [
      () => clearInterval(second),
      bindStore(this, store, {
        phase: 'phase',
        error: 'errorView',
        ...accessFields,
        ...previewFields,
        ...shelfFields,
        ...onAirFields,
        ...summaryFields,
      }),
      // Stopping a pusher closes its preview too, so every way back to `ready` opens it again.
      reaction(
        () => store.phase === 'ready',
        (ready) => ready && this.preview(),
      ),
      reaction(
        () => store.phase === 'live',
        (live) => askBeforeLeaving(live ? LEAVING_WHILE_LIVE : ''),
      ),
      reaction(
        () => store.uplink.publisher === 'recovering',
        (lost) => lost && vibrate(),
      ),
      reaction(() => PAPER.has(store.phase), statusBarOnPaper),
      reaction(
        () => store.draft.cover,
        (cover) => this.setData({ cover: cover || config.defaultCover }),
      ),
    ]
    void store.open(this.liveComponent(), defaultTitle(new Date()))
  },

  onShow() {
    keepScreenOn(true)
    void networkName().then((network) => this.setData({ network }))
    this.store?.foreground()
    void this.store?.access.checkDevices()
  },

  onHide() {
    this.store?.background()
  },

  onUnload() {
    keepScreenOn(false)
    void this.store?.leave()
    for (const dispose of this.disposers.splice(0)) dispose()
  },

  ...accessHandlers,
  ...cameraHandlers,
  ...previewHandlers,
  ...shelfHandlers,
  ...onAirHandlers,
  ...summaryHandlers,

  onPusherState(event: ComponentEvent) {
    this.store?.onStateChange(event)
    if (this.data.phase !== 'ready') return
    const lost = previewError(event.detail.code)
    if (lost !== null) this.setData({ lost })
  },

  onPusherNet(event: ComponentEvent) {
    this.store?.onNetStatus(event)
  },

  onSolve(event: WechatMiniprogram.TouchEvent<object, object, { action: StudioAction }>) {
    const { action } = event.currentTarget.dataset
    if (action === 'home') goBack()
    else void this.store?.solve(action)
  },

  onBack() {
    goBack()
  },

  onShareAppMessage() {
    const room = this.store?.record.room ?? this.store?.draft.room
    return room ? roomCard(room) : homeCard()
  },

  preview() {
    this.setData({ hasCamera: true, lost: null, times: startChoices(Date.now()) }, () => {
      const pusher = this.pusher()
      pusher?.startPreview()
      this.setData({ hasTorch: typeof pusher?.toggleTorch === 'function' })
    })
  },

  pusher(): PusherComponent | null {
    return this.selectComponent('#pusher') as PusherComponent | null
  },

  liveComponent(): LiveComponent {
    return {
      load: (url) => new Promise((resolve) => this.setData({ url }, resolve)),
      start: () => this.pusher()?.start(),
      stop: () => this.pusher()?.stop(),
    }
  },
})
