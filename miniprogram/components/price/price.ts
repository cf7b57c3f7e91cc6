import { fen, splitYuan } from '../../domain/money'

/**
 * An amount in fen as a shopper reads it at a glance: ¥ and decimals smaller than the yuan. Never shortened; whole yuan
 * drop their decimals only where `short` says so.
 */
Component({
  properties: {
    /** fen; 0 = not known yet, nothing is shown. */
    amount: Number,
    /** fen, struck through; 0 = none. */
    instead: { type: Number, value: 0 },
    /** xl, l, m, s: 28, 24, 18, 15 px. */
    size: { type: String, value: 'm' },
    /** money = cinnabar, ink = already paid, or sold out. */
    tone: { type: String, value: 'money' },
    short: { type: Boolean, value: false },
    /** Other SKUs cost more. */
    from: { type: Boolean, value: false },
  },

  data: {
    yuan: '',
    cents: '',
    was: '',
  },

  observers: {
    'amount, instead, short'(amount: number, instead: number, short: boolean) {
      const { yuan, cents } = splitYuan(fen(amount))
      const was = splitYuan(fen(instead))
      this.setData({
        yuan: amount > 0 ? yuan : '',
        cents: short && cents === '00' ? '' : cents,
        was: instead === 0 ? '' : was.cents === '00' ? was.yuan : `${was.yuan}.${was.cents}`,
      })
    },
  },
})
