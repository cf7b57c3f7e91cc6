import { makeAutoObservable } from 'mobx-miniprogram'
import type { Clock } from '../core/clock'
import type { CloudApi } from '../core/cloud-api'
import { codeOf, errorText } from '../core/error-text'
import type { Order, PaymentParams } from '../domain/api/order'

/** How WeChat's payment sheet was left. `paid` is what the phone believes; only the server knows. */
export type SheetAnswer = 'paid' | 'cancelled' | 'failed'

export interface PayDeps {
  readonly cloud: CloudApi
  readonly clock: Clock
  /** WeChat's payment sheet. Never rejects. */
  openPaySheet(payment: PaymentParams): Promise<SheetAnswer>
  log(line: string): void
}

/**
 * asking = the sheet is on its way or open; checking = the server asks WeChat Pay, nobody pays twice meanwhile; unpaid =
 * the pieces are still kept; late = paid after they were given back, the money returns; closed = nothing was paid.
 */
export type PayPhase = 'idle' | 'asking' | 'checking' | 'unpaid' | 'paid' | 'late' | 'closed'

/** The order is there and can still be paid. */
export const isKept = ({ phase, order }: PayStore): boolean =>
  order !== null && (phase === 'unpaid' || phase === 'asking')

/** Pauses between two looks at WeChat Pay, ms; the last one is repeated: the order's own end is the end of asking. */
export const CHECK_PAUSES_MS: readonly number[] = [0, 1_000, 2_000, 3_000, 5_000, 15_000]

/** What becomes of one order that has to be paid. */
export class PayStore {
  order: Order | null = null
  phase: PayPhase = 'idle'
  /** Why it could not even be asked; '' = the sheet was simply closed. */
  error = ''
  private checks = 0
  private cancelCheck: () => void = () => {}
  /** The page is gone: no sheet opens over another one. */
  private isLeft = false
  private readonly deps: PayDeps

  constructor(deps: PayDeps) {
    this.deps = deps
    makeAutoObservable<this, 'deps' | 'checks' | 'cancelCheck' | 'isLeft'>(
      this,
      { deps: false, checks: false, cancelCheck: false, isLeft: false },
      { autoBind: true, deep: false },
    )
  }

  get isBusy(): boolean {
    return this.phase === 'asking' || this.phase === 'checking'
  }

  /** Opens WeChat's sheet for an order that is reserved. A second tap while it is open does nothing. Never rejects. */
  async pay(order: Order): Promise<void> {
    if (this.isBusy || this.isLeft) return
    this.order = order
    this.enter('asking')
    let answer: SheetAnswer
    try {
      const { payment } = await this.deps.cloud.call('order.pay', { orderID: order.orderID })
      answer = this.isLeft ? 'cancelled' : await this.deps.openPaySheet(payment)
    } catch (error) {
      this.deps.log(`pay: ${String(error)}`)
      const code = codeOf(error)
      if (code === 'ORDER_PAID' || code === 'ORDER_CLOSED') this.check()
      else this.enter('unpaid', errorText(error))
      return
    }
    if (answer === 'cancelled') this.enter('unpaid')
    else this.check(answer)
  }

  /** Asks what became of it, until it is known. `failed` = one look is enough to believe that nothing was paid. */
  private check(answer: SheetAnswer = 'paid'): void {
    this.enter('checking')
    this.checks = 0
    this.checkLater(answer)
  }

  /** Nobody was asked to pay here, but the order's end is near: asked until it is known. */
  follow(order: Order): void {
    if (this.isBusy) return
    this.order = order
    this.check()
  }

  /** The phone slept, or the page is in front again: no need to wait for the next look. */
  retryNow(): void {
    if (this.phase !== 'checking') return
    this.checks = 0
    this.checkLater('paid')
  }

  /** The next order is another one. */
  forget(): void {
    if (this.isBusy) return
    this.order = null
    this.enter('idle')
  }

  /** The page is left: nothing is asked any more. The order itself is not touched. */
  stop(): void {
    this.isLeft = true
    this.cancelCheck()
  }

  private enter(phase: PayPhase, error = ''): void {
    this.cancelCheck()
    this.phase = phase
    this.error = error
  }

  private checkLater(answer: SheetAnswer): void {
    this.cancelCheck()
    if (this.isLeft) return
    const last = CHECK_PAUSES_MS.length - 1
    const pause = CHECK_PAUSES_MS[Math.min(this.checks++, last)] ?? 0
    this.cancelCheck = this.deps.clock.after(pause, () => void this.askServer(answer))
  }

  private async askServer(answer: SheetAnswer): Promise<void> {
    const orderID = this.order?.orderID
    if (orderID === undefined) return
    try {
      const { order } = await this.deps.cloud.call('order.confirmPaid', { orderID })
      if (this.phase !== 'checking') return
      this.applyOrder(order)
      if (this.phase === 'checking' && answer === 'failed') this.enter('unpaid')
    } catch (error) {
      this.deps.log(`pay: not known yet: ${String(error)}`)
    }
    if (this.phase === 'checking') this.checkLater(answer)
  }

  private applyOrder(order: Order): void {
    this.order = order
    if (order.status === 'reserved') return
    if (order.status === 'closed') this.enter('closed')
    else if (order.status === 'returning' || order.status === 'refunded') this.enter('late')
    else this.enter('paid')
  }
}
