import type { KaiboApp } from '../../app'
import { bindStore } from '../../core/bind-store'
import type { ListPhase } from '../../core/cursor-list'
import { goBack, openPage } from '../../core/navigation'
import { topRow } from '../../core/top-row'
import { redirectToGate } from '../../services/environment'
import { studioStores } from '../create-stores'
import { handOverCsv } from '../services/csv-file'
import type { OrderTab, StudioOrdersStore } from '../stores/studio-orders.store'
import { exportText, ORDER_TAB_NAMES, type OrderRow, orderRow } from '../text/order-text'

type OrderTap = WechatMiniprogram.TouchEvent<object, object, { order: string }>

const TABS = Object.entries(ORDER_TAB_NAMES).map(([tab, name]) => ({ tab, name }))

Page({
  data: {
    row: { top: 0, height: 32, right: 12 },
    tabs: TABS,
    pulling: false,
    tab: 'all' as OrderTab,
    text: '',
    phase: 'loading' as ListPhase,
    error: '',
    isForbidden: false,
    loadingMore: false,
    hasMore: false,
    orders: [] as readonly OrderRow[],
    late: [] as readonly OrderRow[],
    exporting: false,
    note: '',
  },

  store: null as StudioOrdersStore | null,
  dispose: () => {},

  onLoad(query: Record<string, string | undefined>) {
    if (redirectToGate(this, query, null)) return
    this.setData({ row: topRow() })
    const context = getApp<KaiboApp>().context()
    const { session } = context
    const store = studioStores(context).orders()
    this.store = store
    this.dispose = bindStore(this, store, {
      tab: 'tab',
      text: 'text',
      phase: (list) => list.list.phase,
      error: (list) => list.list.error,
      isForbidden: (list) => list.list.isForbidden,
      loadingMore: (list) => list.list.loadingMore,
      hasMore: (list) => list.list.hasMore,
      orders: (list) => list.list.items.map((order) => orderRow(order, session.now())),
      late: (list) => list.late.map((order) => orderRow(order, session.now())),
      exporting: 'exporting',
      note: 'note',
    })
  },

  onShow() {
    void this.store?.load()
  },

  onUnload() {
    this.store?.leave()
    this.dispose()
  },

  async onPull() {
    this.setData({ pulling: true })
    await this.store?.load()
    this.setData({ pulling: false })
  },

  onMore() {
    void this.store?.list.more()
  },

  onRetry() {
    void this.store?.load()
  },

  onText(event: WechatMiniprogram.Input) {
    this.store?.setText(event.detail.value)
  },

  onTab(event: WechatMiniprogram.TouchEvent<object, object, { tab: OrderTab }>) {
    this.store?.setTab(event.currentTarget.dataset.tab)
  },

  onLate() {
    this.store?.setTab('toShip')
  },

  onOrder(event: OrderTap) {
    openPage(`/studio/order/order?orderID=${event.currentTarget.dataset.order}`)
  },

  async onExport() {
    const table = await this.store?.exportCsv()
    if (!table) return
    const handed = await handOverCsv(exportText.fileName(new Date()), table.csv)
    const text = exportText.handedOver[handed]
    this.store?.say(text && `${table.count} 单：${text}`)
  },

  onBack() {
    goBack()
  },
})
