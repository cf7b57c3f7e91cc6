import type { ShelfPhase, ShelfRow } from '../stores/shelf.store'
import type { GoLivePage, StudioFields } from './page'

/** As many as one row of the sheet shows. */
const FIRST_GOODS = 6

type GoodsEvent = WechatMiniprogram.CustomEvent<{ goodsID: string }>

/** The goods of the show: prepared before it, explained on air. */
export const shelfData = {
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
  shelfOpen: false,
  restockID: '',
}

export const shelfFields: StudioFields = {
  openingShelf: 'openingShelf',
  shelfPhase: ({ shelf }) => shelf.phase,
  goodsCount: ({ shelf }) => shelf.count,
  firstGoods: ({ shelf }) => shelf.rows.slice(0, FIRST_GOODS),
  explaining: ({ shelf }) => shelf.explaining,
  explainedTime: 'explainedTime',
  explainedSold: ({ sales, shelf }) => sales.soldOf(shelf.pinned?.goodsID ?? ''),
  nextGoods: ({ shelf }) => shelf.next,
  shelfBusy: ({ shelf }) => shelf.busy,
  shelfNote: ({ shelf }) => shelf.note,
}

export const shelfHandlers = {
  async onShelf(this: GoLivePage) {
    if (this.data.onAir || (await this.store?.openShelf())) this.setData({ shelfOpen: true })
  },

  onShelfClose(this: GoLivePage) {
    this.setData({ shelfOpen: false })
  },

  onPin(this: GoLivePage, event: GoodsEvent) {
    void this.store?.shelf.pin(event.detail.goodsID)
  },

  onUnpin(this: GoLivePage) {
    void this.store?.shelf.unpin()
  },

  onRestock(this: GoLivePage, event: GoodsEvent) {
    this.setData({ restockID: event.detail.goodsID })
  },

  onRestocked(this: GoLivePage) {
    this.setData({ restockID: '' })
  },
}
