import type { KaiboApp } from '../../app'
import { bindStore } from '../../core/bind-store'
import type { ListPhase } from '../../core/cursor-list'
import { goHome, openPage } from '../../core/navigation'
import { redirectToGate } from '../../services/environment'
import { createShopStores } from '../create-stores'
import type { OrdersStore } from '../stores/orders.store'
import { type OrderCard, orderCard, TABS, type TabKey } from '../text/order-text'

/** The order centre: this path is entered in WeChat's admin console (设置, 服务内容声明) and must not change. */
Page({
  data: {
    tabs: TABS.map(({ key, name }) => ({ key, name })),
    tab: 'all' as TabKey,
    phase: 'loading' as ListPhase,
    error: '',
    cards: [] as OrderCard[],
    hasMore: false,
    pulling: false,
  },

  store: null as OrdersStore | null,
  dispose: () => {},

  onLoad(query: Record<string, string | undefined>) {
    if (redirectToGate(this, query, null)) return
    const store = createShopStores(getApp<KaiboApp>().context()).orders()
    this.store = store
    this.dispose = bindStore(this, store, {
      tab: () => store.tab,
      phase: () => store.list.phase,
      error: () => store.list.error,
      cards: () => store.list.items.map(orderCard),
      hasMore: () => store.list.hasMore,
    })
  },

  /** Back from an order, which may have changed. */
  onShow() {
    void this.store?.list.load()
  },

  onUnload() {
    this.dispose()
  },

  onTab(event: WechatMiniprogram.TouchEvent<object, object, { key: TabKey }>) {
    void this.store?.choose(event.currentTarget.dataset.key)
  },

  async onPull() {
    this.setData({ pulling: true })
    await this.store?.list.load()
    this.setData({ pulling: false })
  },

  onMore() {
    void this.store?.list.more()
  },

  onRetry() {
    void this.store?.list.load()
  },

  onOrder(event: WechatMiniprogram.TouchEvent<object, object, { order: string }>) {
    openPage(`/shop/order/order?orderID=${event.currentTarget.dataset.order}`)
  },

  onHome() {
    goHome()
  },
})
