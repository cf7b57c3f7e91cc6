import { describeError } from '../lib/log'
import { ASK_AGAIN_MS } from '../lib/orders/close-order'
import { type TendDeps, tendOrder } from '../lib/orders/tend-order'
import type { Services } from '../lib/services'

/** Orders of one run, and of one moment: each may wait a few seconds for WeChat Pay. */
export const ORDERS_A_RUN = 50
const AT_ONCE = 10

type Deps = TendDeps & Pick<Services, 'secrets'>

/** Every order whose time to be looked at has come. One that cannot be tended now is put off, so it keeps no other waiting. */
export async function tendOrders(deps: Deps): Promise<{ tended: number; putOff: number }> {
  const due = await deps.orders.listDue(deps.clock.now(), ORDERS_A_RUN)
  const done = { tended: 0, putOff: 0 }
  for (let i = 0; i < due.length; i += AT_ONCE) {
    const tended = await Promise.all(due.slice(i, i + AT_ONCE).map((order) => tend(deps, order)))
    for (const isTended of tended) done[isTended ? 'tended' : 'putOff'] += 1
  }
  return done
}

async function tend(deps: Deps, order: Parameters<Deps['orders']['update']>[0] & { openid: string }) {
  try {
    await tendOrder(deps, order._id)
    return true
  } catch (error) {
    deps.log({
      event: 'order-not-tended',
      orderID: order._id,
      error: describeError(error, [...deps.secrets, order.openid]),
    })
    // What the attempt wrote before it failed has another rev: that order stays due, and comes again next minute.
    await deps.orders.update(order, { nextCheckAt: deps.clock.now() + ASK_AGAIN_MS })
    return false
  }
}
