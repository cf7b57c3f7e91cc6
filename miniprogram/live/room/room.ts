import { reaction } from 'mobx-miniprogram'
import type { KaiboApp } from '../../app'
import { config } from '../../config'
import { bindStore } from '../../core/bind-store'
import { goBack, goHome, hasPageBelow, openHome, openPage } from '../../core/navigation'
import { countText, displayName, initialOf } from '../../core/people-text'
import { topRow } from '../../core/top-row'
import { ADDRESS_CONSENT } from '../../purchase/consent-text'
import type { Purchase } from '../../purchase/create-purchase'
import { bindPurchase, purchaseData, purchaseHandlers } from '../../purchase/purchase-page'
import { BUY_VERBS } from '../../purchase/purchase-text'
import type { GoodsHint } from '../../purchase/sku.store'
import type { ComponentEvent, LiveComponent } from '../../rtc/ports'
import { redirectToGate } from '../../services/environment'
import { keepScreenOn } from '../../services/screen'
import { readRoomQuery, roomCard } from '../../services/share-card'
import { createLiveStores } from '../create-stores'
import type { BagRow, BagStore, PinnedCard } from '../stores/bag.store'
import type { RoomStore } from '../stores/room.store'
import type { RoomView } from '../text/room-text'

type PlayerComponent = WechatMiniprogram.Component.TrivialInstance & {
  play(): void
  stop(): void
  /** Ours alone: ZEGO's plugin has no such method. */
  exitPictureInPicture?(): void
}

Page({
  data: {
    shopName: config.shopName,
    row: { top: 0, height: 32, right: 12 },
    view: { kind: 'entering', title: '', text: '', action: '' } as RoomView,
    title: '',
    anchorName: '',
    initial: '',
    cover: '',
    viewers: '–',
    hasPlayed: false,
    url: '',
    sid: '',
    muted: false,
    /** Full screen: nothing but the picture and the way back. */
    clear: false,
    /** Where the picture floats on: leaving forward or back. Empty while there is none. */
    floats: [] as ('push' | 'pop')[],
    /** What is being explained; null = nothing. */
    pinned: null as PinnedCard | null,
    bagCount: 0,
    bagOpen: false,
    bagPhase: 'loading' as BagStore['phase'],
    bagError: '',
    /** Only while the bag is open. */
    rows: [] as BagRow[],
    skuOpen: false,
    ...purchaseData,
    consentPoints: ADDRESS_CONSENT,
  },

  store: null as RoomStore | null,
  bag: null as BagStore | null,
  purchase: null as Purchase | null,
  roomID: '',
  disposers: [] as (() => void)[],

  onLoad(query: Record<string, string | undefined>) {
    if (redirectToGate(this, query, 'live-player')) return
    const { roomID, ...hint } = readRoomQuery(query)
    this.roomID = roomID
    // Cover and title of the card are on screen with the first frame of the page.
    this.setData({
      row: topRow(),
      title: hint.title,
      anchorName: hint.anchorName,
      cover: hint.cover || config.defaultCover,
    })
    const { room: store, bag, purchase } = createLiveStores(getApp<KaiboApp>().context())
    Object.assign(this, { store, bag, purchase })
    const unbindRoom = bindStore(this, store, {
      view: 'view',
      title: 'title',
      anchorName: anchorNameOf,
      hasPlayed: 'hasPlayed',
      initial: (room) => initialOf(anchorNameOf(room)),
      cover: (room) => room.cover || config.defaultCover,
      viewers: (room) => countText(room.audience),
      floats: (room) => (room.view.kind === 'playing' ? ['push', 'pop'] : []),
    })
    const unbindGoods = bindStore(this, bag, {
      pinned: () => bag.pinnedCard,
      bagCount: () => bag.count,
      bagOpen: () => bag.isOpen,
      bagPhase: () => bag.phase,
      bagError: () => bag.error,
      rows: () => (bag.isOpen ? bag.rows : []),
    })
    const second = setInterval(store.tick, 1000)
    this.disposers = [
      () => clearInterval(second),
      unbindRoom,
      unbindGoods,
      bindPurchase(this, purchase, {
        verb: BUY_VERBS.room,
        asksAddress: true,
        isOn: () => bag.pinnedCard?.goodsID === purchase.sku.hint?.goodsID,
      }),
      purchase.pay.stop,
      bag.watch(),
      // A state has text and a button: nothing may hide them.
      reaction(
        () => store.view.kind !== 'playing',
        (covered) => covered && this.setData({ clear: false }),
      ),
      reaction(
        () => store.view.kind === 'ended',
        (over) => over && bag.close(),
      ),
    ]
    void store.enter(roomID, hint, this.liveComponent())
  },

  /** One picture at a time: a room that still floats is closed by the one that is opened. */
  onReady() {
    this.player()?.exitPictureInPicture?.()
  },

  onShow() {
    keepScreenOn(true)
    this.store?.foreground()
    this.purchase?.pay.retryNow()
  },

  /** Hidden, as under its small window or a phone call, is not gone: nothing is torn down here. */
  onHide() {
    this.store?.background()
  },

  onUnload() {
    keepScreenOn(false)
    void this.store?.leave()
    for (const dispose of this.disposers.splice(0)) dispose()
  },

  onPlayerState(event: ComponentEvent) {
    this.store?.onStateChange(event)
  },

  onPlayerNet(event: ComponentEvent) {
    this.store?.onNetStatus(event)
  },

  onMute() {
    this.setData({ muted: !this.data.muted })
  },

  onClear() {
    this.setData({ clear: !this.data.clear })
  },

  /** The picture goes on in the small window while the person looks around the shop. */
  onWindow() {
    if (hasPageBelow()) goBack()
    else openHome()
  },

  ...purchaseHandlers,

  onBag() {
    this.bag?.open()
  },

  onBagClose() {
    this.bag?.close()
  },

  onBagRetry() {
    void this.bag?.load()
  },

  onOrders() {
    this.bag?.close()
    openPage('/shop/orders/orders')
  },

  onPinnedBuy() {
    const { pinned } = this.data
    if (pinned) this.openSku(pinned)
  },

  onBagChoose(event: WechatMiniprogram.CustomEvent<{ goodsID: string }>) {
    const row = this.data.rows.find(({ goodsID }) => goodsID === event.detail.goodsID)
    if (!row) return
    this.bag?.close()
    this.openSku(row)
  },

  openSku({ goodsID, title, picture, priceFen, number }: GoodsHint) {
    if (!this.purchase) return
    this.purchase.checkout.startOver()
    void this.purchase.sku.open({ goodsID, title, picture, priceFen, number }, this.roomID)
    this.setData({ skuOpen: true })
  },

  /** The picture floats on beside the goods' own page. */
  onDetail() {
    const goodsID = this.purchase?.sku.hint?.goodsID
    if (goodsID) this.leaveFor(`/shop/goods/goods?goodsID=${goodsID}&roomID=${this.roomID}`)
  },

  buyNow() {
    void this.purchase?.checkout.buy()
  },

  closePurchase() {
    this.setData({ skuOpen: false })
  },

  leaveFor(url: string) {
    this.closePurchase()
    openPage(url)
  },

  toShelf() {
    this.bag?.open()
  },

  onRetry() {
    void this.store?.retry()
  },

  onBack() {
    goBack()
  },

  onHome() {
    goHome()
  },

  onShareAppMessage() {
    const { title, anchorName, cover } = this.data
    return roomCard({ roomID: this.roomID, title, anchorName, cover })
  },

  player(): PlayerComponent | null {
    return this.selectComponent('#player') as PlayerComponent | null
  },

  liveComponent(): LiveComponent {
    return {
      load: (url, sid) => new Promise((resolve) => this.setData({ url, sid }, resolve)),
      start: () => this.player()?.play(),
      stop: () => this.player()?.stop(),
    }
  },
})

/** Before the server has answered, the card's word alone: the shop's name would turn into another a moment later. */
function anchorNameOf({ snapshot, anchorName }: RoomStore): string {
  return snapshot === null ? anchorName : displayName(anchorName, config.shopName)
}
