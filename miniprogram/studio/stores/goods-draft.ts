import type { Dimension, Goods, GoodsDraft, Sku } from '../../domain/api/goods'
import { type Fen, fen, yuan } from '../../domain/money'
import { goodsFormText } from '../text/goods-text'

export const DIMENSIONS_MAX = 3
export const VALUES_MAX = 12
/** Rows of the SKU table; more than that nobody fills in on a phone. */
export const SKUS_MAX = 60
export const PICTURES_MAX = 9
export const GOODS_TITLE_MAX = 40

/** One SKU as it is typed: texts, so that a half-typed number stays what it is. */
export interface SkuRow {
  /** Missing = not saved yet. */
  readonly skuID?: string
  readonly values: readonly string[]
  /** Yuan: 178 or 178.5. */
  readonly price: string
  /** Yuan; '' = none. */
  readonly marketPrice: string
  /** Pieces as they shall be. */
  readonly stock: string
  /** Pieces as they were when the form was filled: what is sold meanwhile stays sold. */
  readonly shownStock: number
}

/** A goods while it is typed. */
export interface GoodsForm {
  readonly title: string
  readonly subtitle: string
  readonly description: string
  readonly pictures: readonly string[]
  readonly dimensions: readonly Dimension[]
  readonly rows: readonly SkuRow[]
  /** '' = any number. */
  readonly limit: string
}

export type FormProblem = {
  readonly field: 'title' | 'pictures' | 'dimensions' | 'skus' | 'limit'
  readonly text: string
}

const EMPTY_ROW: SkuRow = { values: [], price: '', marketPrice: '', stock: '', shownStock: 0 }

export const EMPTY_FORM: GoodsForm = {
  title: '',
  subtitle: '',
  description: '',
  pictures: [],
  dimensions: [],
  rows: [EMPTY_ROW],
  limit: '',
}

export function formOf(goods: Goods): GoodsForm {
  const { title, subtitle, description, pictures, dimensions, limit } = goods
  return {
    ...{ title, subtitle, description, pictures, dimensions },
    rows: goods.skus.map(rowOf),
    limit: limit === null ? '' : String(limit),
  }
}

/**
 * One row for every combination of values. A combination that was there keeps what was typed; with another number of
 * dimensions, a new row takes price and market price of the first old one, never its pieces.
 */
export function rowsFor(dimensions: readonly Dimension[], before: readonly SkuRow[]): readonly SkuRow[] {
  const known = new Map(before.map((row) => [keyOf(row.values), row]))
  const model = before[0] ?? EMPTY_ROW
  return combinations(dimensions).map(
    (values) =>
      known.get(keyOf(values)) ?? {
        ...EMPTY_ROW,
        values,
        price: model.price,
        marketPrice: model.marketPrice,
      },
  )
}

/** Rows that the dimensions would need; 1 when there is nothing to choose. */
export function rowCount(dimensions: readonly Dimension[]): number {
  return dimensions.reduce((count, { values }) => count * values.length, 1)
}

/** '178.5' → 17850 fen; null for anything that is no amount in yuan with at most two decimals, or nothing at all. */
export function readYuan(text: string): Fen | null {
  const found = /^(\d{1,7})(?:\.(\d{0,2}))?$/.exec(text.trim())
  if (!found) return null
  const amount = Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0'))
  return amount > 0 ? fen(amount) : null
}

/** '12' → 12; null for anything that is no whole number. */
export function readCount(text: string): number | null {
  return /^\d{1,6}$/.test(text.trim()) ? Number(text) : null
}

/** What is sent to the server, or the first thing that is missing, as the owner reads it. */
export function readForm(
  form: GoodsForm,
): { readonly draft: GoodsDraft } | { readonly problem: FormProblem } {
  const problem = problemOf(form)
  if (problem !== null) return { problem }
  const { title, subtitle, description, pictures, dimensions } = form
  return {
    draft: {
      title: title.trim(),
      subtitle: subtitle.trim(),
      description: description.trim(),
      ...{ pictures, dimensions },
      skus: form.rows.map((row) => ({
        ...(row.skuID === undefined ? {} : { skuID: row.skuID }),
        values: row.values,
        priceFen: readYuan(row.price) as Fen,
        marketPriceFen: row.marketPrice.trim() === '' ? null : readYuan(row.marketPrice),
        addStock: (readCount(row.stock) ?? 0) - row.shownStock,
      })),
      limit: form.limit.trim() === '' ? null : readCount(form.limit),
    },
  }
}

/** The same goods with more pieces; `adds` by skuID. */
export function restocked(goods: Goods, adds: Readonly<Record<string, number>>): GoodsDraft {
  const { title, subtitle, description, pictures, dimensions, limit } = goods
  return {
    ...{ title, subtitle, description, pictures, dimensions, limit },
    skus: goods.skus.map(({ skuID, values, priceFen, marketPriceFen }) => ({
      ...{ skuID, values, priceFen, marketPriceFen },
      addStock: adds[skuID] ?? 0,
    })),
  }
}

function problemOf({ title, dimensions, rows, limit }: GoodsForm): FormProblem | null {
  const say = goodsFormText
  if (title.trim() === '') return { field: 'title', text: say.noTitle }
  if ([...title.trim()].length > GOODS_TITLE_MAX) {
    return { field: 'title', text: say.titleTooLong(GOODS_TITLE_MAX) }
  }
  for (const { name, values } of dimensions) {
    if (name.trim() === '') return { field: 'dimensions', text: say.dimensionWithoutName }
    if (values.length === 0) return { field: 'dimensions', text: say.dimensionWithoutValues(name) }
  }
  for (const row of rows) {
    const sku = row.values.join(' · ')
    const price = readYuan(row.price)
    if (price === null) return { field: 'skus', text: say.noPrice(sku) }
    if (row.marketPrice.trim() !== '') {
      const market = readYuan(row.marketPrice)
      if (market === null) return { field: 'skus', text: say.marketPriceWrong(sku) }
      if (market <= price) return { field: 'skus', text: say.marketPriceTooLow(sku) }
    }
    if (readCount(row.stock) === null) return { field: 'skus', text: say.noStock(sku) }
  }
  if (limit.trim() !== '' && !readCount(limit)) return { field: 'limit', text: say.limitWrong }
  return null
}

function rowOf({ skuID, values, priceFen, marketPriceFen, stock }: Sku): SkuRow {
  return {
    ...{ skuID, values },
    price: shortYuan(priceFen),
    marketPrice: marketPriceFen === null ? '' : shortYuan(marketPriceFen),
    stock: String(stock),
    shownStock: stock,
  }
}

/** 178 or 178.50: as a person types it. */
export const shortYuan = (amount: Fen): string => yuan(amount).replace(/\.00$/, '')

function combinations(dimensions: readonly Dimension[]): readonly (readonly string[])[] {
  return dimensions.reduce<readonly (readonly string[])[]>(
    (sofar, { values }) => sofar.flatMap((chosen) => values.map((value) => [...chosen, value])),
    [[]],
  )
}

const keyOf = (values: readonly string[]): string => JSON.stringify(values)
