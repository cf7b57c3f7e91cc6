import type { Clock } from '../../core/clock'
import type { CloudApi } from '../../core/cloud-api'
import type { PhoneFact } from '../../core/phone-events'
import { RoomStay } from '../../core/room-session'
import type { SessionStore } from '../../core/session.store'
import { believeSignal, believeSnapshot } from '../../core/signals'
import type { RoomSnapshot } from '../../domain/api/room'
import type { Uplink } from '../../domain/api/studio'
import type { Beacon } from '../../domain/signal'
import type {
  ConnectionFact,
  LiveRoom,
  Publisher,
  PublisherState,
  Rtc,
  StreamTag,
  TagEvent,
} from '../../rtc/ports'
import { Beat } from './beat'

export interface BroadcastDeps {
  readonly cloud: CloudApi
  readonly session: SessionStore
  readonly clock: Clock
  loadRtc(): Promise<Rtc>
  log(line: string): void
}

export interface BroadcastListener {
  truth(room: RoomSnapshot): void
  publisher(state: PublisherState): void
  /** Viewers, without the anchor. */
  audience(count: number): void
  /** Pieces left of the shelf, with the beacon of every beat. */
  stocks(shelf: NonNullable<Beacon['shelf']>): void
  /** What the pusher sends right now, for the beat; zeros = nothing fresh. */
  uplink(): Uplink
  /** Nothing more comes from this broadcast: it is closed. OTHER_DEVICE = the anchor goes on elsewhere. */
  trouble(trouble: 'OTHER_DEVICE' | 'LOST'): void
}

/**
 * One phone on the air, from `studio.start` to leaving: login, stream, beat. The same show can have several, one after
 * the other: another try, or another phone of the anchor. Once closed, nothing of it is heard.
 */
export class Broadcast {
  private readonly deps: BroadcastDeps
  private readonly roomID: string
  private readonly tag: StreamTag
  private readonly listener: BroadcastListener
  private truth: RoomSnapshot | null = null
  private live: LiveRoom | null = null
  private stay: RoomStay | null = null
  private stream: Publisher | null = null
  private beat: Beat | null = null
  private viewers: number | null = null
  private closed = false

  constructor(
    deps: BroadcastDeps,
    air: { readonly roomID: string; readonly tag: StreamTag },
    listener: BroadcastListener,
  ) {
    this.deps = deps
    this.roomID = air.roomID
    this.tag = air.tag
    this.listener = listener
  }

  /** Resolves when the stream has been asked for. Rejects with AppError or RtcError; the caller closes. */
  async open(): Promise<void> {
    const { deps } = this
    const { room, grant } = await deps.cloud.call('studio.start', { roomID: this.roomID })
    const rtc = await deps.loadRtc()
    if (this.closed) return
    this.heard(room)
    const open = () => !this.closed
    const live = rtc.openRoom({
      connection: (fact) => open() && this.connection(fact),
      signal: (signal) => open() && this.believe(believeSignal(this.truth, signal)),
      beacon: ({ roomID, shelf }) => {
        if (open() && roomID === this.roomID && shelf !== undefined) this.listener.stocks(shelf)
      },
      online: (count) => open() && this.counted(count),
      tokenWillExpire: () => this.stay?.tokenWillExpire(),
      streamsChanged: () => {},
    })
    this.live = live
    this.stream = live.publisher(this.tag, (state) => open() && this.listener.publisher(state))
    this.stream.prepare()
    this.stay = new RoomStay(
      deps,
      { live, grant, publish: true },
      { doubt: () => void this.readTruth(), lost: () => this.fail('LOST') },
    )
    await this.stay.enter()
    if (this.closed || room.streamID === null) return
    this.stream.start(room.streamID)
    this.beat = new Beat(deps, this.roomID, {
      uplink: () => this.listener.uplink(),
      online: () => this.viewers,
      rev: (rev) => this.revHeard(rev),
    })
  }

  phone(fact: PhoneFact): void {
    this.live?.phone(fact)
    if (fact === 'shown') this.stay?.shown()
    else if (fact === 'networkBack' || fact === 'networkSwitched') this.stay?.networkBack()
    else if (fact === 'networkLost') this.stay?.networkLost()
  }

  tagState(event: TagEvent): void {
    this.stream?.tagState(event)
  }

  tagNet(event: TagEvent): void {
    this.stream?.tagNet(event)
  }

  /** The person asks for one more try of the stream. */
  retry(): void {
    this.stream?.retry()
  }

  /** Leaves nothing behind: beat, timers, stream, room. The show goes on for the server. Harmless when repeated. */
  async close(): Promise<void> {
    this.closed = true
    this.beat?.stop()
    this.stay?.end()
    const { live } = this
    this.live = null
    this.stream = null
    await live?.leave()
  }

  private heard(room: RoomSnapshot): void {
    this.deps.session.heardServerTime(room.serverTime)
    this.believe(believeSnapshot(this.truth, room))
  }

  private believe(truth: RoomSnapshot | null): void {
    if (truth === null || truth === this.truth) return
    this.truth = truth
    this.listener.truth(truth)
  }

  /** ZEGO counts everybody in the room; the anchor is no audience. */
  private counted(online: number): void {
    this.viewers = Math.max(0, online - 1)
    this.listener.audience(this.viewers)
  }

  /** The server took the beat, or (null) takes none any more: then the show is over. */
  private revHeard(rev: number | null): void {
    if (rev === null || rev > (this.truth?.rev ?? 0)) void this.readTruth()
  }

  private connection(fact: ConnectionFact): void {
    if (fact === 'joined') this.stay?.joined()
    else if (fact === 'staleToken') this.stay?.tokenStale()
    else if (fact === 'otherDevice') this.fail('OTHER_DEVICE')
    else if (fact === 'kicked' || fact === 'replaced') this.fail('LOST')
    else if (fact === 'lost') this.stay?.dropped()
    else if (fact === 'reconnecting') this.stay?.lineBroke()
  }

  private async readTruth(): Promise<void> {
    try {
      const { room } = await this.deps.cloud.call('room.snapshot', { roomID: this.roomID })
      if (!this.closed) this.heard(room)
    } catch (error) {
      this.deps.log(`studio: snapshot not read: ${String(error)}`)
    }
  }

  private fail(trouble: 'OTHER_DEVICE' | 'LOST'): void {
    if (this.closed) return
    void this.close()
    this.listener.trouble(trouble)
  }
}
