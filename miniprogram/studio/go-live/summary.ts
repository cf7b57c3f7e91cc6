import { openPage } from '../../core/navigation'
import { countText } from '../../core/people-text'
import type { GoLivePage, StudioFields } from './page'

/** After the show: how many came, what was sold. On air the same figures stand small under the stream's health. */
export const summaryData = {
  peak: '–',
  sum: '–',
  orders: '–',
}

export const summaryFields: StudioFields = {
  peak: ({ record }) => countText(record.peakAudience),
  sum: ({ sales }) => sales.sum,
  orders: ({ sales }) => sales.orders,
}

export const summaryHandlers = {
  onOrders() {
    openPage('/studio/orders/orders')
  },

  onAgain(this: GoLivePage) {
    this.store?.again()
  },
}
