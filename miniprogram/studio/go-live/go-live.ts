import { reaction } from 'mobx-miniprogram'
import type { KaiboApp } from '../../app'
import { config } from '../../config'
import { bindStore } from '../../core/bind-store'
import { goBack, openPage } from '../../core/navigation'
import { topRow } from '../../core/top-row'
import type { ComponentEvent, LiveComponent } from '../../rtc/ports'
import { redirectToGate } from '../../services/environment'
import { keepScreenOn } from '../../services/screen'
import { roomCard } from '../../services/share-card'
import { studioStores } from '../create-stores'
import {
  askBeforeLeaving,
  networkName,
  openCameraSettings,
  statusBarOnPaper,
  vibrate,
} from '../services/device'
import { choosePictures } from '../services/pictures'
import type { ShelfPhase, ShelfRow } from '../stores/shelf.store'
import type { StudioPhase, StudioStore } from '../stores/studio.store'
import { type PreviewError, previewError } from '../text/preview-text'
import { type StartChoice, startChoices } from '../text/start-choices'
import type { MissingDevice, StudioAction, StudioErrorView } from '../text/studio-text'
import type { UplinkHealth } from '../text/uplink-text'
import { studioFields } from './studio-fields'

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

/** Phases that are paper: the clock and the battery above them must be dark. */
const PAPER: ReadonlySet<StudioPhase> = new Set(['summary', 'privacy', 'claim'])

const PRIVACY_POINTS = [
  { icon: 'camera', title: '镜头和麦克风只用来直播', text: '画面和声音只给观众看和听，不播就不用' },
  { icon: 'shield', title: '观众进来不用登录', text: '我们不要你和观众的手机号' },
  { icon: 'power', title: '随时可以关掉', text: '微信右上角的设置里就能收回权限' },
]

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
    lost: null as PreviewError | null,
    covering: false,
    announcing: false,
    privacyTitle: '开播之前，先说清三件事',
    privacyPoints: PRIVACY_POINTS,
    contract: '',
    code: '',
    codeError: '',
    checkingCode: false,
    times: [] as readonly StartChoice[],
    /** ms; 0 = now. */
    startsAt: 0,
    /** The next show already has a card that can be sent. */
    announced: false,
    note: '',
    noteAsks: false,
    hint: '',
    confirming: false,
    network: '',
    url: '',
    phase: 'checking' as StudioPhase,
    error: null as StudioErrorView | null,
    missing: null as MissingDevice | null,
    missingView: null as { title: string; text: string } | null,
    uplink: { tone: 'waiting', sentence: '', bars: 0, canReopen: false } as UplinkHealth,
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
    shelfPhase: 'none' as ShelfPhase,
    goodsCount: 0,
    firstGoods: [] as readonly ShelfRow[],
    openingShelf: false,
    explaining: null as ShelfRow | null,
    explainedTime: '',
    explainedSold: 0,
    nextGoods: [] as readonly ShelfRow[],
    shelfBusy: '',
    shelfNote: '',
    sum: '–',
    orders: '–',
    shelfOpen: false,
    restockID: '',
  },

  store: null as StudioStore | null,

  disposers: [] as (() => void)[],

  onLoad(query: Record<string, string | undefined>) {
    if (redirectToGate(this, query, 'live-pusher')) return
    this.setData({ row: topRow() })
    const store = studioStores(getApp<KaiboApp>().context()).studio()
    this.store = store
    const unbind = bindStore(this, store, studioFields)
    const second = setInterval(store.tick, 1000)
    this.disposers = [
      () => clearInterval(second),
      unbind,
      // Stopping a pusher closes its preview too, so every way back to `ready` opens it again.
      reaction(
        () => store.phase === 'ready',
        (ready) => ready && this.preview(),
      ),
      reaction(
        () => store.phase === 'live',
        (live) => askBeforeLeaving(live ? '直播还没结束，离开这里，观众就看不到画面了' : ''),
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

  onPusherState(event: ComponentEvent) {
    this.store?.onStateChange(event)
    if (this.data.phase !== 'ready') return
    const lost = previewError(event.detail.code)
    if (lost !== null) this.setData({ lost })
  },

  onPusherNet(event: ComponentEvent) {
    this.store?.onNetStatus(event)
  },

  onTitle(event: WechatMiniprogram.Input) {
    this.store?.draft.setTitle(event.detail.value)
  },

  async onCover() {
    if (this.data.covering) return
    this.setData({ covering: true })
    const choice = await choosePictures('covers', 1)
    this.setData({ covering: false })
    if (choice.kind === 'chosen') {
      this.store?.draft.setCover(choice.fileIDs[0] ?? '')
      // The phone has the picture already; the cloud's copy would come down for nothing.
      this.setData({ cover: choice.paths[0] ?? '' })
    } else if (choice.kind === 'failed') this.store?.draft.say('封面没换成，还是原来那张')
  },

  onTime(event: WechatMiniprogram.TouchEvent<object, object, { at: number }>) {
    this.store?.draft.setStart(event.currentTarget.dataset.at)
  },

  onAnnounce() {
    void this.store?.draft.announce()
  },

  onCode(event: WechatMiniprogram.Input) {
    this.store?.access.claim.setCode(event.detail.value)
  },

  onClaim() {
    void this.store?.access.submitCode()
  },

  onPrivacyAgree() {
    void this.store?.access.agreed()
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

  async onShelf() {
    if (this.data.onAir || (await this.store?.openShelf())) this.setData({ shelfOpen: true })
  },

  onShelfClose() {
    this.setData({ shelfOpen: false })
  },

  onOrders() {
    openPage('/studio/orders/orders')
  },

  onPin(event: WechatMiniprogram.CustomEvent<{ goodsID: string }>) {
    void this.store?.shelf.pin(event.detail.goodsID)
  },

  onUnpin() {
    void this.store?.shelf.unpin()
  },

  onRestock(event: WechatMiniprogram.CustomEvent<{ goodsID: string }>) {
    this.setData({ restockID: event.detail.goodsID })
  },

  onRestocked() {
    this.setData({ restockID: '' })
  },

  onMute() {
    this.store?.uplink.toggleMute()
  },

  onPanel() {
    this.store?.reopen()
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
    await this.store?.access.checkDevices()
    if (this.data.lost !== null) this.preview()
  },

  onSolve(event: WechatMiniprogram.TouchEvent<object, object, { action: StudioAction }>) {
    const { action } = event.currentTarget.dataset
    if (action === 'home') this.onBack()
    else void this.store?.solve(action)
  },

  onAgain() {
    this.store?.again()
  },

  onBack() {
    goBack()
  },

  onShareAppMessage() {
    const room = this.store?.record.room ?? this.store?.draft.room
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

  liveComponent(): LiveComponent {
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
