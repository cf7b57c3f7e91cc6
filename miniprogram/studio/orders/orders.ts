import type { KaiboApp } from '../../app'
import { bindStore } from '../../core/bind-store'
import type { ListPhase } from '../../core/cursor-list'
import { goBack, openPage } from '../../core/navigation'
import { topRow } from '../../core/top-row'
import { redirectToGate } from '../../services/environment'
import { studioStores } from '../create-stores'
import { handOverCsv } from '../services/csv-file'
import { ORDER_TABS, type OrderTab, type StudioOrdersStore } from '../stores/studio-orders.store'
import { type OrderRow, orderRow } from '../text/order-text'

type OrderTap = WechatMiniprogram.TouchEvent<object, object, { order: string }>

const HANDED = {
  shared: '表格发出去了',
  copied: '表格已复制，粘贴到电脑的文件里存成 .csv',
  cancelled: '',
  failed: '没导出来，再试一次',
} as const

Page({
  data: {
    row: { top: 0, height: 32, right: 12 },
    tabs: ORDER_TABS,
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
    const handed = await handOverCsv(fileName(new Date()), table.csv)
    this.store?.say(HANDED[handed] && `${table.count} 单：${HANDED[handed]}`)
  },

  onBack() {
    goBack()
  },
})

/** 订单-1122.csv */
function fileName(today: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  return `订单-${two(today.getMonth() + 1)}${two(today.getDate())}.csv`
}
