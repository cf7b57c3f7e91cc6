import { makeAutoObservable } from 'mobx-miniprogram'
import type { Clock } from '../../core/clock'
import type { CloudApi } from '../../core/cloud-api'
import { countText } from '../../core/people-text'
import type { SalesSummary } from '../../domain/api/order'
import { shortYuan } from './goods-draft'

export const SALES_SUMMARY_MS = 15_000

/** What the show has sold, as the server counts it: money only from there. Asked for every 15 s while the show is live. */
export class SalesSummaryStore {
  summary: SalesSummary | null = null
  private roomID: string | null = null
  private stop: () => void = () => {}
  private readonly deps: { readonly cloud: CloudApi; readonly clock: Clock; log(line: string): void }

  constructor(deps: { readonly cloud: CloudApi; readonly clock: Clock; log(line: string): void }) {
    this.deps = deps
    const plain = { deps: false, roomID: false, stop: false } as const
    makeAutoObservable<this, keyof typeof plain>(this, plain, { autoBind: true, deep: false })
  }

  /** ¥9,697: whole yuan drop the decimals; – = not known. */
  get sum(): string {
    if (this.summary === null) return '–'
    const [whole = '', cents] = shortYuan(this.summary.paidFen).split('.')
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
    return `¥${grouped}${cents === undefined ? '' : `.${cents}`}`
  }

  get orders(): string {
    return countText(this.summary?.paidOrders ?? null)
  }

  /** Pieces of one goods that are paid for. */
  soldOf(goodsID: string): number {
    return this.summary?.pieces[goodsID] ?? 0
  }

  follow(roomID: string): void {
    if (this.roomID === roomID) return
    this.forget()
    this.roomID = roomID
    void this.read()
  }

  /** One last look when the show is over. */
  async finish(): Promise<void> {
    const { roomID } = this
    this.stop()
    this.stop = () => {}
    this.roomID = null
    if (roomID !== null) await this.ask(roomID)
  }

  forget(): void {
    this.stop()
    this.stop = () => {}
    this.roomID = null
    this.summary = null
  }

  private async read(): Promise<void> {
    const { roomID } = this
    if (roomID === null) return
    await this.ask(roomID)
    if (this.roomID === roomID) this.stop = this.deps.clock.after(SALES_SUMMARY_MS, () => void this.read())
  }

  private async ask(roomID: string): Promise<void> {
    try {
      const { salesSummary } = await this.deps.cloud.call('order.salesSummary', { roomID })
      this.set(salesSummary)
    } catch (error) {
      this.deps.log(`salesSummary: ${String(error)}`)
    }
  }

  private set(summary: SalesSummary): void {
    this.summary = summary
  }
}
