import type { Clock } from '../../core/clock'
import type { CloudApi } from '../../core/cloud-api'
import type { PhoneEvent } from '../../core/phone-events'
import { RoomSession } from '../../core/room-session'
import type { SessionStore } from '../../core/session.store'
import { applySignal, applySnapshot } from '../../core/signals'
import type { RoomSnapshot } from '../../domain/api/room'
import type { Uplink } from '../../domain/api/studio'
import type { Beacon } from '../../domain/signal'
import type {
  ComponentEvent,
  ConnectionEvent,
  LiveComponent,
  LiveRoom,
  Publisher,
  PublisherState,
  Rtc,
} from '../../rtc/ports'
import { Heartbeat } from './heartbeat'

export interface AnchorSessionDeps {
  readonly cloud: CloudApi
  readonly session: SessionStore
  readonly clock: Clock
  loadRtc(): Promise<Rtc>
  log(line: string): void
}

export interface AnchorSessionListener {
  snapshot(room: RoomSnapshot): void
  publisher(state: PublisherState): void
  /** Viewers, without the anchor. */
  audience(count: number): void
  /** Pieces left of the shelf, with the beacon of every beat. */
  stocks(shelf: NonNullable<Beacon['shelf']>): void
  /** What the pusher sends right now, for the beat; zeros = nothing fresh. */
  uplink(): Uplink
  /** Nothing more comes from this broadcast: it is closed. OTHER_DEVICE = the anchor goes on elsewhere. */
  error(error: 'OTHER_DEVICE' | 'LOST'): void
}

/**
 * One phone on the air, from `studio.start` to leaving: login, stream, beat. The same show can have several, one after
 * the other: another try, or another phone of the anchor. Once closed, it tells nothing more.
 */
export class AnchorSession {
  private readonly deps: AnchorSessionDeps
  private readonly roomID: string
  private readonly component: LiveComponent
  private readonly listener: AnchorSessionListener
  private snapshot: RoomSnapshot | null = null
  private live: LiveRoom | null = null
  private roomSession: RoomSession | null = null
  private stream: Publisher | null = null
  private beat: Heartbeat | null = null
  private viewers: number | null = null
  private closed = false

  constructor(
    deps: AnchorSessionDeps,
    session: { readonly roomID: string; readonly component: LiveComponent },
    listener: AnchorSessionListener,
  ) {
    this.deps = deps
    this.roomID = session.roomID
    this.component = session.component
    this.listener = listener
  }

  /** Resolves when the stream has been asked for. Rejects with AppError or RtcError; the caller closes. */
  async open(): Promise<void> {
    const { deps } = this
    const { room, grant } = await deps.cloud.call('studio.start', { roomID: this.roomID })
    const rtc = await deps.loadRtc()
    if (this.closed) return
    this.applyAnswer(room)
    const open = () => !this.closed
    const live = rtc.openRoom({
      connection: (event) => open() && this.connection(event),
      signal: (signal) => open() && this.update(applySignal(this.snapshot, signal)),
      beacon: ({ roomID, shelf }) => {
        if (open() && roomID === this.roomID && shelf !== undefined) this.listener.stocks(shelf)
      },
      online: (count) => open() && this.setOnline(count),
      tokenWillExpire: () => this.roomSession?.tokenWillExpire(),
      streamsChanged: () => {},
    })
    this.live = live
    this.stream = live.publisher(this.component, (state) => open() && this.listener.publisher(state))
    this.stream.prepare()
    this.roomSession = new RoomSession(
      deps,
      { live, grant, publish: true },
      { requestSync: () => void this.readSnapshot(), lost: () => this.fail('LOST') },
    )
    await this.roomSession.enter()
    if (this.closed || room.streamID === null) return
    this.stream.start(room.streamID)
    this.beat = new Heartbeat(deps, this.roomID, {
      uplink: () => this.listener.uplink(),
      online: () => this.viewers,
      rev: (rev) => this.onRev(rev),
    })
  }

  phone(event: PhoneEvent): void {
    this.live?.phone(event)
    if (event === 'shown') this.roomSession?.shown()
    else if (event === 'networkBack' || event === 'networkSwitched') this.roomSession?.networkBack()
    else if (event === 'networkLost') this.roomSession?.networkLost()
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

  /** Leaves nothing behind: beat, timers, stream, room. The show goes on for the server. Harmless when repeated. */
  async close(): Promise<void> {
    this.closed = true
    this.beat?.stop()
    this.roomSession?.end()
    const { live } = this
    this.live = null
    this.stream = null
    await live?.leave()
  }

  private applyAnswer(room: RoomSnapshot): void {
    this.deps.session.syncServerTime(room.serverTime)
    this.update(applySnapshot(this.snapshot, room))
  }

  private update(snapshot: RoomSnapshot | null): void {
    if (snapshot === null || snapshot === this.snapshot) return
    this.snapshot = snapshot
    this.listener.snapshot(snapshot)
  }

  /** ZEGO counts everybody in the room; the anchor is no audience. */
  private setOnline(online: number): void {
    this.viewers = Math.max(0, online - 1)
    this.listener.audience(this.viewers)
  }

  /** The server took the beat, or (null) takes none any more: then the show is over. */
  private onRev(rev: number | null): void {
    if (rev === null || rev > (this.snapshot?.rev ?? 0)) void this.readSnapshot()
  }

  private connection(event: ConnectionEvent): void {
    if (event === 'joined') this.roomSession?.joined()
    else if (event === 'staleToken') this.roomSession?.tokenStale()
    else if (event === 'otherDevice') this.fail('OTHER_DEVICE')
    else if (event === 'kicked' || event === 'replaced') this.fail('LOST')
    else if (event === 'lost') this.roomSession?.dropped()
    else if (event === 'reconnecting') this.roomSession?.lineBroke()
  }

  private async readSnapshot(): Promise<void> {
    try {
      const { room } = await this.deps.cloud.call('room.snapshot', { roomID: this.roomID })
      if (!this.closed) this.applyAnswer(room)
    } catch (error) {
      this.deps.log(`studio: snapshot not read: ${String(error)}`)
    }
  }

  private fail(error: 'OTHER_DEVICE' | 'LOST'): void {
    if (this.closed) return
    void this.close()
    this.listener.error(error)
  }
}
