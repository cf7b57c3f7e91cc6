/** One item of a shelf: 112 high, on goods paper. The whole row is tapped, its button says what comes of it. */
Component({
  properties: {
    number: { type: Number, value: 0 },
    title: String,
    subtitle: String,
    picture: String,
    /** fen */
    amount: Number,
    /** fen, struck through; 0 = none. */
    instead: { type: Number, value: 0 },
    from: { type: Boolean, value: false },
    /** explaining, on-sale, sold-out, off */
    state: { type: String, value: 'on-sale' },
    /** What is worth knowing before buying; '' = nothing. */
    note: String,
    urgent: { type: Boolean, value: false },
  },

  methods: {
    onTap(): void {
      this.triggerEvent('choose')
    },
  },
})
