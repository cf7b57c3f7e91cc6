import { AppError } from '../../../miniprogram/domain/errors'
import type { Caller } from '../caller'
import type { OrderDocument } from './order-document'
import type { OrderRepo } from './order-repo'

/** Another person's order does not exist. Throws ORDER_NOT_FOUND. */
export function requireOwnOrder(order: OrderDocument, { openid }: Caller): void {
  if (order.openid !== openid) throw new AppError('ORDER_NOT_FOUND')
}

export async function findOwnOrder(
  orders: OrderRepo,
  orderID: string,
  caller: Caller,
): Promise<OrderDocument> {
  const order = await orders.find(orderID)
  if (!order) throw new AppError('ORDER_NOT_FOUND')
  requireOwnOrder(order, caller)
  return order
}
