import { AppError } from '../../../miniprogram/domain/errors'
import { setOnSaleRequest } from '../../lib/contracts/goods.schema'
import { type Action, defineAction } from '../../lib/define-action'
import { requireSaleable } from '../../lib/goods/check-title'
import { toGoods } from '../../lib/goods/goods-document'
import { requireOwner } from '../../lib/members/require-owner'
import type { Services } from '../../lib/services'

/**
 * Puts goods on sale, when they are complete and their title has been looked at, or takes them off.
 *
 * Errors: NOT_OWNER, GOODS_NOT_FOUND, GOODS_INCOMPLETE, GOODS_TITLE_REFUSED, GOODS_CHANGED, BUSY.
 */
export function setOnSale(
  deps: Pick<Services, 'goods' | 'members' | 'titleCheck'>,
): Action<'goods.setOnSale'> {
  return defineAction(setOnSaleRequest, async ({ goodsID, onSale }, caller) => {
    await requireOwner(deps.members, caller, 'NOT_OWNER')
    const goods = await deps.goods.find(goodsID)
    if (!goods) throw new AppError('GOODS_NOT_FOUND')
    if (goods.onSale === onSale) return { goods: toGoods(goods) }
    if (onSale) await requireSaleable(deps, goods, caller.openid)
    if (!(await deps.goods.save(goods, { onSale }, {}))) throw new AppError('GOODS_CHANGED')
    return { goods: toGoods({ ...goods, onSale, rev: goods.rev + 1 }) }
  })
}
