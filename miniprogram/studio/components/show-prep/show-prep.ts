/** 今晚的货: the first goods of the show that is being prepared, and the way to its shelf. */
Component({
  properties: {
    /** none, loading, ready, unreachable */
    phase: { type: String, value: 'none' },
    /** {goodsID, number, picture, state}, in the order of the shelf. */
    rows: { type: Array, value: [] },
    count: { type: Number, value: 0 },
    /** The shelf is on its way. */
    opening: { type: Boolean, value: false },
  },

  methods: {
    onOpen(): void {
      this.triggerEvent('open')
    },
  },
})
