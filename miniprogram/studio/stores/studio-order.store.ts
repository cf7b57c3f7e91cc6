import { makeAutoObservable } from 'mobx-miniprogram'
import type { CloudApi } from '../../core/cloud-api'
import { errorText } from '../../core/error-text'
import type { CarrierCode, Order } from '../../domain/api/order'
import { nextOrderStatus } from '../../domain/order/order.machine'
import { openRefund, orderNoteText } from '../text/order-text'

/** One order on the owner's phone: ship it, decide its refund. */
export class StudioOrderStore {
  phase: 'loading' | 'unreachable' | 'shown' = 'loading'
  order: Order | null = null
  busy: '' | 'shipping' | 'deciding' = ''
  note = ''
  noteAsks = false
  carrier: CarrierCode = 'SF'
  trackingNumber = ''
  answer = ''
  private readonly deps: { readonly cloud: CloudApi }

  constructor(deps: { readonly cloud: CloudApi }) {
    this.deps = deps
    makeAutoObservable<this, 'deps'>(this, { deps: false }, { autoBind: true, deep: false })
  }

  /** Shipped already: WeChat takes one correction of a wrong number. */
  get canShip(): boolean {
    return this.order !== null && nextOrderStatus(this.order.status, 'ship') !== null
  }

  get isCorrection(): boolean {
    return this.order?.shipping != null
  }

  /** Never rejects. */
  async load(orderID: string): Promise<void> {
    try {
      const { order } = await this.deps.cloud.call('order.get', { orderID })
      this.take(order)
    } catch (error) {
      this.fail(error)
    }
  }

  setCarrier(carrier: CarrierCode): void {
    this.carrier = carrier
    this.note = ''
  }

  setTrackingNumber(typed: string): void {
    this.trackingNumber = typed
    this.note = ''
  }

  setAnswer(answer: string): void {
    this.answer = answer
    this.note = ''
  }

  /** Once, however often it is tapped. Never rejects. */
  async ship(): Promise<void> {
    const trackingNumber = this.trackingNumber.replace(/\s/g, '')
    const { order, carrier } = this
    if (order === null || this.busy !== '' || !this.canShip) return
    if (!/^[\w-]{6,40}$/.test(trackingNumber)) return this.say(orderNoteText.trackingNumberWrong, true)
    await this.ask(
      'shipping',
      () => [orderNoteText.shipped, false],
      () => this.deps.cloud.call('order.ship', { orderID: order.orderID, carrier, trackingNumber }),
    )
  }

  /** A refusal owes the shopper a reason; one that failed was accepted, and is sent again. Never rejects. */
  async decide(accept: boolean): Promise<void> {
    const { order } = this
    const refund = order === null ? null : openRefund(order)
    if (order === null || refund === null || this.busy !== '') return
    if (!accept && refund.status === 'failed') return
    const answer = this.answer.trim()
    if (!accept && answer === '') return this.say(orderNoteText.refusalWithoutReason, true)
    await this.ask(
      'deciding',
      (now) => decidedNote(accept, now, refund.refundID),
      () =>
        this.deps.cloud.call('order.decideRefund', {
          ...{ orderID: order.orderID, refundID: refund.refundID, accept },
          ...(answer === '' ? {} : { answer }),
        }),
    )
  }

  private async ask(
    busy: 'shipping' | 'deciding',
    done: (order: Order) => readonly [note: string, asks: boolean],
    call: () => Promise<{ order: Order }>,
  ): Promise<void> {
    this.begin(busy)
    try {
      const { order } = await call()
      this.take(order)
      this.say(...done(order))
    } catch (error) {
      this.end(errorText(error))
    }
  }

  private begin(busy: 'shipping' | 'deciding'): void {
    this.busy = busy
    this.note = ''
  }

  private end(note: string): void {
    this.busy = ''
    this.say(note, true)
  }

  private take(order: Order): void {
    this.order = order
    this.phase = 'shown'
    this.busy = ''
    this.note = ''
    this.answer = ''
    if (order.shipping === null) return
    this.carrier = order.shipping.carrier
    this.trackingNumber = order.shipping.trackingNumber
  }

  private fail(error: unknown): void {
    this.say(errorText(error), true)
    if (this.order === null) this.phase = 'unreachable'
  }

  private say(note: string, asks: boolean): void {
    this.note = note
    this.noteAsks = asks
  }
}

/** WeChat Pay may have refused the money at once. */
function decidedNote(accept: boolean, { refunds }: Order, refundID: string): readonly [string, boolean] {
  if (!accept) return [orderNoteText.refundRefused, false]
  const status = refunds.find((one) => one.refundID === refundID)?.status
  return status === 'failed' ? [orderNoteText.refundFailed, true] : [orderNoteText.refundAccepted, false]
}
