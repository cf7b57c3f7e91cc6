import { AppError } from '../../../miniprogram/domain/errors'
import { goodsGetRequest, goodsListRequest } from '../../lib/contracts/goods.schema'
import { type Action, defineAction } from '../../lib/define-action'
import { toGoods, toGoodsCard } from '../../lib/goods/goods-document'
import { offerOf } from '../../lib/goods/price'
import { isOwner } from '../../lib/members/require-owner'
import type { Services } from '../../lib/services'

/** Goods of one page of a list. */
export const GOODS_PAGE = 20

/** The owner sees everything, everybody else what is on sale. */
export function listGoods(deps: Pick<Services, 'goods' | 'members'>): Action<'goods.list'> {
  return defineAction(goodsListRequest, async ({ search = '', onSale, after }, caller) => {
    const shown = (await isOwner(deps.members, caller)) ? onSale : true
    const page = await deps.goods.list({ search: search.trim(), onSale: shown, after }, GOODS_PAGE)
    const last = page.length === GOODS_PAGE ? page.at(-1) : undefined
    return { goods: page.map(toGoodsCard), next: last?.sortKey ?? null }
  })
}

/** Goods with what the caller would pay. Off sale they are shown, too: a link to them says so. Errors: GOODS_NOT_FOUND. */
export function getGoods(deps: Pick<Services, 'goods' | 'rooms' | 'clock'>): Action<'goods.get'> {
  return defineAction(goodsGetRequest, async ({ goodsID, roomID }, { openid }) => {
    const [goods, room] = await Promise.all([
      deps.goods.find(goodsID, { openid }),
      roomID === undefined ? null : deps.rooms.find(roomID),
    ])
    if (!goods) throw new AppError('GOODS_NOT_FOUND')
    return { goods: toGoods(goods), offer: offerOf(goods, room, openid), serverTime: deps.clock.now() }
  })
}
