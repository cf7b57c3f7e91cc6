import { describeError } from '../lib/log'
import type { Presence } from '../lib/rooms/anchor-presence'
import { reconcileRoom } from '../lib/rooms/reconcile-room'
import type { Room } from '../lib/rooms/room-document'
import type { Services } from '../lib/services'

/** Rooms of one run: a shop has one live room, former owners may have left others. */
export const ROOMS_A_RUN = 20
/** Asked at once; each question may take the 2 s of ZEGO's server API. */
const AT_ONCE = 5
/** ms without a beat after which the timer sends the beacon; beats come every 10 s. */
export const QUIET_MS = 30_000

type Outcome = Presence | 'same' | 'unknown'
/** How many rooms came out how; 'unknown' = ZEGO could not be asked, or not do as it was told. */
export type Checked = Readonly<Record<Outcome, number>>

type Deps = Pick<Services, 'rooms' | 'signals' | 'zego' | 'clock' | 'log' | 'secrets' | 'settings'>

/**
 * Looks at every live room, so that no truth is older than a minute when callbacks are lost: anchor away or back, foreign
 * streams, shows that anchor and stream left 15 minutes ago. Where the anchor's phone is silent it sends the beacon.
 */
export async function checkLiveRooms(deps: Deps): Promise<Checked> {
  const live = await deps.rooms.listLive(ROOMS_A_RUN)
  const checked = { away: 0, back: 0, over: 0, same: 0, unknown: 0 }
  for (let i = 0; i < live.length; i += AT_ONCE) {
    const outcomes = await Promise.all(live.slice(i, i + AT_ONCE).map((room) => checkRoom(deps, room)))
    for (const outcome of outcomes) checked[outcome]++
  }
  return checked
}

async function checkRoom(deps: Deps, room: Room): Promise<Outcome> {
  const isQuiet = deps.clock.now() - (room.lastBeatAt ?? 0) >= QUIET_MS
  try {
    const { presence } = await reconcileRoom(deps, room)
    if (presence) return presence // its signal says more than a beacon
    if (isQuiet) await deps.signals.beacon(room)
    return 'same'
  } catch (error) {
    deps.log({ event: 'room-not-reconciled', roomID: room._id, error: describeError(error, deps.secrets) })
    if (isQuiet) await deps.signals.beacon(room)
    return 'unknown'
  }
}
