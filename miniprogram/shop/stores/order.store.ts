import { makeAutoObservable } from 'mobx-miniprogram'
import type { CloudAction, CloudActions, CloudApi } from '../../core/cloud-api'
import { errorText } from '../../core/error-text'
import type { Order, OrderedLine } from '../../domain/api/order'
import type { PayStore } from '../../purchase/pay.store'

type OrderAct = 'order.cancel' | 'order.confirmReceipt' | 'order.askRefund'

/** One order of the shopper, and what they may still do with it. */
export class OrderStore {
  /** Why the last wish was not done; '' = it was. */
  error = ''
  isBusy = false
  private known: Order | null = null
  private orderID = ''
  private readonly deps: { readonly cloud: CloudApi; readonly pay: PayStore }

  constructor(deps: { readonly cloud: CloudApi; readonly pay: PayStore }) {
    this.deps = deps
    makeAutoObservable<this, 'deps' | 'orderID' | 'known'>(
      this,
      { deps: false, orderID: false, known: true },
      { autoBind: true, deep: false },
    )
  }

  /** Payment hears of the order's end first. */
  get order(): Order | null {
    const { order, phase } = this.deps.pay
    const paying = phase !== 'idle' && phase !== 'asking' && order?.orderID === this.orderID
    return paying && this.known?.status === 'reserved' ? order : this.known
  }

  async open(orderID: string): Promise<void> {
    this.orderID = orderID
    await this.load()
  }

  /** Never rejects. */
  async load(): Promise<void> {
    try {
      const { order } = await this.deps.cloud.call('order.get', { orderID: this.orderID })
      this.setOrder(order)
    } catch (error) {
      this.say(errorText(error))
    }
  }

  async pay(): Promise<void> {
    const { order } = this
    if (order === null || this.isBusy) return
    await this.deps.pay.pay(order)
  }

  /** Its time to be paid is over: the server will tell what became of it. */
  timeIsOver(): void {
    if (this.order?.status === 'reserved') this.deps.pay.follow(this.order)
  }

  cancel(): Promise<void> {
    return this.act('order.cancel', { orderID: this.orderID })
  }

  confirmReceipt(): Promise<void> {
    return this.act('order.confirmReceipt', { orderID: this.orderID })
  }

  /** These pieces back: at most what is not refunded yet. */
  askRefund(lines: readonly OrderedLine[], reason: string): Promise<void> {
    return this.act('order.askRefund', { orderID: this.orderID, lines, reason })
  }

  /** One wish at a time: a second tap while one is under way does nothing. */
  private async act<A extends OrderAct & CloudAction>(
    action: A,
    fields: CloudActions[A]['request'],
  ): Promise<void> {
    if (this.isBusy || this.deps.pay.isBusy) return
    this.setBusy(true)
    try {
      const { order } = await this.deps.cloud.call(action, fields)
      this.setOrder(order)
    } catch (error) {
      // The order is not what this phone took it for.
      await this.load()
      this.say(errorText(error))
    }
    this.setBusy(false)
  }

  private setOrder(order: Order): void {
    this.known = order
    this.error = ''
  }

  private setBusy(isBusy: boolean): void {
    this.isBusy = isBusy
    if (isBusy) this.error = ''
  }

  private say(error: string): void {
    this.error = error
  }
}
