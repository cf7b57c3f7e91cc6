import { makeAutoObservable } from 'mobx-miniprogram'
import type { Clock } from '../../core/clock'
import type { CloudApi } from '../../core/cloud-api'
import { CursorList } from '../../core/cursor-list'
import { errorText } from '../../core/error-text'
import type { SessionStore } from '../../core/session.store'
import type { Order, OrderFilter } from '../../domain/api/order'
import { exportText, type ORDER_TAB_NAMES } from '../text/order-text'
import { TYPING_MS } from './goods-list.store'

export type OrderTab = keyof typeof ORDER_TAB_NAMES

const FILTERS: Record<OrderTab, OrderFilter> = {
  all: {},
  toShip: { statuses: ['paid'] },
  refund: { refundAsked: true },
  reserved: { statuses: ['reserved'] },
  shipped: { statuses: ['shipped'] },
  done: { statuses: ['received', 'refunded', 'returning', 'closed'] },
}

/** A table longer than this is fetched in parts from the back office, not on a phone. */
const EXPORT_CALLS = 5

interface Deps {
  readonly cloud: CloudApi
  readonly clock: Clock
  readonly session: SessionStore
}

/** All orders, for the owner: search, filter, what is late, and the table for a spreadsheet. */
export class StudioOrdersStore {
  tab: OrderTab = 'all'
  text = ''
  /** Paid for 40 hours and not shipped, the oldest first. */
  late: readonly Order[] = []
  exporting = false
  /** What became of the last tap. */
  note = ''
  readonly list: CursorList<Order, string>
  private stopTyping: () => void = () => {}
  private readonly deps: Deps

  constructor(deps: Deps) {
    this.deps = deps
    this.list = new CursorList(async (before) => {
      const { orders, next, serverTime } = await deps.cloud.call('order.search', {
        ...this.filter,
        ...(before === null ? {} : { before }),
      })
      deps.session.syncServerTime(serverTime)
      return { items: orders, next }
    })
    const plain = { deps: false, stopTyping: false, list: false } as const
    makeAutoObservable<this, keyof typeof plain>(this, plain, { autoBind: true, deep: false })
  }

  /** The list and the warning, anew. Never rejects. */
  async load(): Promise<void> {
    await Promise.all([this.list.load(), this.loadLate()])
  }

  setTab(tab: OrderTab): void {
    if (tab === this.tab) return
    this.tab = tab
    this.note = ''
    void this.list.load(true)
  }

  setText(text: string): void {
    if (text === this.text) return
    this.text = text
    this.stopTyping()
    this.stopTyping = this.deps.clock.after(TYPING_MS, () => void this.list.load(true))
  }

  /** The orders of the filter as CSV; null = it did not work, the note says why. One at a time. */
  async exportCsv(): Promise<{ readonly csv: string; readonly count: number } | null> {
    if (this.exporting) return null
    this.begin()
    try {
      const table = await this.readTable()
      this.end(table.count === 0 ? exportText.nothing : '')
      return table.count === 0 ? null : table
    } catch (error) {
      this.end(exportText.failed(errorText(error)))
      return null
    }
  }

  say(note: string): void {
    this.note = note
  }

  /** The page goes away. */
  leave(): void {
    this.stopTyping()
  }

  private get filter(): OrderFilter {
    const text = this.text.trim()
    return { ...FILTERS[this.tab], ...(text === '' ? {} : { text }) }
  }

  private async readTable(): Promise<{ csv: string; count: number }> {
    let csv = ''
    let count = 0
    let before: string | null = null
    for (let calls = 0; calls < EXPORT_CALLS; calls++) {
      const answer: { csv: string; count: number; next: string | null } = await this.deps.cloud.call(
        'order.export',
        { ...this.filter, ...(before === null ? {} : { before }) },
      )
      // Every part has the head line; one is enough.
      csv += csv === '' ? answer.csv : answer.csv.slice(answer.csv.indexOf('\n') + 1)
      count += answer.count
      before = answer.next
      if (before === null) break
    }
    return { csv, count }
  }

  private async loadLate(): Promise<void> {
    try {
      const { orders, serverTime } = await this.deps.cloud.call('order.unshippedWarning', {})
      this.deps.session.syncServerTime(serverTime)
      this.setLate(orders)
    } catch {
      // The list beside it says what is wrong.
    }
  }

  private setLate(late: readonly Order[]): void {
    this.late = late
  }

  private begin(): void {
    this.exporting = true
    this.note = ''
  }

  private end(note: string): void {
    this.exporting = false
    this.note = note
  }
}
