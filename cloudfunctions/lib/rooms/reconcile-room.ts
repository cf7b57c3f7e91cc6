import type { Services } from '../services'
import type { ZegoStream } from '../zego/server-api'
import { judgePresence, type Presence, writePresence } from './anchor-presence'
import type { Room } from './room-document'

/** Foreign streams of one look; the next look takes the others. Each costs up to two calls of 2 s, all at once. */
const REMOVED_AT_ONCE = 10

export interface Reconciled {
  /** What was written and announced; null = the truth said so already. */
  readonly presence: Presence | null
  /** Streams that were not the room's; null = ZEGO lists a room once in 10 s only, nobody looked for them. */
  readonly removed: number | null
}

type Deps = Pick<Services, 'rooms' | 'signals' | 'zego' | 'clock' | 'settings'>

/**
 * One look at the room with ZEGO's eyes, whoever gave the hint: the truth follows whether the anchor's stream is there,
 * every other stream is deleted and whoever made it put out. Throws what the server API throws; nothing is ended and
 * nobody put out unless ZEGO itself said what it sees.
 */
export async function reconcileRoom(deps: Deps, room: Room): Promise<Reconciled> {
  const { zego } = deps
  const anchorID = deps.settings.anchorIDOf(room.ownerOpenid)
  const isAnchors = ({ streamID, userID }: ZegoStream) => userID === anchorID && streamID === room.streamID

  const streams = await zego.streamsOf(room._id)
  // Between two lists the media servers know whether it runs; they may be a moment behind a stream that ends.
  const isThere = streams
    ? streams.some(isAnchors)
    : room.streamID !== null && (await zego.isStreamLive(room.streamID))
  const judged = judgePresence(room, isThere, deps.clock.now())
  const written = judged !== null && (await writePresence(deps, room, judged))

  const foreign = streams?.filter((stream) => !isAnchors(stream)).slice(0, REMOVED_AT_ONCE)
  await Promise.all(
    (foreign ?? []).map(async (stream) => {
      await zego.deleteStream(room._id, stream)
      // The anchor's own leftover goes; the anchor, whose show may be running beside it, stays.
      if (stream.userID !== anchorID) await zego.kickOut(room._id, stream.userID, 'not the anchor')
    }),
  )
  return { presence: written ? judged : null, removed: foreign?.length ?? null }
}
