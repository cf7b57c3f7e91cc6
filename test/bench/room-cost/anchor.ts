import type { Clock } from '../../../miniprogram/core/clock.ts'
import type { CloudApi } from '../../../miniprogram/core/cloud-api.ts'
import { SessionStore } from '../../../miniprogram/core/session.store.ts'
import { Heartbeat } from '../../../miniprogram/rtc/heartbeat.ts'
import type { CloudShop } from '../../functions/support/cloud-shop.ts'
import { waitFor } from '../../support/wait-for.ts'
import type { Viewer } from './viewer.ts'

const SENDING = { videoKbps: 1200, audioKbps: 48, fps: 15 }
const SILENT = { videoKbps: 0, audioKbps: 0, fps: 0 }
const PATIENCE_MS = 60_000

export interface AnchorDeps {
  readonly clock: Clock
  readonly cloud: CloudApi
  readonly shop: CloudShop
  readonly roomID: string
  /** Who is in the room; they hear that streams come and go. */
  readonly viewers: ReadonlySet<Viewer>
}

export interface Anchor {
  /** Sends or stops sending; resolves when ZEGO and, by its callback, the truth know. */
  sends(wanted: boolean): Promise<void>
  /** After the end of the show. */
  leaves(): void
}

/** The anchor's phone: starts the show, logs in to ZEGO, publishes, and beats as the app does. */
export async function goOnAir({ clock, cloud, shop, roomID, viewers }: AnchorDeps): Promise<Anchor> {
  const { room, grant } = await cloud.call('studio.start', { roomID })
  const streamID = room.streamID ?? ''
  const anchor = await shop.enter(grant)
  let isSending = false

  const sends = async (wanted: boolean) => {
    isSending = wanted
    if (wanted) anchor.publish(streamID)
    else anchor.unpublish(streamID)
    const isThere = () => shop.zego.rooms()[0]?.streams.some((stream) => stream.streamID === streamID)
    await waitFor(() => isThere() === wanted, { what: 'the stream to come or go', timeoutMs: PATIENCE_MS })
    await waitFor(() => truthSays(wanted), { what: 'ZEGO’s callback', timeoutMs: PATIENCE_MS })
    for (const viewer of viewers) viewer.streamsChanged()
  }
  /** At the start: that the room has a session. */
  const truthSays = async (isThere: boolean) => {
    const [found] = await shop.cloud.database.find('rooms')
    return found?.session && (found.awaySince === null) === isThere
  }

  await sends(true)
  const session = new SessionStore({ clock })
  const beat = new Heartbeat({ cloud, clock, session, log: () => {} }, roomID, {
    uplink: () => (isSending ? SENDING : SILENT),
    online: () => viewers.size,
    rev: () => {},
  })
  return {
    sends,
    leaves: () => {
      beat.stop()
      anchor.close()
    },
  }
}
