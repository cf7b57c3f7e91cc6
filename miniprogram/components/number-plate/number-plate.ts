/** 号牌: the number the anchor calls an item by ("3号"), the same on tag, bag, ticker, console and order. */
Component({
  properties: {
    number: Number,
    /** on = being explained, off = sold out, '' = on sale. */
    look: { type: String, value: '' },
    large: { type: Boolean, value: false },
  },
})
