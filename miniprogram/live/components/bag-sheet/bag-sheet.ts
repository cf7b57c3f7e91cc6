/** 货袋: all goods of the show over the playing picture, the one being explained first. */
Component({
  properties: {
    open: { type: Boolean, value: false },
    /** loading, list, empty, unreachable */
    phase: { type: String, value: 'loading' },
    rows: { type: Array, value: [] as { goodsID: string }[] },
    count: { type: Number, value: 0 },
    error: String,
  },

  methods: {
    onClose(): void {
      this.triggerEvent('close')
    },

    onOrders(): void {
      this.triggerEvent('orders')
    },

    onRetry(): void {
      this.triggerEvent('retry')
    },

    onChoose(event: WechatMiniprogram.BaseEvent<object, { goods: string }>): void {
      this.triggerEvent('choose', { goodsID: event.currentTarget.dataset.goods })
    },
  },
})
