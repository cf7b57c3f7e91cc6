import type { Clock } from '../../core/clock'
import type { CloudApi } from '../../core/cloud-api'
import { errorOf } from '../../core/connection-error'
import type { PhoneEvent } from '../../core/phone-events'
import { RoomSession } from '../../core/room-session'
import type { SessionStore } from '../../core/session.store'
import { applySignal, applySnapshot } from '../../core/signals'
import type { RoomSnapshot } from '../../domain/api/room'
import type { TokenGrant } from '../../domain/api/token'
import { isAppError } from '../../domain/errors'
import type { Beacon } from '../../domain/signal'
import type {
  ComponentEvent,
  ConnectionEvent,
  LiveComponent,
  LiveRoom,
  Player,
  PlayerState,
  Rtc,
} from '../../rtc/ports'
import type { RoomError } from '../text/room-text'
import type { ShelfStocks } from './bag.store'
import { SnapshotSync } from './snapshot-sync'

export interface ViewerSessionDeps {
  readonly cloud: CloudApi
  readonly session: SessionStore
  readonly clock: Clock
  /** Rejects with RtcError LOAD_FAILED; a later call tries again. */
  loadRtc(): Promise<Rtc>
  /** 0…1 */
  random(): number
  log(line: string): void
}

export interface ViewerSessionListener {
  snapshot(room: RoomSnapshot): void
  player(state: PlayerState): void
  /** People in the room, the anchor included. */
  online(count: number): void
  /** Pieces left of number 1…n of the shelf `shelfRev`. */
  stocks(shelf: ShelfStocks): void
  /** Nothing more comes from this session: it is closed. */
  error(error: RoomError): void
  /** Another room was opened on this phone, over this one. Nothing more comes from this session. */
  replaced(): void
}

/**
 * One viewer in one room, from the card to leaving. The server's snapshot is the truth, signals move it
 * forward, and the player follows the stream that the truth names, never another. Once closed, it tells nothing more.
 */
export class ViewerSession {
  private readonly deps: ViewerSessionDeps
  private readonly roomID: string
  private readonly component: LiveComponent
  private readonly listener: ViewerSessionListener
  private readonly sync: SnapshotSync
  private snapshot: RoomSnapshot | null = null
  private live: LiveRoom | null = null
  private roomSession: RoomSession | null = null
  private stream: Player | null = null
  /** ZEGO's room has had us: whoever comes in again may have missed something. */
  private wasIn = false
  private closed = false

  constructor(
    deps: ViewerSessionDeps,
    viewer: { readonly roomID: string; readonly component: LiveComponent },
    listener: ViewerSessionListener,
  ) {
    this.deps = deps
    this.roomID = viewer.roomID
    this.component = viewer.component
    this.listener = listener
    this.sync = new SnapshotSync({ clock: deps.clock, random: deps.random, read: () => this.readSnapshot() })
  }

  /** Never rejects: what goes wrong is told to the listener as an error. */
  async open(): Promise<void> {
    const { deps, roomID } = this
    // The package comes down while the server is asked; its failure matters only once it is needed.
    const rtcLoading = deps.loadRtc()
    rtcLoading.catch(() => {})
    const known = deps.session.takeEntry(roomID)
    const asked = deps.cloud.call('room.enter', { roomID })
    if (known === null) {
      await this.orFail(async () => {
        const { room, grant } = await asked
        if (!this.closed) this.applyAnswer(room)
        if (grant !== null && room.status !== 'ended') await this.join(rtcLoading, grant)
      })
      return
    }
    // The list brought the key: in with it at once, while the server says whether all is as it was.
    this.update(known.room, 'answer')
    await Promise.all([
      this.orFail(() => this.join(rtcLoading, known.grant)),
      asked.then(
        ({ room }) => !this.closed && this.applyAnswer(room),
        (error: unknown) => this.unconfirmed(error),
      ),
    ])
  }

  phone(event: PhoneEvent): void {
    this.live?.phone(event)
    if (event === 'networkLost') this.roomSession?.networkLost()
    if (event === 'shown') this.roomSession?.shown()
    else if (event === 'networkBack' || event === 'networkSwitched') this.roomSession?.networkBack()
    else return
    this.requestSync()
  }

  onStateChange(event: ComponentEvent): void {
    this.stream?.onStateChange(event)
  }

  onNetStatus(event: ComponentEvent): void {
    this.stream?.onNetStatus(event)
  }

  /** The person asks for one more try of the picture. */
  retryPicture(): void {
    this.stream?.retry()
  }

  /** Leaves nothing behind: timers, streams, room. Harmless when repeated. */
  async close(): Promise<void> {
    this.closed = true
    this.sync.stop()
    this.roomSession?.end()
    const { live } = this
    this.live = null
    this.stream = null
    await live?.leave()
  }

  private async orFail(step: () => Promise<void>): Promise<void> {
    try {
      await step()
    } catch (error) {
      this.deps.log(`room: ${String(error)}`)
      this.fail(errorOf(error))
    }
  }

  /** The server did not confirm what the list said. No answer is no news: the picture goes on, the reader asks again. */
  private unconfirmed(error: unknown): void {
    this.deps.log(`room: not confirmed: ${String(error)}`)
    if (isAppError(error, 'ROOM_NOT_FOUND')) this.fail('ROOM_NOT_FOUND')
    else this.requestSync()
  }

  private async join(rtcLoading: Promise<Rtc>, grant: TokenGrant): Promise<void> {
    const rtc = await rtcLoading
    if (this.closed) return
    const open = () => !this.closed
    const live = rtc.openRoom({
      connection: (event) => open() && this.connection(event),
      signal: (signal) => open() && this.update(applySignal(this.snapshot, signal), 'system'),
      beacon: (beacon) => open() && this.beacon(beacon),
      online: (count) => open() && this.listener.online(count),
      tokenWillExpire: () => this.roomSession?.tokenWillExpire(),
      streamsChanged: () => open() && this.snapshot?.status === 'created' && this.requestSync(),
    })
    this.live = live
    const roomSession = new RoomSession(
      this.deps,
      { live, grant, publish: false },
      { requestSync: () => this.requestSync(), lost: () => this.fail('LOST') },
    )
    this.roomSession = roomSession
    await roomSession.enter()
    if (this.closed) return
    this.stream = live.player(this.component, (state) => open() && this.setPlayer(state))
    this.sync.listen()
    this.follow()
  }

  private applyAnswer(room: RoomSnapshot): void {
    this.deps.session.syncServerTime(room.serverTime)
    this.update(applySnapshot(this.snapshot, room), 'answer')
  }

  private update(snapshot: RoomSnapshot | null, from: 'system' | 'answer'): void {
    if (from === 'system') this.sync.resetSilence()
    const before = this.snapshot
    if (snapshot === null || snapshot === before) return
    this.snapshot = snapshot
    this.listener.snapshot(snapshot)
    this.follow()
    // The anchor's phone told the server that it sends again: worth a look before the next one is due.
    if (before?.awaySince != null && snapshot.awaySince === null) this.stream?.retry()
  }

  private beacon({ roomID, rev, shelf }: Beacon): void {
    if (roomID !== this.roomID) return
    this.sync.resetSilence()
    if (shelf !== undefined) this.listener.stocks(shelf)
    if (this.snapshot !== null && rev > this.snapshot.rev) this.requestSync()
  }

  /** Makes the player do what the truth says. */
  private follow(): void {
    const { snapshot, stream } = this
    if (snapshot?.status === 'ended') {
      stream?.end()
      // Nothing more will come, and every minute in ZEGO's room is paid for.
      void this.close()
    } else if (snapshot?.status === 'live' && snapshot.streamID !== null) stream?.play(snapshot.streamID)
  }

  private setPlayer(state: PlayerState): void {
    this.listener.player(state)
    // The anchor's stream stopped: gone for a moment, or is the show over?
    // A truth that already says so has nothing to add.
    if (state === 'anchor-away' && this.snapshot?.awaySince == null) this.requestSync()
  }

  private connection(event: ConnectionEvent): void {
    if (event === 'joined') {
      this.roomSession?.joined()
      if (this.wasIn) this.requestSync()
      this.wasIn = true
    } else if (event === 'lost') this.roomSession?.dropped()
    else if (event === 'reconnecting') this.roomSession?.lineBroke()
    else if (event === 'staleToken') this.roomSession?.tokenStale()
    else if (event === 'replaced') {
      void this.close()
      this.listener.replaced()
    } else if (event === 'kicked') this.fail('KICKED')
    else if (event === 'otherDevice') this.fail('OTHER_DEVICE')
  }

  /** A room that is over does not change any more, and one that nobody is in is not asked for. */
  private requestSync(): void {
    if (!this.closed && this.stream !== null && this.snapshot?.status !== 'ended') this.sync.requestSync()
  }

  private async readSnapshot(): Promise<void> {
    try {
      const { room } = await this.deps.cloud.call('room.snapshot', { roomID: this.roomID })
      if (!this.closed) this.applyAnswer(room)
    } catch (error) {
      this.deps.log(`room: snapshot not read: ${String(error)}`)
    }
  }

  private fail(error: RoomError): void {
    if (this.closed) return
    void this.close()
    this.listener.error(error)
  }
}
