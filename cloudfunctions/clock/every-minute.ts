import { NONCE_LIFE_MS } from '../lib/callbacks/signature'
import { describeError } from '../lib/log'
import { type RepairedReservations, repairReservations } from '../lib/orders/repair-reservations'
import type { Services } from '../lib/services'
import { type Checked, checkLiveRooms } from './check-live-rooms'
import { reconcileOrders } from './reconcile-orders'

/** Minutes between two cleanings: nothing waits for them, and every one costs. */
const CLEANING_EVERY = 10

/** What a run has done; null = that part failed and is told in the log. */
export interface MinuteReport {
  readonly rooms: Checked | null
  readonly orders: { readonly reconciled: number; readonly putOff: number } | null
  readonly reservations: RepairedReservations | null
}

/** All that must happen although nobody calls. Doing it twice, or a minute late, changes nothing. No part waits for another. */
export function everyMinute(services: Services): () => Promise<MinuteReport> {
  return async () => {
    const [rooms, orders, reservations] = await Promise.all([
      part('rooms', () => checkLiveRooms(services)),
      part('orders', () => reconcileOrders(services)),
      part('reservations', () => repairReservations(services)),
    ])
    const now = services.clock.now()
    if (Math.floor(now / 60_000) % CLEANING_EVERY === 0) {
      await services.nonces.forget(now - NONCE_LIFE_MS)
      await services.claimTries.forget(now)
    }
    return { rooms, orders, reservations }
  }

  async function part<T>(name: string, run: () => Promise<T>): Promise<T | null> {
    try {
      return await run()
    } catch (error) {
      services.log({ event: 'minute-failed', part: name, error: describeError(error, services.secrets) })
      return null
    }
  }
}
