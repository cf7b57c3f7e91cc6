import type { KaiboApp } from '../../../app'
import { bindStore } from '../../../core/bind-store'
import type { ListPhase } from '../../../core/cursor-list'
import type { GoodsCard } from '../../../domain/api/goods'
import { studioStores } from '../../create-stores'
import type { GoodsListStore } from '../../stores/goods-list.store'
import type { ShelfPhase, ShelfRow, ShelfStore } from '../../stores/shelf.store'
import type { SheetRow, ShelfSheetStore } from '../../stores/shelf-sheet.store'

interface Choice extends GoodsCard {
  readonly isOnShelf: boolean
}

type GoodsTap = WechatMiniprogram.TouchEvent<object, object, { goods: string; step: -1 | 1 }>

interface EditorStores {
  shelf: ShelfStore
  goods: GoodsListStore
  form: ShelfSheetStore
  dispose(): void
}

const editors = new WeakMap<object, EditorStores>()

/**
 * The shelf of the show as a sheet over the picture, before and during the live: which goods, in which order, at which
 * live-only price. It never leaves the page: a page that goes away takes the anchor's camera with it.
 */
Component({
  properties: {
    open: { type: Boolean, value: false },
    /** The goods whose stock is being filled up; '' = none. */
    restock: { type: String, value: '' },
  },

  data: {
    phase: 'none' as ShelfPhase,
    rows: [] as readonly ShelfRow[],
    busy: '',
    note: '',
    picking: false,
    search: '',
    choicesPhase: 'loading' as ListPhase,
    choices: [] as readonly Choice[],
    choicesError: '',
    /** Goods that are ticked. */
    chosen: {} as Record<string, boolean>,
    chosenCount: 0,
    formKind: '' as string,
    formTitle: '',
    formRows: [] as readonly SheetRow[],
    formBusy: '' as string,
    formNote: '',
  },

  observers: {
    open(open: boolean) {
      if (open) void editors.get(this)?.shelf.load()
      else this.setData({ picking: false })
    },
    restock(goodsID: string) {
      if (goodsID !== '') void editors.get(this)?.form.open('restock', goodsID)
    },
  },

  lifetimes: {
    attached() {
      const stores = studioStores(getApp<KaiboApp>().context())
      const { shelf } = stores
      const goods = stores.goodsList()
      const form = stores.shelfSheet()
      const shown = bindStore(this, shelf, { phase: 'phase', rows: 'rows', busy: 'busy', note: 'note' })
      const picked = bindStore(this, goods, {
        search: 'search',
        choicesPhase: (list) => list.list.phase,
        choicesError: (list) => list.list.error,
        choices: (list) => list.list.items.map((card) => ({ ...card, isOnShelf: shelf.has(card.goodsID) })),
      })
      const typed = bindStore(this, form, {
        formKind: (sheet) => sheet.kind ?? '',
        formTitle: (sheet) => sheet.goods?.title ?? '',
        formRows: 'rows',
        formBusy: 'busy',
        formNote: 'note',
      })
      editors.set(this, {
        ...{ shelf, goods, form },
        dispose() {
          goods.leave()
          for (const unbind of [shown, picked, typed]) unbind()
        },
      })
    },
    detached() {
      editors.get(this)?.dispose()
      editors.delete(this)
    },
  },

  methods: {
    onClose(): void {
      this.triggerEvent('close')
    },

    onRetry(): void {
      void editors.get(this)?.shelf.load()
    },

    onMove(event: GoodsTap): void {
      const { goods, step } = event.currentTarget.dataset
      void editors.get(this)?.shelf.move(goods, step)
    },

    onRemove(event: GoodsTap): void {
      void editors.get(this)?.shelf.remove(event.currentTarget.dataset.goods)
    },

    onPrices(event: GoodsTap): void {
      void editors.get(this)?.form.open('prices', event.currentTarget.dataset.goods)
    },

    onRestock(event: GoodsTap): void {
      void editors.get(this)?.form.open('restock', event.currentTarget.dataset.goods)
    },

    /** Only goods on sale can be bought, so only they can be shown. */
    onPick(): void {
      this.setData({ picking: true, chosen: {}, chosenCount: 0 })
      const list = editors.get(this)?.goods
      if (list?.filter === 'on') void list.list.load()
      else list?.setFilter('on')
    },

    onPickRetry(): void {
      void editors.get(this)?.goods.list.load()
    },

    onPickMore(): void {
      void editors.get(this)?.goods.list.more()
    },

    onPickBack(): void {
      this.setData({ picking: false })
    },

    onSearch(event: WechatMiniprogram.Input): void {
      editors.get(this)?.goods.setSearch(event.detail.value)
    },

    onChoose(event: GoodsTap): void {
      const { goods } = event.currentTarget.dataset
      if (editors.get(this)?.shelf.has(goods)) return
      const chosen = { ...this.data.chosen, [goods]: !this.data.chosen[goods] }
      this.setData({ chosen, chosenCount: Object.values(chosen).filter(Boolean).length })
    },

    async onAdd(): Promise<void> {
      const { chosen, choices, busy } = this.data
      if (busy !== '') return
      const goodsIDs = Object.keys(chosen).filter((goodsID) => chosen[goodsID])
      // In the order they are listed, not in which they were ticked: the numbers follow it.
      const listed = choices.map(({ goodsID }) => goodsID)
      goodsIDs.sort((a, b) => listed.indexOf(a) - listed.indexOf(b))
      if (goodsIDs.length === 0 || (await editors.get(this)?.shelf.add(goodsIDs)))
        this.setData({ picking: false })
    },

    onFormType(event: WechatMiniprogram.CustomEvent<{ skuID: string; text: string }>): void {
      editors.get(this)?.form.type(event.detail.skuID, event.detail.text)
    },

    onFormSave(): void {
      void editors.get(this)?.form.save()
    },

    onFormClose(): void {
      editors.get(this)?.form.close()
      this.triggerEvent('restocked')
    },
  },
})
