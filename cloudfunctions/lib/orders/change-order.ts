import { AppError } from '../../../miniprogram/domain/errors'
import type { OrderDocument } from './order-document'
import type { OrderChange, OrderRepo } from './order-repo'

/** Shopper, owner, timer and WeChat Pay may all come at once; more often than this is a fault. */
const WRITE_TRIES = 5

/**
 * The way of every change of an order: read, decide, write guarded; again from the start when somebody was faster.
 * `decide` throws when the order does not allow it, and answers null when there is nothing to do. Answers the order
 * as it is afterwards. Errors: ORDER_NOT_FOUND, BUSY, and what `decide` throws.
 */
export async function changeOrder(
  orders: OrderRepo,
  orderID: string,
  decide: (order: OrderDocument) => OrderChange | null,
): Promise<{ order: OrderDocument; changed: boolean }> {
  for (let tries = 0; tries < WRITE_TRIES; tries += 1) {
    const order = await orders.find(orderID)
    if (!order) throw new AppError('ORDER_NOT_FOUND')
    const change = decide(order)
    if (!change) return { order, changed: false }
    if (await orders.update(order, change)) {
      return { order: { ...order, ...change, rev: order.rev + 1 }, changed: true }
    }
  }
  throw new AppError('BUSY')
}
