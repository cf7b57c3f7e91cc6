import { makeAutoObservable } from 'mobx-miniprogram'
import type { CloudApi } from '../../core/cloud-api'
import { errorText } from '../../core/error-text'
import type { SessionStore } from '../../core/session.store'
import type { Order } from '../../domain/api/order'
import { TABS, type TabKey } from '../text/order-text'

/** The shopper's own orders, newest first, a page at a time. */
export class OrdersStore {
  tab: TabKey = 'all'
  orders: readonly Order[] = []
  /** Said above an older list, or alone when there is none. '' = all is well. */
  error = ''
  isLoaded = false
  next: string | null = null
  /** Grows with every new question: an answer to an older one is not heard. */
  private round = 0
  private isReadingMore = false
  private readonly deps: { readonly cloud: CloudApi; readonly session: SessionStore }

  constructor(deps: { readonly cloud: CloudApi; readonly session: SessionStore }) {
    this.deps = deps
    makeAutoObservable<this, 'deps' | 'round' | 'isReadingMore'>(
      this,
      { deps: false, round: false, isReadingMore: false },
      { autoBind: true, deep: false },
    )
  }

  get phase(): 'loading' | 'list' | 'empty' | 'unreachable' {
    if (this.orders.length > 0) return 'list'
    if (this.isLoaded) return 'empty'
    return this.error === '' ? 'loading' : 'unreachable'
  }

  async choose(tab: TabKey): Promise<void> {
    if (tab === this.tab) return
    this.tab = tab
    this.orders = []
    this.isLoaded = false
    await this.load()
  }

  /** From the newest on; an older list stays until the answer is there. Never rejects. */
  async load(): Promise<void> {
    const round = ++this.round
    this.say('')
    try {
      const page = await this.read()
      if (round === this.round) this.show(page.orders, page.next)
    } catch (error) {
      if (round === this.round) this.say(errorText(error))
    }
  }

  /** The next page, when there is one. */
  async more(): Promise<void> {
    const { next, round } = this
    if (next === null || this.isReadingMore) return
    this.isReadingMore = true
    try {
      const page = await this.read(next)
      if (round === this.round) this.show([...this.orders, ...page.orders], page.next)
    } catch (error) {
      if (round === this.round) this.say(errorText(error))
    } finally {
      this.isReadingMore = false
    }
  }

  private async read(before?: string): Promise<{ orders: Order[]; next: string | null }> {
    const statuses = TABS.find(({ key }) => key === this.tab)?.statuses
    const page = await this.deps.cloud.call('order.list', {
      ...(statuses === undefined ? {} : { statuses }),
      ...(before === undefined ? {} : { before }),
    })
    this.deps.session.syncServerTime(page.serverTime)
    return page
  }

  private show(orders: readonly Order[], next: string | null): void {
    this.orders = orders
    this.next = next
    this.isLoaded = true
    this.error = ''
  }

  private say(error: string): void {
    this.error = error
  }
}
