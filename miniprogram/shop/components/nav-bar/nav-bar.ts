import { topRow } from '../../../services/device'

/** The row on the capsule's line of a page on paper: the way back, and where one is. */
Component({
  properties: {
    title: String,
    /** Over a picture: the way back stands on a disc of paper. */
    floating: { type: Boolean, value: false },
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
    /** A page that was opened from a message has nothing below it. */
    onBack(): void {
      if (getCurrentPages().length > 1) wx.navigateBack()
      else wx.reLaunch({ url: '/pages/home/home' })
    },
  },
})
