import { NONCE_LIFE_MS } from '../lib/callbacks/signature'
import type { Services } from '../lib/services'
import { type Checked, checkLiveRooms } from './check-live-rooms'

/** Minutes between two cleanings: nothing waits for them, and every one costs. */
const CLEANING_EVERY = 10

/** All that must happen although nobody calls. Doing it twice, or a minute late, changes nothing. */
export function everyMinute(services: Services): () => Promise<Checked> {
  return async () => {
    const checked = await checkLiveRooms(services)
    const now = services.clock.now()
    if (Math.floor(now / 60_000) % CLEANING_EVERY === 0) {
      await services.nonces.forget(now - NONCE_LIFE_MS)
      await services.claimTries.forget(now)
    }
    return checked
  }
}
