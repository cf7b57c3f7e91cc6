type GoodsTap = WechatMiniprogram.TouchEvent<object, object, { goods: string }>

/** The shelf while live: the card of what is being explained, then everything that can be explained next. */
Component({
  properties: {
    /** {goodsID, number, title, picture, priceFen, isFrom, stock} of the item on every screen, or null. */
    explaining: { type: Object, optionalTypes: [], value: null },
    /** 02:14, since it is explained. */
    time: { type: String, value: '' },
    /** Pieces of it that are paid for. */
    sold: { type: Number, value: 0 },
    /** The others, with their state: on-sale, sold-out, off. */
    next: { type: Array, value: [] },
    /** The goods that is being pinned or unpinned; '' = none. */
    busy: { type: String, value: '' },
    /** none, loading, ready, unreachable */
    phase: { type: String, value: 'none' },
  },

  methods: {
    onPin(event: GoodsTap): void {
      this.triggerEvent('pin', { goodsID: event.currentTarget.dataset.goods })
    },

    onUnpin(): void {
      this.triggerEvent('unpin')
    },

    onRestock(event: GoodsTap): void {
      this.triggerEvent('restock', { goodsID: event.currentTarget.dataset.goods })
    },

    onShelf(): void {
      this.triggerEvent('shelf')
    },
  },
})
