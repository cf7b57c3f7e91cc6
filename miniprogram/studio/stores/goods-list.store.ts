import { makeAutoObservable } from 'mobx-miniprogram'
import type { Clock } from '../../core/clock'
import type { CloudApi } from '../../core/cloud-api'
import { CursorList } from '../../core/cursor-list'
import { errorText } from '../../core/error-text'
import type { GoodsCard } from '../../domain/api/goods'

export type SaleFilter = 'all' | 'on' | 'off'

/** ms without a key before the search is asked for. */
export const TYPING_MS = 400

/** What the shop has, for its owner: search, on and off sale. */
export class GoodsListStore {
  search = ''
  filter: SaleFilter = 'all'
  /** The goods whose sale is being switched; '' = none. */
  switchingID = ''
  /** Why the last switch was refused, and of which goods. */
  saleError = { goodsID: '', text: '' }
  readonly list: CursorList<GoodsCard, string>
  private stopTyping: () => void = () => {}
  private readonly deps: { readonly cloud: CloudApi; readonly clock: Clock }

  constructor(deps: { readonly cloud: CloudApi; readonly clock: Clock }) {
    this.deps = deps
    this.list = new CursorList(async (after) => {
      const search = this.search.trim()
      const { goods, next } = await deps.cloud.call('goods.list', {
        ...(search === '' ? {} : { search }),
        ...(this.filter === 'all' ? {} : { onSale: this.filter === 'on' }),
        ...(after === null ? {} : { after }),
      })
      return { items: goods, next }
    })
    const plain = { deps: false, stopTyping: false, list: false } as const
    makeAutoObservable<this, keyof typeof plain>(this, plain, { autoBind: true, deep: false })
  }

  setSearch(search: string): void {
    if (search === this.search) return
    this.search = search
    this.stopTyping()
    this.stopTyping = this.deps.clock.after(TYPING_MS, () => void this.list.load(true))
  }

  setFilter(filter: SaleFilter): void {
    if (filter === this.filter) return
    this.filter = filter
    void this.list.load(true)
  }

  /** Off sale at once; on sale after the server has looked at it. One at a time. Never rejects. */
  async switchSale(goodsID: string): Promise<void> {
    const card = this.list.items.find((one) => one.goodsID === goodsID)
    if (card === undefined || this.switchingID !== '') return
    this.begin(goodsID)
    try {
      const { goods } = await this.deps.cloud.call('goods.setOnSale', { goodsID, onSale: !card.onSale })
      this.list.replace((one) => one.goodsID === goodsID, goods)
      this.end('', '')
    } catch (error) {
      this.end(goodsID, errorText(error))
    }
  }

  /** The page goes away. */
  leave(): void {
    this.stopTyping()
  }

  private begin(goodsID: string): void {
    this.switchingID = goodsID
    this.saleError = { goodsID: '', text: '' }
  }

  private end(goodsID: string, text: string): void {
    this.switchingID = ''
    this.saleError = { goodsID, text }
  }
}
