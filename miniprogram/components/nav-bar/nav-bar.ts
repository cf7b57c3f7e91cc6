import { goBack } from '../../core/navigation'
import { topRow } from '../../core/top-row'

/** The row on the capsule's line of a page on paper: the way back, and where one is. What else it says is its content. */
Component({
  properties: {
    title: String,
    /** Over a picture: the way back stands on a disc of paper. */
    floating: { type: Boolean, value: false },
    /** The page has a question before it is left: it hears `back` and goes itself. */
    asks: { type: Boolean, value: false },
  },

  data: {
    row: { top: 0, height: 32, right: 12 },
  },

  lifetimes: {
    attached() {
      this.setData({ row: topRow() })
    },
  },

  methods: {
    onBack(): void {
      if (this.data.asks) this.triggerEvent('back')
      else goBack()
    },
  },
})
