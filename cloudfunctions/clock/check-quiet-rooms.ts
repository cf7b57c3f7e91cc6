import { describeError } from '../lib/log'
import { judgePresence, type Presence, QUIET_MS, writePresence } from '../lib/rooms/presence'
import type { Room } from '../lib/rooms/room-document'
import type { Services } from '../lib/services'

/** Rooms of one run: a shop has one live room, former owners may have left others. */
export const ROOMS_A_RUN = 20
/** Asked at once; each question may take the 2 s of ZEGO's server API. */
const AT_ONCE = 5

type Outcome = Presence | 'same' | 'unknown'
/** How many rooms came out how; 'unknown' = ZEGO could not be asked, and nothing was changed. */
export type Checked = Readonly<Record<Outcome, number>>

type Deps = Pick<Services, 'rooms' | 'signals' | 'zego' | 'clock' | 'log' | 'secrets'>

/**
 * Looks after live rooms whose anchor's phone is silent: says on its behalf whether the host is there (ZEGO knows) and
 * at which `rev` the room stands, and ends a show that host and stream left 15 minutes ago.
 */
export async function checkQuietRooms(deps: Deps): Promise<Checked> {
  const quiet = await deps.rooms.listQuiet(deps.clock.now() - QUIET_MS, ROOMS_A_RUN)
  const checked = { away: 0, back: 0, over: 0, same: 0, unknown: 0 }
  for (let i = 0; i < quiet.length; i += AT_ONCE) {
    const outcomes = await Promise.all(quiet.slice(i, i + AT_ONCE).map((room) => checkRoom(deps, room)))
    for (const outcome of outcomes) checked[outcome]++
  }
  return checked
}

async function checkRoom(deps: Deps, room: Room): Promise<Outcome> {
  let there: boolean
  try {
    const streams = await deps.zego.streamsOf(room._id)
    there = streams.some(({ streamID }) => streamID === room.streamID)
  } catch (error) {
    deps.log({ event: 'presence-unknown', roomID: room._id, error: describeError(error, deps.secrets) })
    return 'unknown'
  }
  const presence = judgePresence(room, there, deps.clock.now())
  if (presence && (await writePresence(deps, room, presence))) return presence
  if (!presence) await deps.signals.beacon(room)
  return 'same'
}
