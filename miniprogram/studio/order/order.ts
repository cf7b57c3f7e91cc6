import type { KaiboApp } from '../../app'
import { bindStore } from '../../core/bind-store'
import { amountText } from '../../core/money-text'
import { topRow } from '../../core/top-row'
import { CARRIERS, type CarrierCode, type Order } from '../../domain/api/order'
import { copyText } from '../../services/clipboard'
import { redirectToGate } from '../../services/environment'
import { studioStores } from '../create-stores'
import type { StudioOrderStore } from '../stores/studio-order.store'
import {
  acceptQuestion,
  addressText,
  ORDER_STATUS_TEXT,
  type OrderTimes,
  orderTimes,
  type RefundRow,
  refundAgainQuestion,
  refundRow,
  shippingText,
} from '../text/order-text'

const CARRIER_LIST = Object.entries(CARRIERS).map(([code, name]) => ({ code, name }))

interface Line {
  readonly skuID: string
  readonly spec: string
  readonly n: number
  readonly price: string
  readonly refunded: number
}

interface View {
  readonly orderID: string
  readonly status: string
  readonly title: string
  readonly picture: string
  readonly number: number
  readonly total: string
  readonly isLivePrice: boolean
  readonly lines: readonly Line[]
  readonly receiver: string
  readonly phone: string
  readonly address: string
  readonly note: string
  readonly shipping: string
  readonly times: readonly OrderTimes[]
  readonly refunds: readonly RefundRow[]
}

Page({
  data: {
    row: { top: 0, height: 32, right: 12 },
    carriers: CARRIER_LIST,
    phase: 'loading' as StudioOrderStore['phase'],
    order: null as View | null,
    canShip: false,
    isCorrection: false,
    busy: '' as string,
    note: '',
    noteAsks: false,
    carrier: 'SF' as CarrierCode,
    trackingNumber: '',
    answer: '',
    /** The form of a correction is opened by hand. */
    correcting: false,
  },

  store: null as StudioOrderStore | null,
  orderID: '',
  dispose: () => {},

  onLoad(query: Record<string, string | undefined>) {
    if (redirectToGate(this, query, null)) return
    this.setData({ row: topRow() })
    this.orderID = query.orderID ?? ''
    const store = studioStores(getApp<KaiboApp>().context()).order()
    this.store = store
    this.dispose = bindStore(this, store, {
      phase: 'phase',
      order: (one) => (one.order === null ? null : viewOf(one.order)),
      canShip: 'canShip',
      isCorrection: 'isCorrection',
      busy: 'busy',
      note: 'note',
      noteAsks: 'noteAsks',
      carrier: 'carrier',
      trackingNumber: 'trackingNumber',
      answer: 'answer',
    })
    void store.load(this.orderID)
  },

  onUnload() {
    this.dispose()
  },

  onRetry() {
    void this.store?.load(this.orderID)
  },

  onCarrier(event: WechatMiniprogram.TouchEvent<object, object, { code: CarrierCode }>) {
    this.store?.setCarrier(event.currentTarget.dataset.code)
  },

  onTracking(event: WechatMiniprogram.Input) {
    this.store?.setTrackingNumber(event.detail.value)
  },

  async onShip() {
    await this.store?.ship()
    if (!this.store?.noteAsks) this.setData({ correcting: false })
  },

  onCorrect() {
    this.setData({ correcting: true })
  },

  onAnswer(event: WechatMiniprogram.Input) {
    this.store?.setAnswer(event.detail.value)
  },

  async onAccept() {
    const asked = this.data.order?.refunds.find(({ asks }) => asks)
    if (asked === undefined || this.data.busy !== '') return
    const { confirm } = await wx.showModal(acceptQuestion(asked.amount))
    if (confirm) await this.store?.decide(true)
  },

  async onAgain() {
    const failed = this.data.order?.refunds.find(({ again }) => again)
    if (failed === undefined || this.data.busy !== '') return
    const { confirm } = await wx.showModal(refundAgainQuestion(failed.amount))
    if (confirm) await this.store?.decide(true)
  },

  onRefuse() {
    void this.store?.decide(false)
  },

  onCopy(event: WechatMiniprogram.TouchEvent<object, object, { text: string }>) {
    void copyText(event.currentTarget.dataset.text)
  },
})

function viewOf(order: Order): View {
  const { orderID, title, picture, isLivePrice, address, note } = order
  return {
    ...{ orderID, title, picture, isLivePrice, note },
    status: ORDER_STATUS_TEXT[order.status],
    number: order.number ?? 0,
    total: amountText(order.totalFen),
    lines: order.lines.map(({ skuID, spec, n, priceFen, refundedN }) => ({
      ...{ skuID, spec, n },
      price: amountText(priceFen),
      refunded: refundedN,
    })),
    receiver: address.userName,
    phone: address.telNumber,
    address: addressText(order),
    shipping: shippingText(order),
    times: orderTimes(order),
    refunds: order.refunds.map((refund) => refundRow(refund, order)),
  }
}
