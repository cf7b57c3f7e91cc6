import { makeAutoObservable } from 'mobx-miniprogram'
import type { CloudApi } from '../core/cloud-api'
import { errorText } from '../core/error-text'
import type { SessionStore } from '../core/session.store'
import type { Goods, Offer, Sku } from '../domain/api/goods'
import { type Fen, fen, lessFen, timesFen } from '../domain/money'
import { MISSING } from './choice-text'

/** Nobody buys more of one thing in one order. */
export const MOST_PIECES = 99

export interface SkuDeps {
  readonly cloud: CloudApi
  readonly session: SessionStore
}

/** What is known before the server answers: shown at once. */
export interface GoodsHint {
  readonly goodsID: string
  readonly title: string
  readonly picture: string
  readonly priceFen: number
  /** Number on the shelf; 0 = none. */
  readonly number: number
}

export interface Axis {
  readonly name: string
  /** on = chosen, out = no piece of it is left with what else is chosen. */
  readonly values: readonly { readonly text: string; readonly look: 'on' | 'out' | '' }[]
}

/** What is to be ordered: enough for the server, and the sum the person saw. */
export interface Choice {
  readonly goodsID: string
  readonly roomID: string | null
  readonly skuID: string
  readonly n: number
  readonly expectedFen: Fen
}

/** One goods, and which of its SKUs the shopper means. Chosen once, it is still chosen when it is opened again. */
export class SkuStore {
  hint: GoodsHint | null = null
  goods: Goods | null = null
  offer: Offer | null = null
  error = ''
  /** One value for each dimension; undefined = not chosen yet. */
  chosen: readonly (string | undefined)[] = []
  pieces = 1
  private roomID: string | null = null
  /** Chosen on another page. */
  private wanted: { readonly skuID: string; readonly n: number } | null = null
  private readonly remembered = new Map<string, readonly (string | undefined)[]>()
  private readonly deps: SkuDeps

  constructor(deps: SkuDeps) {
    this.deps = deps
    makeAutoObservable<this, 'deps' | 'remembered' | 'wanted'>(
      this,
      { deps: false, remembered: false, wanted: false },
      { autoBind: true, deep: false },
    )
  }

  /** Shows what is already known and asks for the rest. Never rejects. */
  async open(
    hint: GoodsHint,
    roomID: string | null,
    wanted: { readonly skuID: string; readonly n: number } | null = null,
  ): Promise<void> {
    this.hint = hint
    this.wanted = wanted
    this.roomID = roomID
    if (this.goods?.goodsID !== hint.goodsID) {
      this.goods = null
      this.offer = null
      this.chosen = []
      this.pieces = 1
    }
    await this.refresh()
  }

  /** Prices, stock and what the person may still buy, anew. */
  async refresh(): Promise<void> {
    const { hint, roomID } = this
    if (hint === null) return
    const { goodsID } = hint
    this.setError('')
    try {
      const { goods, offer, serverTime } = await this.deps.cloud.call(
        'goods.get',
        roomID === null ? { goodsID } : { goodsID, roomID },
      )
      this.deps.session.syncServerTime(serverTime)
      // Another one was opened meanwhile.
      if (this.hint?.goodsID === goodsID) this.applyGoods(goods, offer)
    } catch (error) {
      if (this.hint?.goodsID === goodsID) this.setError(errorText(error))
    }
  }

  get axes(): Axis[] {
    const { goods, chosen } = this
    return (goods?.dimensions ?? []).map(({ name, values }, axis) => ({
      name,
      values: values.map((text) => ({
        text,
        look: !this.isLeft(axis, text) ? 'out' : chosen[axis] === text ? 'on' : '',
      })),
    }))
  }

  /** The SKU that is meant, or null while a choice is missing. */
  get sku(): Sku | null {
    return (
      this.goods?.skus.find(({ values }) => values.every((value, axis) => value === this.chosen[axis])) ??
      null
    )
  }

  /** Of one piece: the chosen SKU's, else the cheapest one. */
  get priceFen(): Fen {
    const { goods, offer, sku, hint } = this
    if (goods === null || offer === null) return fen(hint?.priceFen ?? 0)
    const prices = (sku === null ? goods.skus : [sku]).map(
      ({ skuID, priceFen }) => offer.prices[skuID] ?? priceFen,
    )
    return fen(Math.min(...prices))
  }

  /** What is struck through; 0 = nothing. */
  get insteadOfFen(): number {
    const sku = this.sku ?? this.goods?.skus[0]
    if (!sku) return 0
    const instead = this.priceFen < sku.priceFen ? sku.priceFen : (sku.marketPriceFen ?? 0)
    return instead > this.priceFen ? instead : 0
  }

  /** Pieces left of what is chosen so far. */
  get stock(): number {
    return this.sku?.stock ?? this.goods?.stock ?? 0
  }

  /** As many as this order may have. */
  get most(): number {
    return Math.max(0, Math.min(this.stock, this.offer?.mayBuy ?? MOST_PIECES, MOST_PIECES))
  }

  /** 梅子青 · 对杯 两只 */
  get spec(): string {
    return this.sku?.values.join(' · ') ?? ''
  }

  get totalFen(): Fen {
    return timesFen(this.priceFen, this.pieces)
  }

  /** Why it cannot be bought right now, as the button says it; '' = it can. */
  get missing(): string {
    const { goods, offer } = this
    if (goods === null) return this.error === '' ? MISSING.loading : MISSING.unreachable
    if (!goods.onSale) return MISSING.offSale
    if (goods.stock === 0) return MISSING.soldOut
    if (offer?.mayBuy === 0) return MISSING.limitReached(goods.limit)
    const open = goods.dimensions.find((_, axis) => this.chosen[axis] === undefined)
    if (open) return MISSING.dimension(open.name)
    return this.stock === 0 ? MISSING.skuSoldOut : ''
  }

  get choice(): Choice | null {
    const { goods, sku, roomID, pieces, totalFen } = this
    if (goods === null || sku === null || this.missing !== '') return null
    return { goodsID: goods.goodsID, roomID, skuID: sku.skuID, n: pieces, expectedFen: totalFen }
  }

  /** Less than without the live price, for all pieces. */
  get savedFen(): Fen {
    const { sku, priceFen, pieces } = this
    return sku === null || priceFen >= sku.priceFen
      ? fen(0)
      : timesFen(lessFen(sku.priceFen, priceFen), pieces)
  }

  /** A second tap on the same value takes the choice back. */
  choose(axis: number, text: string): void {
    const { goods } = this
    if (goods === null || !this.isLeft(axis, text)) return
    this.chosen = goods.dimensions.map((_, index) => {
      const now = this.chosen[index]
      if (index !== axis) return now
      return now === text ? undefined : text
    })
    this.remembered.set(goods.goodsID, this.chosen)
    this.setPieces(this.pieces)
  }

  setPieces(pieces: number): void {
    this.pieces = Math.max(1, Math.min(pieces, this.most))
  }

  private applyGoods(goods: Goods, offer: Offer): void {
    this.goods = goods
    this.offer = offer
    const { wanted } = this
    this.wanted = null
    if (wanted !== null) {
      this.chosen = goods.skus.find(({ skuID }) => skuID === wanted.skuID)?.values ?? []
      this.setPieces(wanted.n)
      return
    }
    const before = this.remembered.get(goods.goodsID) ?? this.chosen
    // What there is no choice in is chosen already; what is gone is not chosen any more.
    this.chosen = goods.dimensions.map(({ values }, axis) => {
      const known = values.length === 1 ? values[0] : before[axis]
      return known !== undefined && values.includes(known) && this.isLeft(axis, known) ? known : undefined
    })
    this.setPieces(this.pieces)
  }

  private setError(error: string): void {
    this.error = error
  }

  /** Is a piece left that has `text` on `axis` and, elsewhere, what is chosen? */
  private isLeft(axis: number, text: string): boolean {
    return (this.goods?.skus ?? []).some(
      ({ values, stock }) =>
        stock > 0 &&
        values[axis] === text &&
        values.every((value, other) => other === axis || (this.chosen[other] ?? value) === value),
    )
  }
}
