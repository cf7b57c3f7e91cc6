type RowInput = WechatMiniprogram.Input & { currentTarget: { dataset: { sku: string } } }

/** A sheet with one input for every SKU: how many more pieces, or what it costs while this show is live. */
Component({
  properties: {
    /** restock, prices; '' = closed. */
    kind: { type: String, value: '' },
    title: { type: String, value: '' },
    /** {skuID, spec, price, stock, typed} */
    rows: { type: Array, value: [] },
    /** loading, saving; '' = it can be typed. */
    busy: { type: String, value: '' },
    note: { type: String, value: '' },
  },

  data: {
    /** What was open last: the sheet keeps its words while it goes down. */
    shown: '',
  },

  observers: {
    kind(kind: string) {
      if (kind !== '') this.setData({ shown: kind })
    },
  },

  methods: {
    onType(event: RowInput): void {
      this.triggerEvent('type', { skuID: event.currentTarget.dataset.sku, text: event.detail.value })
    },

    onSave(): void {
      this.triggerEvent('save')
    },

    onClose(): void {
      this.triggerEvent('close')
    },
  },
})
