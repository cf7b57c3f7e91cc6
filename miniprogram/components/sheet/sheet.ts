const DOWN_MS = 220

/**
 * Half a screen of paper over what goes on behind it. It never takes more than 62.5 % of the window: the picture above
 * stays whole, so nothing behind it has to move.
 */
Component({
  properties: {
    open: { type: Boolean, value: false },
    /** tall = 62.5 % (a list), half = 59 % (a form that may scroll), fit = as high as what lies in it. */
    size: { type: String, value: 'tall' },
  },

  data: {
    phase: 'closed' as 'closed' | 'open' | 'leaving',
  },

  observers: {
    open(open: boolean) {
      if (open) this.setData({ phase: 'open' })
      else if (this.data.phase === 'open') {
        this.setData({ phase: 'leaving' })
        setTimeout(() => this.data.phase === 'leaving' && this.setData({ phase: 'closed' }), DOWN_MS)
      }
    },
  },

  methods: {
    onClose(): void {
      this.triggerEvent('close')
    },

    /** Keeps a finger on the sheet from scrolling what lies behind. */
    hold(): void {},
  },
})
