import { makeAutoObservable } from 'mobx-miniprogram'
import type { CloudApi } from '../../core/cloud-api'
import { errorText } from '../../core/error-text'
import { amountText } from '../../core/money-text'
import type { Goods } from '../../domain/api/goods'
import type { Fen } from '../../domain/money'
import { shelfText } from '../text/goods-text'
import { readCount, readYuan, restocked, shortYuan } from './goods-draft'
import type { ShelfStore } from './shelf.store'

/** restock = more pieces, prices = live-only prices. */
export type SheetKind = 'restock' | 'prices'

export interface SheetRow {
  readonly skuID: string
  /** '梅子青 · 对杯'; '' = nothing to choose. */
  readonly spec: string
  /** ¥178.00: the ordinary price. */
  readonly price: string
  readonly stock: number
  readonly typed: string
}

/** The small form over the shelf: more pieces of one goods, or what it costs while this show is live. */
export class ShelfSheetStore {
  kind: SheetKind | null = null
  goods: Goods | null = null
  busy: '' | 'loading' | 'saving' = ''
  note = ''
  private typed: Readonly<Record<string, string>> = {}
  private turn = 0
  private readonly deps: { readonly cloud: CloudApi; readonly shelf: ShelfStore }

  constructor(deps: { readonly cloud: CloudApi; readonly shelf: ShelfStore }) {
    this.deps = deps
    const plain = { deps: false, turn: false } as const
    makeAutoObservable<this, keyof typeof plain>(this, plain, { autoBind: true, deep: false })
  }

  get rows(): readonly SheetRow[] {
    return (this.goods?.skus ?? []).map(({ skuID, values, priceFen, stock }) => ({
      ...{ skuID, stock },
      spec: values.join(' · '),
      price: amountText(priceFen),
      typed: this.typed[skuID] ?? '',
    }))
  }

  /** Never rejects. */
  async open(kind: SheetKind, goodsID: string): Promise<void> {
    const turn = this.begin(kind)
    try {
      const { goods } = await this.deps.cloud.call('goods.get', { goodsID })
      if (turn === this.turn) this.take(goods)
    } catch (error) {
      if (turn === this.turn) this.end(errorText(error))
    }
  }

  close(): void {
    this.turn++
    this.kind = null
    this.goods = null
    this.busy = ''
    this.note = ''
  }

  type(skuID: string, text: string): void {
    this.typed = { ...this.typed, [skuID]: text }
    this.note = ''
  }

  /** Once; closes when the server has it, else says why not. Never rejects. */
  async save(): Promise<void> {
    const { goods, kind, turn } = this
    if (goods === null || kind === null || this.busy !== '') return
    const problem = this.problemOf(goods, kind)
    if (problem !== '') return this.end(problem)
    this.saving()
    try {
      const done = kind === 'restock' ? await this.restock(goods) : await this.setPrices(goods)
      if (turn !== this.turn) return
      if (done) this.close()
      else this.end(this.deps.shelf.note)
    } catch (error) {
      if (turn === this.turn) this.end(errorText(error))
    }
  }

  private async restock(goods: Goods): Promise<true> {
    const adds = Object.fromEntries(
      goods.skus.map(({ skuID }) => [skuID, readCount(this.typedOf(skuID)) ?? 0]),
    )
    const { goodsID, rev } = goods
    await this.deps.cloud.call('goods.save', { goodsID, rev, draft: restocked(goods, adds) })
    await this.deps.shelf.load()
    return true
  }

  private setPrices(goods: Goods): Promise<boolean> {
    const prices = goods.skus.flatMap(({ skuID }) => {
      const price = readYuan(this.typedOf(skuID))
      return price === null ? [] : [[skuID, price] as const]
    })
    return this.deps.shelf.setLivePrices(goods.goodsID, Object.fromEntries(prices))
  }

  private problemOf(goods: Goods, kind: SheetKind): string {
    const typed = goods.skus.filter(({ skuID }) => this.typedOf(skuID) !== '')
    if (kind === 'restock') {
      const counts = typed.map(({ skuID }) => readCount(this.typedOf(skuID)))
      if (counts.some((count) => count === null)) return shelfText.restockWrong
      return counts.some((count) => (count ?? 0) > 0) ? '' : shelfText.restockNothing
    }
    const wrong = typed.find(({ skuID, priceFen }) => !isLower(readYuan(this.typedOf(skuID)), priceFen))
    return wrong === undefined ? '' : shelfText.livePriceTooHigh(amountText(wrong.priceFen))
  }

  private typedOf(skuID: string): string {
    return (this.typed[skuID] ?? '').trim()
  }

  private begin(kind: SheetKind): number {
    this.close()
    this.kind = kind
    this.busy = 'loading'
    this.typed = {}
    return this.turn
  }

  private take(goods: Goods): void {
    this.goods = goods
    this.busy = ''
    if (this.kind !== 'prices') return
    const prices = this.deps.shelf.livePricesOf(goods.goodsID)
    this.typed = Object.fromEntries(Object.entries(prices).map(([skuID, price]) => [skuID, shortYuan(price)]))
  }

  private saving(): void {
    this.busy = 'saving'
    this.note = ''
  }

  private end(note: string): void {
    this.busy = ''
    this.note = note
  }
}

const isLower = (price: Fen | null, than: Fen): boolean => price !== null && price < than
