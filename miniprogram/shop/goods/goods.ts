import type { KaiboApp } from '../../app'
import { config } from '../../config'
import { bindStore } from '../../core/bind-store'
import { goBack, openPage } from '../../core/navigation'
import type { Purchase } from '../../purchase/create-purchase'
import { bindPurchase, purchaseData, purchaseHandlers } from '../../purchase/purchase-page'
import { BUY_VERBS, goodsFacts } from '../../purchase/purchase-text'
import { redirectToGate } from '../../services/environment'
import { createShopStores } from '../create-stores'

/** One goods in full. The room it was opened from plays on in the small window. */
Page({
  data: {
    phase: 'loading' as 'loading' | 'there' | 'unreachable',
    error: '',
    pictures: [] as string[],
    at: 0,
    subtitle: '',
    description: '',
    facts: '',
    spec: '',
    skuOpen: false,
    ...purchaseData,
  },

  purchase: null as Purchase | null,
  goodsID: '',
  roomID: null as string | null,
  disposers: [] as (() => void)[],

  onLoad(query: Record<string, string | undefined>) {
    if (redirectToGate(this, query, null)) return
    const { goodsID = '', roomID = '' } = query
    const purchase = createShopStores(getApp<KaiboApp>().context()).purchase()
    Object.assign(this, { purchase, goodsID, roomID: roomID || null })
    const { sku } = purchase
    const unbind = bindStore(this, sku, {
      phase: () => (sku.goods !== null ? 'there' : sku.error === '' ? 'loading' : 'unreachable'),
      error: () => sku.error,
      pictures: () => [...(sku.goods?.pictures ?? [])],
      subtitle: () => sku.goods?.subtitle ?? '',
      description: () => sku.goods?.description ?? '',
      facts: () => goodsFacts(sku),
      spec: () => sku.spec,
    })
    this.disposers = [
      unbind,
      bindPurchase(this, purchase, { verb: BUY_VERBS.goods, asksAddress: false, isOn: () => false }),
    ]
    void sku.open({ goodsID, title: '', picture: '', priceFen: 0, number: 0 }, this.roomID)
  },

  onUnload() {
    for (const dispose of this.disposers.splice(0)) dispose()
  },

  ...purchaseHandlers,

  onPicture(event: WechatMiniprogram.SwiperChange) {
    this.setData({ at: event.detail.current })
  },

  onChoose() {
    this.setData({ skuOpen: true })
  },

  /** With nothing to choose there is nothing to open: one tap less. */
  onGo() {
    const { sku } = this.purchase ?? {}
    if (sku?.choice && sku.axes.length === 0) this.buyNow()
    else this.onChoose()
  },

  onOrders() {
    openPage('/shop/orders/orders')
  },

  buyNow() {
    const { choice } = this.purchase?.sku ?? {}
    if (!choice) return
    this.closePurchase()
    const room = choice.roomID === null ? '' : `&roomID=${choice.roomID}`
    openPage(`/shop/checkout/checkout?goodsID=${choice.goodsID}&skuID=${choice.skuID}&n=${choice.n}${room}`)
  },

  closePurchase() {
    this.setData({ skuOpen: false })
  },

  leaveFor(url: string) {
    this.closePurchase()
    openPage(url)
  },

  toShelf() {
    goBack()
  },

  onShareAppMessage() {
    const { goods, pictures } = this.data
    return {
      title: goods.title,
      path: `/shop/goods/goods?goodsID=${this.goodsID}`,
      imageUrl: pictures[0] || config.shareCover,
    }
  },
})
