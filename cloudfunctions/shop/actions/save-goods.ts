import type { GoodsDraft } from '../../../miniprogram/domain/api/goods'
import { AppError } from '../../../miniprogram/domain/errors'
import { readDraft } from '../../../miniprogram/domain/goods/goods.rules'
import { saveRequest } from '../../lib/contracts/goods.schema'
import { type Action, defineAction } from '../../lib/define-action'
import { requireSaleable } from '../../lib/goods/check-title'
import { type GoodsDocument, newGoods, toGoods } from '../../lib/goods/goods-document'
import { requireOwner } from '../../lib/members/require-owner'
import type { Services } from '../../lib/services'

type Deps = Pick<Services, 'goods' | 'members' | 'titleCheck' | 'clock' | 'ids'>

/**
 * Creates goods (off sale) or edits them. What is on sale stays on sale, so an edit of it is looked at as when it was
 * put there. Stock is added to what is there at that moment, never set.
 *
 * Errors: NOT_OWNER, BAD_INPUT, GOODS_NOT_FOUND, GOODS_CHANGED, GOODS_INCOMPLETE, GOODS_TITLE_REFUSED, BUSY.
 */
export function saveGoods(deps: Deps): Action<'goods.save'> {
  return defineAction(saveRequest, async ({ goodsID, rev, draft: typed }, caller) => {
    await requireOwner(deps.members, caller, 'NOT_OWNER')
    const draft = readDraft(typed)
    const seen = goodsID === undefined ? emptyGoods() : await deps.goods.find(goodsID)
    if (!seen) throw new AppError('GOODS_NOT_FOUND')
    if (goodsID !== undefined && seen.rev !== rev) throw new AppError('GOODS_CHANGED')

    const { skus, addStock } = skusOf(draft, seen)
    const { skus: _drafts, ...texts } = draft
    const change = { ...texts, skus }
    const edited = { ...seen, ...change, stock: stockWith(seen, skus, addStock) }
    if (seen.onSale) await requireSaleable(deps, edited, caller.openid, edited.title !== seen.title)

    if (goodsID === undefined) {
      if (!(await deps.goods.add(edited))) throw new AppError('BUSY')
      return { goods: toGoods(edited) }
    }
    // Refused when somebody edited meanwhile, or bought what should be taken away.
    if (!(await deps.goods.save(seen, change, addStock))) throw new AppError('GOODS_CHANGED')
    const saved = await deps.goods.find(goodsID)
    if (!saved) throw new AppError('GOODS_NOT_FOUND')
    return { goods: toGoods(saved) }
  })

  function emptyGoods(): GoodsDocument {
    return newGoods({ _id: deps.ids.goodsID(), createdAt: deps.clock.now() })
  }

  /** New SKUs get an ID; one that the goods do not have is refused. */
  function skusOf(draft: Required<GoodsDraft>, seen: GoodsDocument) {
    const addStock: Record<string, number> = {}
    const skus = draft.skus.map(({ skuID: named, addStock: n, ...sku }) => {
      const known = seen.skus.some(({ skuID }) => skuID === named)
      if (named !== undefined && !known) throw new AppError('BAD_INPUT', { field: 'skus' })
      const skuID = named ?? deps.ids.skuID()
      addStock[skuID] = n
      return { ...sku, skuID }
    })
    return { skus, addStock }
  }
}

function stockWith(
  seen: GoodsDocument,
  skus: GoodsDocument['skus'],
  addStock: Readonly<Record<string, number>>,
): Record<string, number> {
  const stock = skus.map(({ skuID }) => [skuID, (seen.stock[skuID] ?? 0) + (addStock[skuID] ?? 0)] as const)
  if (stock.some(([, n]) => n < 0)) throw new AppError('GOODS_CHANGED')
  return Object.fromEntries(stock)
}
