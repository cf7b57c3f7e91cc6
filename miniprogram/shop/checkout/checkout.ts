import { reaction } from 'mobx-miniprogram'
import type { KaiboApp } from '../../app'
import { config } from '../../config'
import { bindStore } from '../../core/bind-store'
import { amountText } from '../../core/money-text'
import { goBack, replacePage } from '../../core/navigation'
import { waitText } from '../../core/time-text'
import { NOTE_MAX } from '../../purchase/checkout.store'
import { ADDRESS_CONSENT } from '../../purchase/consent-text'
import type { Purchase } from '../../purchase/create-purchase'
import { isKept } from '../../purchase/pay.store'
import { bindPurchase, purchaseData, purchaseHandlers } from '../../purchase/purchase-page'
import { BUY_VERBS, maskedPhone } from '../../purchase/purchase-text'
import { redirectToGate } from '../../services/environment'
import { createShopStores } from '../create-stores'

/** What stands between a choice and its payment: where it goes, what it costs, a word for the owner. */
Page({
  data: {
    shopName: config.shopName,
    phase: 'loading' as 'loading' | 'there' | 'unreachable',
    error: '',
    name: '',
    phone: '',
    place: '',
    spec: '',
    isLivePrice: false,
    /** fen */
    total: 0,
    totalText: '',
    savedText: '',
    note: '',
    noteMax: NOTE_MAX,
    /** The order exists and waits for its payment: it cannot be changed any more. */
    isKept: false,
    /** 14:52: how long the pieces are kept; '' = not ordered yet. */
    keptFor: '',
    ...purchaseData,
    consentPoints: ADDRESS_CONSENT,
  },

  purchase: null as Purchase | null,
  disposers: [] as (() => void)[],

  onLoad(query: Record<string, string | undefined>) {
    if (redirectToGate(this, query, null)) return
    const { goodsID = '', skuID = '', n = '1', roomID = '' } = query
    const context = getApp<KaiboApp>().context()
    const purchase = createShopStores(context).purchase()
    this.purchase = purchase
    const { sku, checkout, pay } = purchase
    const address = () => checkout.address
    const unbind = bindStore(this, checkout, {
      phase: () => (sku.goods !== null ? 'there' : sku.error === '' ? 'loading' : 'unreachable'),
      error: () => sku.error,
      name: () => address()?.userName ?? '',
      phone: () => maskedPhone(address()?.telNumber ?? ''),
      place: () => {
        const at = address()
        return at === null ? '' : `${at.provinceName}${at.cityName}${at.countyName}${at.detailInfo}`
      },
      spec: () => sku.spec,
      isLivePrice: () => sku.offer?.isLivePrice ?? false,
      total: () => pay.order?.totalFen ?? sku.totalFen,
      totalText: () => amountText(pay.order?.totalFen ?? sku.totalFen),
      savedText: () => (sku.savedFen > 0 ? amountText(sku.savedFen) : ''),
      note: () => checkout.note,
      isKept: () => isKept(pay),
    })
    const countDown = () => {
      const until = isKept(pay) ? (pay.order?.expiresAt ?? 0) : 0
      const keptFor = until === 0 ? '' : waitText(until - context.session.now())
      if (keptFor !== this.data.keptFor) this.setData({ keptFor })
    }
    const second = setInterval(countDown, 1000)
    this.disposers = [
      () => clearInterval(second),
      unbind,
      bindPurchase(this, purchase, { verb: BUY_VERBS.checkout, asksAddress: true, isOn: () => false }),
      pay.stop,
      reaction(() => isKept(pay), countDown),
    ]
    const pieces = Math.max(1, Math.floor(Number(n)) || 1)
    const hint = { goodsID, title: '', picture: '', priceFen: 0, number: 0 }
    void sku.open(hint, roomID || null, { skuID, n: pieces })
  },

  onShow() {
    this.purchase?.pay.retryNow()
  },

  onUnload() {
    for (const dispose of this.disposers.splice(0)) dispose()
  },

  ...purchaseHandlers,

  onNote(event: WechatMiniprogram.Input) {
    this.purchase?.checkout.setNote(event.detail.value)
  },

  onPay() {
    if (this.data.isKept) void this.purchase?.checkout.payAgain()
    else if (this.data.buy.state === 'retry') void this.purchase?.sku.refresh()
    else this.buyNow()
  },

  buyNow() {
    void this.purchase?.checkout.buy()
  },

  /** The answer was read and there is nothing more to do here. */
  closePurchase() {
    const { checkout, pay } = this.purchase ?? {}
    if (pay?.phase === 'idle') checkout?.dismiss()
    else goBack()
  },

  leaveFor(url: string) {
    replacePage(url)
  },

  toShelf() {
    goBack()
  },
})
