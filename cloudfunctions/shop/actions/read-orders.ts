import { AppError } from '../../../miniprogram/domain/errors'
import {
  exportRequest,
  orderGetRequest,
  orderListRequest,
  salesSummaryRequest,
  searchRequest,
  unshippedRequest,
} from '../../lib/contracts/order.schema'
import { type Action, defineAction } from '../../lib/define-action'
import { isOwner, requireOwner } from '../../lib/members/require-owner'
import { toCsv } from '../../lib/orders/order-csv'
import { type OrderDocument, toOrder } from '../../lib/orders/order-document'
import type { Services } from '../../lib/services'

export const ORDERS_PAGE = 20
export const EXPORT_PAGE = 1_000
/** ms; WeChat wants ordinary goods on their way within 48 hours. */
export const UNSHIPPED_MS = 40 * 60 * 60_000
const UNSHIPPED_MAX = 100

type Deps = Pick<Services, 'orders' | 'members' | 'clock'>

const nextOf = (orders: readonly OrderDocument[], page: number) =>
  orders.length === page ? (orders.at(-1)?.sortKey ?? null) : null

async function pageOf(deps: Deps, query: Parameters<Deps['orders']['list']>[0]) {
  const orders = await deps.orders.list(query, ORDERS_PAGE)
  return {
    orders: orders.map(toOrder),
    next: nextOf(orders, ORDERS_PAGE),
    serverTime: deps.clock.now(),
  }
}

/** One's own, or any for the owner. Errors: ORDER_NOT_FOUND. */
export function getOrder(deps: Deps): Action<'order.get'> {
  return defineAction(orderGetRequest, async ({ orderID }, caller) => {
    const order = await deps.orders.find(orderID)
    const isMine = order?.openid === caller.openid
    if (!order || !(isMine || (await isOwner(deps.members, caller)))) throw new AppError('ORDER_NOT_FOUND')
    return { order: toOrder(order) }
  })
}

export function listOrders(deps: Deps): Action<'order.list'> {
  return defineAction(orderListRequest, async ({ statuses, before }, { openid }) => {
    return pageOf(deps, { openid, statuses, before })
  })
}

/** Errors: NOT_OWNER. */
export function searchOrders(deps: Deps): Action<'order.search'> {
  return defineAction(searchRequest, async (query, caller) => {
    await requireOwner(deps.members, caller, 'NOT_OWNER')
    return pageOf(deps, query)
  })
}

/** Errors: NOT_OWNER. */
export function exportOrders(deps: Deps): Action<'order.export'> {
  return defineAction(exportRequest, async (query, caller) => {
    await requireOwner(deps.members, caller, 'NOT_OWNER')
    const orders = await deps.orders.list(query, EXPORT_PAGE)
    return { csv: toCsv(orders.map(toOrder)), count: orders.length, next: nextOf(orders, EXPORT_PAGE) }
  })
}

/** Errors: NOT_OWNER. */
export function warnUnshipped(deps: Deps): Action<'order.unshippedWarning'> {
  return defineAction(unshippedRequest, async (_fields, caller) => {
    await requireOwner(deps.members, caller, 'NOT_OWNER')
    const now = deps.clock.now()
    const orders = await deps.orders.listUnshipped(now - UNSHIPPED_MS, UNSHIPPED_MAX)
    return { orders: orders.map(toOrder), serverTime: now }
  })
}

/** Errors: NOT_OWNER. */
export function readSalesSummary(deps: Deps): Action<'order.salesSummary'> {
  return defineAction(salesSummaryRequest, async ({ roomID }, caller) => {
    await requireOwner(deps.members, caller, 'NOT_OWNER')
    return { salesSummary: await deps.orders.salesSummary(roomID) }
  })
}
