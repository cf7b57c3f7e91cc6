/**
 * 讲解中: the number plate grown up. It hangs on its cord while the item is explained and is one tap from buying; sold out
 * it hangs no more. The cord exists only while someone explains.
 */
Component({
  properties: {
    number: Number,
    title: String,
    picture: String,
    /** fen */
    amount: Number,
    /** fen, struck through; 0 = none. */
    instead: { type: Number, value: 0 },
    from: { type: Boolean, value: false },
    /** Pieces left. */
    stock: Number,
    gone: { type: Boolean, value: false },
    /** Of the goods: another one drops anew. */
    goods: String,
  },

  data: {
    /** Two names of one movement, so that it begins anew for the next item. */
    drop: 'a' as 'a' | 'b',
  },

  observers: {
    goods() {
      this.setData({ drop: this.data.drop === 'a' ? 'b' : 'a' })
    },
  },

  methods: {
    onTap(): void {
      this.triggerEvent('buy')
    },
  },
})
