import type { Dimension, GoodsDraft } from '../api/goods'
import { AppError } from '../errors'

/** Counted as a person counts. A title must fit, with everything else of a pinned item, into one message of ZEGO's. */
export const GOODS_TITLE_MAX = 40
export const SUBTITLE_MAX = 40
export const DESCRIPTION_MAX = 2_000
export const PICTURES_MAX = 9
export const DIMENSIONS_MAX = 3
export const VALUES_MAX = 20
/** Combinations of all dimensions. */
export const SKUS_MAX = 60
/** fen: a million yuan; a typing error costs no more. */
export const PRICE_MAX = 100_000_000
export const STOCK_MAX = 1_000_000
/** Entries of one shelf: their stocks must fit into one beacon. */
export const SHELF_MAX = 50

/**
 * The draft as it is kept: texts trimmed, SKUs complete. Throws BAD_INPUT with the field. A draft may lack title and
 * pictures: only what goes on sale needs them.
 */
export function readDraft(draft: GoodsDraft): Required<GoodsDraft> {
  const refuse = (field: string): never => {
    throw new AppError('BAD_INPUT', { field })
  }
  const text = (field: string, typed: string, max: number) => {
    const kept = typed.trim()
    return [...kept].length > max ? refuse(field) : kept
  }
  const dimensions = draft.dimensions.map(({ name, values }) => ({
    name: text('dimensions', name, 10),
    values: values.map((value) => text('dimensions', value, 20)),
  }))
  if (!areDimensions(dimensions)) refuse('dimensions')
  const skus = draft.skus.map((sku) => ({ ...sku, values: sku.values.map((value) => value.trim()) }))
  const combinations = dimensions.reduce((n, { values }) => n * values.length, 1)
  const distinct = new Set(skus.map(({ values }) => JSON.stringify(values)))
  const fits = skus.every(({ values }) => isCombination(values, dimensions))
  const named = skus.flatMap(({ skuID }) => skuID ?? [])
  if (!fits || distinct.size !== skus.length || new Set(named).size !== named.length) refuse('skus')
  if (skus.length < 1 || skus.length > Math.min(combinations, SKUS_MAX)) refuse('skus')
  return {
    title: text('title', draft.title, GOODS_TITLE_MAX),
    subtitle: text('subtitle', draft.subtitle ?? '', SUBTITLE_MAX),
    description: text('description', draft.description ?? '', DESCRIPTION_MAX),
    pictures: [...draft.pictures],
    dimensions,
    skus,
    limit: draft.limit,
  }
}

function areDimensions(dimensions: readonly Dimension[]): boolean {
  const names = dimensions.map(({ name }) => name)
  return (
    dimensions.length <= DIMENSIONS_MAX &&
    isSet(names) &&
    dimensions.every(({ values }) => values.length > 0 && values.length <= VALUES_MAX && isSet(values))
  )
}

const isSet = (texts: readonly string[]) => !texts.includes('') && new Set(texts).size === texts.length

const isCombination = (values: readonly string[], dimensions: readonly Dimension[]) =>
  values.length === dimensions.length &&
  dimensions.every((dimension, at) => dimension.values.includes(values[at] ?? ''))
