import type { Fen } from '../money'

/** Cloud function `shop`: what the shop has. Shoppers see what is on sale, the owner everything. */
export interface GoodsActions {
  /** The owner creates (no `goodsID`) or edits. Editing names the `rev` that was seen; GOODS_CHANGED when it is gone. */
  'goods.save': {
    request: { goodsID?: string; rev?: number; draft: GoodsDraft }
    data: { goods: Goods }
  }
  /** Newest first, 20 a page; `search` looks in titles; `after` is the last answer's `next`. */
  'goods.list': {
    request: { search?: string; onSale?: boolean; after?: string }
    data: { goods: GoodsCard[]; next: string | null }
  }
  /** `offer` = what the caller pays now, in this room (if any) or without one; it decides nothing, `order.place` does. */
  'goods.get': {
    request: { goodsID: string; roomID?: string }
    data: { goods: Goods; offer: Offer; serverTime: number }
  }
  /** The owner puts it on sale (WeChat and the list of forbidden words look at the title first) or takes it off. */
  'goods.setOnSale': { request: { goodsID: string; onSale: boolean }; data: { goods: Goods } }
}

/** One axis of choice, e.g. 釉色: 梅子青, 月白. At most three. */
export interface Dimension {
  readonly name: string
  readonly values: readonly string[]
}

export interface Sku {
  readonly skuID: string
  /** One value of each dimension, in their order; none when there is nothing to choose. */
  readonly values: readonly string[]
  readonly priceFen: Fen
  readonly marketPriceFen: Fen | null
  /** Pieces that can be bought now. */
  readonly stock: number
}

export interface GoodsCard {
  readonly goodsID: string
  readonly title: string
  /** One line below the title; '' = none. */
  readonly subtitle: string
  /** The first picture: file ID, https URL or package path; '' = none. */
  readonly picture: string
  /** Of the cheapest SKU. */
  readonly priceFen: Fen
  readonly marketPriceFen: Fen | null
  /** SKUs differ in price: show 起. */
  readonly isFrom: boolean
  /** Of all SKUs. */
  readonly stock: number
  /** Pieces paid for. */
  readonly sold: number
  /** Pieces a person may buy in all; null = any number. */
  readonly limit: number | null
  readonly onSale: boolean
}

export interface Goods extends GoodsCard {
  readonly description: string
  readonly pictures: readonly string[]
  readonly dimensions: readonly Dimension[]
  readonly skus: readonly Sku[]
  readonly rev: number
}

export interface GoodsDraft {
  readonly title: string
  readonly subtitle?: string
  readonly description?: string
  readonly pictures: readonly string[]
  readonly dimensions: readonly Dimension[]
  /** Every SKU that shall remain; one of the goods that is not named is taken away. */
  readonly skus: readonly SkuDraft[]
  readonly limit: number | null
}

export interface SkuDraft {
  /** Missing = a new one. */
  readonly skuID?: string
  readonly values: readonly string[]
  readonly priceFen: Fen
  readonly marketPriceFen: Fen | null
  /**
   * Added to what is there (negative takes away): shoppers buy while the owner types, so nobody can set it. The form
   * sends typed − shown.
   */
  readonly addStock: number
}

/** What the caller would pay and may buy, by the server's rules. */
export interface Offer {
  /** Set when the room is live and has a live-only price for at least one SKU. */
  readonly isLivePrice: boolean
  /** Number on the room's shelf; null = not on it. */
  readonly number: number | null
  /** Price by skuID. */
  readonly prices: Readonly<Record<string, Fen>>
  /** Pieces the caller may still buy; null = any number. */
  readonly mayBuy: number | null
}
