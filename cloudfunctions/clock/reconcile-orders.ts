import { describeError } from '../lib/log'
import { ASK_AGAIN_MS } from '../lib/orders/close-order'
import { type ReconcileDeps, reconcileOrder } from '../lib/orders/reconcile-order'
import type { Services } from '../lib/services'

/** Orders of one read, and of one moment: each may wait a few seconds for WeChat Pay. */
export const ORDERS_A_READ = 50
const AT_ONCE = 10
/** ms: after this long no more are begun, so that the function ends well inside its own 30 s. What is left is due next. */
const RUN_MS = 15_000

type Deps = ReconcileDeps & Pick<Services, 'secrets'>

/** Every order whose time to be looked at has come. One that cannot be reconciled now is put off, so it keeps no other waiting. */
export async function reconcileOrders(deps: Deps): Promise<{ reconciled: number; putOff: number }> {
  const until = deps.clock.now() + RUN_MS
  const done = { reconciled: 0, putOff: 0 }
  const seen = new Set<string>()
  for (;;) {
    const due = await deps.orders.listDue(deps.clock.now(), ORDERS_A_READ)
    const fresh = due.filter(({ _id }) => !seen.has(_id))
    for (let i = 0; i < fresh.length && deps.clock.now() < until; i += AT_ONCE) {
      const batch = fresh.slice(i, i + AT_ONCE)
      for (const { _id } of batch) seen.add(_id)
      const reconciled = await Promise.all(batch.map((order) => reconcile(deps, order)))
      for (const isReconciled of reconciled) done[isReconciled ? 'reconciled' : 'putOff'] += 1
    }
    // A read that was not full was the last; one that brought nothing new would only bring the same again.
    if (due.length < ORDERS_A_READ || fresh.length === 0 || deps.clock.now() >= until) return done
  }
}

async function reconcile(deps: Deps, order: Parameters<Deps['orders']['update']>[0] & { openid: string }) {
  try {
    await reconcileOrder(deps, order._id)
    return true
  } catch (error) {
    deps.log({
      event: 'order-not-reconciled',
      orderID: order._id,
      error: describeError(error, [...deps.secrets, order.openid]),
    })
    // What the attempt wrote before it failed has another rev: that order stays due, and comes again next minute.
    await deps.orders.update(order, { nextCheckAt: deps.clock.now() + ASK_AGAIN_MS })
    return false
  }
}
