import type { PhoneEvent } from '../core/phone-events'
import type { RoomSnapshot } from '../domain/api/room'
import type { Uplink } from '../domain/api/studio'
import { Heartbeat } from './heartbeat'
import type { ComponentEvent, LiveComponent, Publisher, PublisherState, ShelfStocks } from './ports'
import { RoomSession, type RoomSessionDeps } from './room-session'

/** OTHER_DEVICE = the anchor goes on elsewhere. */
export type AnchorSessionError = 'OTHER_DEVICE' | 'LOST'

export interface AnchorSessionListener {
  snapshot(room: RoomSnapshot): void
  publisher(state: PublisherState): void
  /** Viewers, without the anchor. */
  audience(count: number): void
  /** Pieces left of the shelf, with the beacon of every heartbeat. */
  stocks(shelf: ShelfStocks): void
  /** What the pusher sends right now, for the heartbeat; zeros = nothing fresh. */
  uplink(): Uplink
  /** Nothing more comes from this session: it is closed. */
  error(error: AnchorSessionError): void
}

/**
 * One phone on the air, from `studio.start` to leaving: login, stream, heartbeat. The same show can have several, one
 * after the other: another try, or another phone of the anchor. Once closed, it tells nothing more.
 */
export class AnchorSession {
  private readonly deps: RoomSessionDeps
  private readonly roomID: string
  private readonly component: LiveComponent
  private readonly listener: AnchorSessionListener
  private room: RoomSession | null = null
  private stream: Publisher | null = null
  private heartbeat: Heartbeat | null = null
  private viewers: number | null = null
  private closed = false

  constructor(
    deps: RoomSessionDeps,
    show: { readonly roomID: string; readonly component: LiveComponent },
    listener: AnchorSessionListener,
  ) {
    this.deps = deps
    this.roomID = show.roomID
    this.component = show.component
    this.listener = listener
  }

  /** Resolves when the stream has been asked for. Rejects with AppError or RtcError; the caller closes. */
  async open(): Promise<void> {
    const { deps, listener, roomID } = this
    const { room: snapshot, grant } = await deps.cloud.call('studio.start', { roomID })
    if (this.closed) return
    const room = new RoomSession(
      deps,
      { grant, publish: true },
      {
        snapshot: (known) => listener.snapshot(known),
        serverHeard: () => {},
        beacon: ({ shelf }) => shelf !== undefined && listener.stocks(shelf),
        online: (count) => this.setOnline(count),
        streamsChanged: () => {},
        joined: () => {},
        requestSync: () => void room.readSnapshot(),
        ended: (reason) => this.ended(reason === 'otherDevice' ? 'OTHER_DEVICE' : 'LOST'),
      },
    )
    this.room = room
    room.applySnapshot(snapshot)
    this.stream = room.live.publisher(this.component, (state) => room.closed || listener.publisher(state))
    this.stream.prepare()
    await room.enter()
    if (room.closed || snapshot.streamID === null) return
    this.stream.start(snapshot.streamID)
    this.heartbeat = new Heartbeat(deps, roomID, {
      uplink: () => listener.uplink(),
      online: () => this.viewers,
      rev: (rev) => this.onRev(rev),
    })
  }

  phone(event: PhoneEvent): void {
    this.room?.phone(event)
  }

  onStateChange(event: ComponentEvent): void {
    this.stream?.onStateChange(event)
  }

  onNetStatus(event: ComponentEvent): void {
    this.stream?.onNetStatus(event)
  }

  /** The person asks for one more try of the stream. */
  retry(): void {
    this.stream?.retry()
  }

  /** Leaves nothing behind: heartbeat, timers, stream, room. The show goes on for the server. Harmless when repeated. */
  async close(): Promise<void> {
    this.closed = true
    this.heartbeat?.stop()
    this.stream = null
    await this.room?.close()
  }

  /** ZEGO counts everybody in the room; the anchor is no audience. */
  private setOnline(online: number): void {
    this.viewers = Math.max(0, online - 1)
    this.listener.audience(this.viewers)
  }

  /** The server took the heartbeat, or (null) takes none any more: then the show is over. */
  private onRev(rev: number | null): void {
    if (rev === null || rev > (this.room?.snapshot?.rev ?? 0)) void this.room?.readSnapshot()
  }

  private ended(error: AnchorSessionError): void {
    void this.close()
    this.listener.error(error)
  }
}
