import { makeAutoObservable } from 'mobx-miniprogram'
import type { CloudApi } from '../core/cloud-api'
import { codeOf } from '../core/error-text'
import type { Address } from '../domain/api/order'
import { NO_ADDRESS } from './choice-text'
import { type OrderError, orderError } from './order-errors'
import { isKept, type PayPhase, type PayStore } from './pay.store'
import type { Choice, SkuStore } from './sku.store'

/** What became of WeChat's address list: an address, or why there is none. */
export type AddressAnswer = Address | 'cancelled' | 'refused'

export interface AddressBook {
  /** The one chosen last on this phone. */
  last(): Address | null
  /** WeChat's own address list. Never rejects. */
  choose(): Promise<AddressAnswer>
}

export interface CheckoutDeps {
  readonly cloud: CloudApi
  readonly sku: SkuStore
  readonly pay: PayStore
  readonly addresses: AddressBook
  /** The privacy guideline that has to be agreed to before WeChat gives an address, or null. Never rejects. */
  privacyContract(): Promise<string | null>
  /** A name of its own for every order: the server places one order for it, however often it is sent. */
  newRequestID(): string
  log(line: string): void
}

/** Where a purchase stands: before the order, on its way, refused, or what payment says. */
export type CheckoutStage = 'choosing' | 'placing' | 'refused' | Exclude<PayPhase, 'idle'>

export const NOTE_MAX = 60

/** From a choice to an order that is paid. The server alone computes the price; what the person saw is only compared. */
export class CheckoutStore {
  address: Address | null
  note = ''
  orderError: OrderError | null = null
  /** Why there is still no address; '' = nothing is wrong. */
  addressError = ''
  /** Name of the guideline that waits for the person's consent; '' = none does. */
  consent = ''
  private placing = false
  /** What goes on once there is consent. */
  private wanted: 'address' | 'buy' = 'address'
  private asking = false
  /** What was sent last and is no order yet, as far as this phone knows: sent again, it is the same order. */
  private sent: { readonly what: string; readonly requestID: string } | null = null
  private readonly deps: CheckoutDeps

  constructor(deps: CheckoutDeps) {
    this.deps = deps
    this.address = deps.addresses.last()
    makeAutoObservable<this, 'deps' | 'sent' | 'placing' | 'wanted' | 'asking'>(
      this,
      { deps: false, sent: false, placing: true, wanted: false, asking: false },
      { autoBind: true, deep: false },
    )
  }

  get stage(): CheckoutStage {
    if (this.placing) return 'placing'
    if (this.orderError !== null) return 'refused'
    const { phase } = this.deps.pay
    return phase === 'idle' ? 'choosing' : phase
  }

  /** Nothing may be changed or begun a second time. */
  get isBusy(): boolean {
    return this.placing || this.deps.pay.isBusy
  }

  setNote(note: string): void {
    this.note = [...note].slice(0, NOTE_MAX).join('')
  }

  /** An order that was placed goes where it was said. */
  async chooseAddress(): Promise<void> {
    if (!this.isBusy && !isKept(this.deps.pay)) await this.askAddress('address')
  }

  /** The person agreed to the guideline: what was wanted goes on. */
  async agreed(): Promise<void> {
    this.setConsent('')
    if (this.wanted === 'buy') await this.buy()
    else await this.chooseAddress()
  }

  /** Not agreed: no address is asked for, and everything else goes on. */
  declined(): void {
    this.setConsent('')
  }

  /**
   * Places the order of what is chosen and opens WeChat's payment. Without an address it asks for one first. However
   * often it is tapped, one order comes of it; the same holds when the answer was lost on the way. Never rejects.
   */
  async buy(): Promise<void> {
    if (this.isBusy) return
    if (this.address === null) await this.askAddress('buy')
    const { address, note } = this
    const { choice } = this.deps.sku
    if (this.isBusy || address === null || choice === null) return
    this.begin()
    const requestID = this.requestIDFor(choice, address, note)
    try {
      const { roomID, skuID, n, goodsID, expectedFen } = choice
      const { order } = await this.deps.cloud.call('order.place', {
        ...{ requestID, goodsID, expectedFen, address, lines: [{ skuID, n }] },
        ...(roomID === null ? {} : { roomID }),
        ...(note === '' ? {} : { note }),
      })
      this.placed()
      await this.deps.pay.pay(order)
    } catch (error) {
      await this.refused(error)
    }
  }

  /** The way on after a cancelled payment: the same order, not another. */
  async payAgain(): Promise<void> {
    const { order } = this.deps.pay
    if (order !== null) await this.deps.pay.pay(order)
  }

  /** The refusal was read: back to choosing. */
  dismiss(): void {
    this.orderError = null
  }

  /** Another purchase begins; one that is under way goes on instead. */
  startOver(): void {
    if (this.isBusy) return
    this.orderError = null
    this.addressError = ''
    // It may have been chosen on another page.
    this.address = this.deps.addresses.last() ?? this.address
    this.deps.pay.forget()
  }

  private begin(): void {
    this.placing = true
    this.orderError = null
  }

  private placed(): void {
    this.placing = false
    this.sent = null
  }

  private requestIDFor(choice: Choice, address: Address, note: string): string {
    const what = JSON.stringify([choice, address, note])
    if (this.sent?.what !== what) this.sent = { what, requestID: this.deps.newRequestID() }
    return this.sent.requestID
  }

  private async refused(error: unknown): Promise<void> {
    const code = codeOf(error)
    this.deps.log(`order: not placed: ${String(error)}`)
    const { sku } = this.deps
    if (code !== 'NETWORK') await sku.refresh()
    this.say(
      orderError(code, {
        limit: sku.goods?.limit ?? null,
        mayBuy: sku.offer?.mayBuy ?? null,
        totalFen: sku.choice?.expectedFen ?? null,
        stock: sku.stock,
      }),
    )
  }

  private say(orderError: OrderError): void {
    this.placing = false
    this.orderError = orderError
  }

  /** WeChat's list opens once, however often it is asked for. */
  private async askAddress(wanted: 'address' | 'buy'): Promise<void> {
    if (this.asking) return
    this.asking = true
    this.wanted = wanted
    const contract = await this.deps.privacyContract()
    const answer = contract === null ? await this.deps.addresses.choose() : null
    this.asking = false
    if (contract !== null) this.setConsent(contract)
    if (answer !== null) this.applyAddress(answer)
  }

  private setConsent(contract: string): void {
    this.consent = contract
  }

  private applyAddress(answer: AddressAnswer): void {
    if (answer === 'cancelled') return
    if (answer === 'refused') this.addressError = NO_ADDRESS
    else {
      this.address = answer
      this.addressError = ''
    }
  }
}
