import { reaction } from 'mobx-miniprogram'
import { createStoreBindings } from 'mobx-miniprogram-bindings'
import type { KaiboApp } from '../../app'
import { config } from '../../config'
import {
  keepScreenOn,
  networkName,
  openCameraSettings,
  statusBarOnPaper,
  topRow,
  vibrate,
} from '../../services/device'
import { roomCard } from '../../services/share'
import type { StreamTag, TagEvent } from '../../stores/live-room'
import { type PreviewTrouble, previewTrouble } from '../../stores/preview-words'
import { type StartChoice, startChoices } from '../../stores/show-times'
import type { StudioPhase, StudioStore } from '../../stores/studio.store'
import type { Uplink } from '../../stores/studio-health'
import type { MissingDevice, StudioTroubleView } from '../../stores/studio-words'
import { countText } from '../../stores/words'

type PusherComponent = WechatMiniprogram.Component.TrivialInstance & {
  start(): void
  stop(): void
  startPreview(): void
  switchCamera(): void
  /** Ours alone: ZEGO's plugin has no torch. */
  toggleTorch?(options: { success?(): void; fail?(): void }): void
}

/** live-pusher's beauty and whiteness, 0–9, in the steps that the button goes through. */
const BEAUTY = [
  { level: 0, name: '美颜' },
  { level: 3, name: '美颜弱' },
  { level: 6, name: '美颜中' },
  { level: 9, name: '美颜强' },
] as const

const HINT = '开播后，把直播卡片发给顾客就能看'

Page({
  data: {
    row: { top: 0, height: 32, right: 12 },
    cover: config.defaultCover as string,
    /** Once true it stays: the pusher's node is never taken away while the page lives. */
    hasCamera: false,
    onAir: false,
    line: true,
    beauty: 3 as number,
    beautyName: '美颜弱' as string,
    mirror: false,
    /** The back camera is on; only it has a torch. */
    back: false,
    hasTorch: false,
    torch: false,
    more: false,
    /** What took the preview away. */
    lost: null as PreviewTrouble | null,
    covering: false,
    times: [] as readonly StartChoice[],
    /** ms; 0 = now. */
    startsAt: 0,
    note: '',
    hint: HINT,
    confirming: false,
    network: '',
    url: '',
    phase: 'checking' as StudioPhase,
    trouble: null as StudioTroubleView | null,
    missing: null as MissingDevice | null,
    missingView: null as { title: string; text: string } | null,
    uplink: { tone: 'waiting', sentence: '', bars: 0, canReopen: false } as Uplink,
    figures: '',
    duration: '00:00:00',
    lasted: '',
    viewers: '–',
    peak: '–',
    title: '',
    titleCount: '',
    notice: '',
    count: 3,
    muted: false,
  },

  store: null as StudioStore | null,
  disposers: [] as (() => void)[],

  onLoad() {
    this.setData({ row: topRow() })
    const store = getApp<KaiboApp>().stores.studio()
    this.store = store
    const bindings = createStoreBindings(this, {
      store,
      fields: {
        phase: 'phase',
        onAir: (studio: StudioStore) => studio.phase === 'live' || studio.phase === 'ending',
        trouble: 'troubleView',
        missing: 'missing',
        missingView: 'missingView',
        uplink: (studio: StudioStore) => studio.uplink.health,
        figures: (studio: StudioStore) => studio.uplink.figures,
        duration: 'duration',
        lasted: 'lasted',
        title: 'title',
        titleCount: 'titleCount',
        notice: 'notice',
        count: 'count',
        muted: (studio: StudioStore) => studio.uplink.muted,
        viewers: (studio: StudioStore) => countText(studio.audience),
        peak: (studio: StudioStore) => countText(studio.peakAudience),
      },
      actions: [],
      structuralComparison: true,
    })
    const second = setInterval(store.tick, 1000)
    this.disposers = [
      () => clearInterval(second),
      () => bindings.destroyStoreBindings(),
      // Stopping a pusher closes its preview too, so every way back to `ready` opens it again.
      reaction(
        () => store.phase === 'ready',
        (ready) => ready && this.preview(),
      ),
      reaction(
        () => store.uplink.publisher === 'recovering',
        (lost) => lost && vibrate(),
      ),
      // The summary is paper: the clock and the battery above it must be dark.
      reaction(() => store.phase === 'summary', statusBarOnPaper),
    ]
    void networkName().then((network) => this.setData({ network }))
    void store.open(this.tag(), defaultTitle(new Date()))
  },

  onShow() {
    keepScreenOn(true)
    this.store?.foreground()
    void this.store?.checkDevices()
  },

  onUnload() {
    keepScreenOn(false)
    void this.store?.leave()
    for (const dispose of this.disposers.splice(0)) dispose()
  },

  onPusherState(event: TagEvent) {
    this.store?.tagState(event)
    if (this.data.phase !== 'ready') return
    const lost = previewTrouble(event.detail.code)
    if (lost !== null) this.setData({ lost })
  },

  onPusherNet(event: TagEvent) {
    this.store?.tagNet(event)
  },

  onTitle(event: WechatMiniprogram.Input) {
    this.store?.setTitle(event.detail.value)
  },

  onStart() {
    void this.store?.start()
  },

  onFlip() {
    this.pusher()?.switchCamera()
    // Turning the camera away puts its torch out.
    this.setData({ back: !this.data.back, torch: false })
  },

  onBeauty() {
    const now = BEAUTY.findIndex(({ level }) => level === this.data.beauty)
    const { level, name } = BEAUTY[(now + 1) % BEAUTY.length] ?? BEAUTY[0]
    this.setData({ beauty: level, beautyName: name })
  },

  onMirror() {
    this.setData({ mirror: !this.data.mirror })
  },

  onTorch() {
    this.pusher()?.toggleTorch?.({
      success: () => this.setData({ torch: !this.data.torch }),
      fail: () => this.setData({ hasTorch: false }),
    })
  },

  onMore() {
    this.setData({ more: !this.data.more })
  },

  onPreviewAgain() {
    this.preview()
  },

  onLine() {
    this.setData({ line: !this.data.line })
  },

  onMute() {
    this.store?.uplink.toggleMute()
  },

  onPanel() {
    if (this.data.uplink.canReopen) void this.store?.reopen()
  },

  onEnd() {
    if (this.data.phase === 'live') this.setData({ confirming: true })
  },

  onKeep() {
    this.setData({ confirming: false })
  },

  onEndSure() {
    this.setData({ confirming: false })
    void this.store?.end()
  },

  async onSettings() {
    await openCameraSettings()
    await this.store?.checkDevices()
    if (this.data.lost !== null) this.preview()
  },

  onSolve() {
    if (this.data.trouble?.action === 'home') this.onBack()
    else void this.store?.solve()
  },

  onAgain() {
    this.store?.again()
  },

  onBack() {
    if (getCurrentPages().length > 1) wx.navigateBack()
    else wx.reLaunch({ url: '/pages/home/home' })
  },

  onShareAppMessage() {
    const room = this.store?.room
    if (!room)
      return { title: `${config.shopName}的直播间`, path: '/pages/home/home', imageUrl: config.shareCover }
    return roomCard(room)
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

  tag(): StreamTag {
    return {
      load: (url) => new Promise((resolve) => this.setData({ url }, resolve)),
      start: () => this.pusher()?.start(),
      stop: () => this.pusher()?.stop(),
    }
  },
})

/** 11 月 22 日的直播: a title that is true until the anchor writes a better one. */
function defaultTitle(today: Date): string {
  return `${today.getMonth() + 1} 月 ${today.getDate()} 日的直播`
}
