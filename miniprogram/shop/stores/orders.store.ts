import { makeAutoObservable } from 'mobx-miniprogram'
import type { CloudApi } from '../../core/cloud-api'
import { CursorList } from '../../core/cursor-list'
import type { SessionStore } from '../../core/session.store'
import type { Order } from '../../domain/api/order'
import { TABS, type TabKey } from '../text/order-text'

/** The shopper's own orders, newest first, a page at a time. */
export class OrdersStore {
  tab: TabKey = 'all'
  readonly list: CursorList<Order, string>

  constructor({ cloud, session }: { readonly cloud: CloudApi; readonly session: SessionStore }) {
    this.list = new CursorList(async (before) => {
      const statuses = TABS.find(({ key }) => key === this.tab)?.statuses
      const { orders, next, serverTime } = await cloud.call('order.list', {
        ...(statuses === undefined ? {} : { statuses }),
        ...(before === null ? {} : { before }),
      })
      session.syncServerTime(serverTime)
      return { items: orders, next }
    })
    makeAutoObservable(this, { list: false }, { autoBind: true, deep: false })
  }

  async choose(tab: TabKey): Promise<void> {
    if (tab === this.tab) return
    this.tab = tab
    await this.list.load(true)
  }
}
