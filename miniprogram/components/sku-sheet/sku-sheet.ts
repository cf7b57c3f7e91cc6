/**
 * What is to be bought: picture, price, one row of values for each dimension, pieces, and the one button. What becomes of
 * it is answered in the same place.
 */
Component({
  properties: {
    open: { type: Boolean, value: false },
    /** {title, picture, number, isOn, amount, instead, stock, limit}: number 0 = not on a shelf. */
    goods: { type: Object, value: {} as Record<string, unknown> },
    /** {name, values: {text, look}[]}[]; look: on, out, '' */
    axes: { type: Array, value: [] as { name: string; values: { text: string; look: string }[] }[] },
    pieces: { type: Number, value: 1 },
    /** The most that may be ordered. */
    most: { type: Number, value: 1 },
    /** Where it goes; '' = not known. Shown only where `asks-address` is set. */
    address: String,
    asksAddress: { type: Boolean, value: false },
    addressError: String,
    label: String,
    /** go, busy, off, retry */
    look: { type: String, value: 'off' },
    /** Instead of the choice: {mood, title, text, act, label, second, secondLabel}; null = choose. */
    result: { type: Object, value: null as Record<string, unknown> | null },
    /** There is a page that tells more. */
    detail: { type: Boolean, value: false },
  },

  methods: {
    onClose(): void {
      this.triggerEvent('close')
    },

    onValue(
      event: WechatMiniprogram.TouchEvent<object, object, { axis: number; text: string; look: string }>,
    ): void {
      const { axis, text, look } = event.currentTarget.dataset
      if (look !== 'out') this.triggerEvent('value', { axis, text })
    },

    onFewer(): void {
      if (this.data.pieces > 1) this.triggerEvent('pieces', { pieces: this.data.pieces - 1 })
    },

    onMore(): void {
      if (this.data.pieces < this.data.most) this.triggerEvent('pieces', { pieces: this.data.pieces + 1 })
    },

    onAddress(): void {
      this.triggerEvent('address')
    },

    onDetail(): void {
      this.triggerEvent('detail')
    },

    onBuy(): void {
      if (this.data.look === 'go') this.triggerEvent('buy')
      else if (this.data.look === 'retry') this.triggerEvent('retry')
    },

    onResult(event: WechatMiniprogram.CustomEvent<{ act: string }>): void {
      this.triggerEvent('result', event.detail)
    },
  },
})
