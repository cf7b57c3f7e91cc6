import type { KaiboApp } from '../../app'
import { bindStore } from '../../core/bind-store'
import type { ListPhase } from '../../core/cursor-list'
import { goBack, openPage } from '../../core/navigation'
import { topRow } from '../../core/top-row'
import type { GoodsCard } from '../../domain/api/goods'
import { redirectToGate } from '../../services/environment'
import { studioStores } from '../create-stores'
import type { GoodsListStore, SaleFilter } from '../stores/goods-list.store'
import { SALE_FILTER_NAMES } from '../text/goods-text'

const FILTERS = (['all', 'on', 'off'] as const).map((filter) => ({ filter, name: SALE_FILTER_NAMES[filter] }))

type GoodsTap = WechatMiniprogram.TouchEvent<object, object, { goods: string }>

Page({
  data: {
    row: { top: 0, height: 32, right: 12 },
    filters: FILTERS,
    pulling: false,
    search: '',
    filter: 'all' as SaleFilter,
    phase: 'loading' as ListPhase,
    error: '',
    isForbidden: false,
    loadingMore: false,
    hasMore: false,
    goods: [] as readonly GoodsCard[],
    switchingID: '',
    saleError: { goodsID: '', text: '' },
  },

  store: null as GoodsListStore | null,
  dispose: () => {},

  onLoad(query: Record<string, string | undefined>) {
    if (redirectToGate(this, query, null)) return
    this.setData({ row: topRow() })
    const store = studioStores(getApp<KaiboApp>().context()).goodsList()
    this.store = store
    this.dispose = bindStore(this, store, {
      search: 'search',
      filter: 'filter',
      phase: (list) => list.list.phase,
      error: (list) => list.list.error,
      isForbidden: (list) => list.list.isForbidden,
      loadingMore: (list) => list.list.loadingMore,
      hasMore: (list) => list.list.hasMore,
      goods: (list) => list.list.items,
      switchingID: 'switchingID',
      saleError: 'saleError',
    })
  },

  onShow() {
    void this.store?.list.load()
  },

  onUnload() {
    this.store?.leave()
    this.dispose()
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

  onSearch(event: WechatMiniprogram.Input) {
    this.store?.setSearch(event.detail.value)
  },

  onFilter(event: WechatMiniprogram.TouchEvent<object, object, { filter: SaleFilter }>) {
    this.store?.setFilter(event.currentTarget.dataset.filter)
  },

  onSwitch(event: GoodsTap) {
    void this.store?.switchSale(event.currentTarget.dataset.goods)
  },

  onEdit(event: GoodsTap) {
    openPage(`/studio/goods-edit/goods-edit?goodsID=${event.currentTarget.dataset.goods}`)
  },

  onNew() {
    openPage('/studio/goods-edit/goods-edit')
  },

  onBack() {
    goBack()
  },
})
