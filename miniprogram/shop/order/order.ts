import type { KaiboApp } from '../../app'
import { bindStore } from '../../core/bind-store'
import { openPage } from '../../core/navigation'
import { waitText } from '../../core/time-text'
import type { PayStore } from '../../purchase/pay.store'
import { payResult } from '../../purchase/purchase-text'
import { copyText } from '../../services/clipboard'
import { redirectToGate } from '../../services/environment'
import { createShopStores } from '../create-stores'
import type { OrderStore } from '../stores/order.store'
import {
  CANCEL_QUESTION,
  type HistoryEntry,
  orderCard,
  orderFacts,
  orderHead,
  orderHistory,
  orderSteps,
  RECEIPT_QUESTION,
  REFUND_PIECES_QUESTION,
  REFUND_REASON_QUESTION,
  REFUND_REASONS,
  type Step,
} from '../text/order-text'
import { refundChoices } from './refund-choices'

const NO_CARD = { title: '', picture: '', number: 0, spec: '', pieces: 0, total: 0 }

/** One order: where it stands, what has happened, and what the shopper may do now. */
Page({
  data: {
    phase: 'loading' as 'loading' | 'there' | 'unreachable',
    error: '',
    headTitle: '',
    headText: '',
    /** 14:52 left to pay; '' = nothing to pay. */
    keptFor: '',
    steps: [] as Step[],
    history: [] as HistoryEntry[],
    card: NO_CARD,
    facts: orderFacts(null),
    isBusy: false,
    /** While WeChat is asked and after it answered. */
    checking: '',
    pulling: false,
  },

  store: null as OrderStore | null,
  pay: null as PayStore | null,
  disposers: [] as (() => void)[],
  asking: false,

  onLoad(query: Record<string, string | undefined>) {
    if (redirectToGate(this, query, null)) return
    const context = getApp<KaiboApp>().context()
    const { order: store, pay } = createShopStores(context).order()
    Object.assign(this, { store, pay })
    const now = () => context.session.now()
    const unbind = bindStore(this, store, {
      phase: () => (store.order !== null ? 'there' : store.error === '' ? 'loading' : 'unreachable'),
      error: () => store.error || pay.error,
      headTitle: () => (store.order === null ? '' : orderHead(store.order, now()).title),
      headText: () => (store.order === null ? '' : orderHead(store.order, now()).text),
      steps: () => (store.order === null ? [] : orderSteps(store.order)),
      history: () => (store.order === null ? [] : orderHistory(store.order)),
      card: () => (store.order === null ? NO_CARD : orderCard(store.order)),
      facts: () => orderFacts(store.order),
      isBusy: () => store.isBusy || pay.isBusy,
      checking: () => (pay.phase === 'checking' ? (payResult(pay)?.title ?? '') : ''),
    })
    const countDown = () => {
      const { order } = store
      const keptFor = order?.status === 'reserved' ? waitText(order.expiresAt - now()) : ''
      if (keptFor === this.data.keptFor) return
      this.setData({ keptFor })
      if (keptFor === '00:00') store.timeIsOver()
    }
    const second = setInterval(countDown, 1000)
    this.disposers = [() => clearInterval(second), unbind, pay.stop]
    void store.open(query.orderID ?? '').then(countDown)
  },

  onShow() {
    this.pay?.retryNow()
  },

  onUnload() {
    for (const dispose of this.disposers.splice(0)) dispose()
  },

  async onPull() {
    this.setData({ pulling: true })
    await this.store?.load()
    this.setData({ pulling: false })
  },

  onRetry() {
    void this.store?.load()
  },

  onPay() {
    void this.store?.pay()
  },

  async onCancel() {
    const answer = await this.alone(() => wx.showModal(CANCEL_QUESTION))
    if (answer?.confirm) await this.store?.cancel()
  },

  async onConfirm() {
    const answer = await this.alone(() => wx.showModal(RECEIPT_QUESTION))
    if (answer?.confirm) await this.store?.confirmReceipt()
  },

  async onRefund() {
    const { order } = this.store ?? {}
    if (!order) return
    const choices = refundChoices(order)
    const wish = await this.alone(async () => {
      const choice =
        choices.length > 1
          ? await choose(
              REFUND_PIECES_QUESTION,
              choices.map(({ text }) => text),
            )
          : 0
      const reason = choice === null ? null : await choose(REFUND_REASON_QUESTION, REFUND_REASONS)
      return choice === null || reason === null ? undefined : { choice, reason }
    })
    const lines = wish && choices[wish.choice]?.lines
    const reason = wish && REFUND_REASONS[wish.reason]
    if (lines && reason) await this.store?.askRefund(lines, reason)
  },

  /** One question at a time, however often its button is tapped. Undefined = another one is open. */
  async alone<T>(ask: () => Promise<T>): Promise<T | undefined> {
    if (this.asking) return undefined
    this.asking = true
    const answer = await ask()
    this.asking = false
    return answer
  },

  onCopyNumber() {
    void copyText(this.store?.order?.orderID ?? '')
  },

  onCopyTracking() {
    void copyText(this.store?.order?.shipping?.trackingNumber ?? '')
  },

  onGoods() {
    const { order } = this.store ?? {}
    if (order) openPage(`/shop/goods/goods?goodsID=${order.goodsID}`)
  },
})

/** WeChat's action sheet: the row that was tapped, or null. */
function choose(alertText: string, rows: readonly string[]): Promise<number | null> {
  return wx.showActionSheet({ alertText, itemList: [...rows] }).then(
    ({ tapIndex }) => tapIndex,
    () => null,
  )
}
