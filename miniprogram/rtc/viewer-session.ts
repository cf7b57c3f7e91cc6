import { type ConnectionError, errorOf } from '../core/connection-error'
import type { PhoneEvent } from '../core/phone-events'
import type { RoomSnapshot } from '../domain/api/room'
import type { TokenGrant } from '../domain/api/token'
import type { ErrorCode } from '../domain/errors'
import type { Beacon } from '../domain/signal'
import type { ComponentEvent, LiveComponent, Player, PlayerState, ShelfStocks } from './ports'
import { type EndReason, RoomSession, type RoomSessionDeps } from './room-session'
import { SnapshotSync } from './snapshot-sync'

export interface ViewerSessionDeps extends RoomSessionDeps {
  /** 0…1 */
  random(): number
}

export type ViewerSessionError = ErrorCode | ConnectionError | 'KICKED' | 'OTHER_DEVICE' | 'LOST'

export interface ViewerSessionListener {
  snapshot(room: RoomSnapshot): void
  player(state: PlayerState): void
  /** People in the room, the anchor included. */
  online(count: number): void
  /** Pieces left of number 1…n of the shelf `shelfRev`. */
  stocks(shelf: ShelfStocks): void
  /** Nothing more comes from this session: it is closed. */
  error(error: ViewerSessionError): void
  /** Another room was opened on this phone, over this one. Nothing more comes from this session. */
  replaced(): void
}

const ERRORS = { lost: 'LOST', kicked: 'KICKED', otherDevice: 'OTHER_DEVICE' } as const

/** One viewer in one room, from the login to leaving. The player follows the stream that the snapshot names, no other. */
export class ViewerSession {
  private readonly deps: ViewerSessionDeps
  private readonly component: LiveComponent
  private readonly listener: ViewerSessionListener
  private readonly sync: SnapshotSync
  private readonly room: RoomSession
  private stream: Player | null = null
  /** ZEGO's room has had us: whoever comes in again may have missed something. */
  private wasIn = false

  constructor(
    deps: ViewerSessionDeps,
    entry: { readonly room: RoomSnapshot; readonly grant: TokenGrant; readonly component: LiveComponent },
    listener: ViewerSessionListener,
  ) {
    this.deps = deps
    this.component = entry.component
    this.listener = listener
    this.room = new RoomSession(
      deps,
      { grant: entry.grant, publish: false },
      {
        snapshot: (room, before) => this.follow(room, before),
        serverHeard: () => this.sync.resetSilence(),
        beacon: (beacon) => this.beacon(beacon),
        online: (count) => listener.online(count),
        streamsChanged: () => {
          if (this.room.snapshot?.status === 'created') this.requestSync()
        },
        joined: () => this.joined(),
        requestSync: () => this.requestSync(),
        ended: (reason) => this.ended(reason),
      },
    )
    this.sync = new SnapshotSync({
      clock: deps.clock,
      random: deps.random,
      read: () => this.room.readSnapshot(),
    })
    this.room.snapshot = entry.room
  }

  get closed(): boolean {
    return this.room.closed
  }

  /** Never rejects: what goes wrong is told to the listener as an error. */
  async open(): Promise<void> {
    const { room } = this
    try {
      await room.enter()
    } catch (error) {
      this.deps.log(`room: ${String(error)}`)
      if (!room.closed) {
        void this.close()
        this.listener.error(errorOf(error))
      }
    }
    if (room.closed) return
    this.stream = room.live.player(this.component, (state) => room.closed || this.setPlayer(state))
    this.sync.listen()
    this.play()
  }

  applySnapshot(room: RoomSnapshot): void {
    this.room.applySnapshot(room)
  }

  /** A room that is over does not change any more, and one that nobody is in is not asked for. */
  requestSync(): void {
    const { closed, snapshot } = this.room
    if (!closed && this.stream !== null && snapshot?.status !== 'ended') this.sync.requestSync()
  }

  phone(event: PhoneEvent): void {
    this.room.phone(event)
    if (event === 'shown' || event === 'networkBack' || event === 'networkSwitched') this.requestSync()
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

  /** Leaves nothing behind. Harmless when repeated. */
  async close(): Promise<void> {
    this.sync.stop()
    this.stream = null
    await this.room.close()
  }

  private follow(room: RoomSnapshot, before: RoomSnapshot | null): void {
    this.listener.snapshot(room)
    this.play()
    // The anchor's phone told the server that it sends again: worth a look before the next one is due.
    if (before?.awaySince != null && room.awaySince === null) this.stream?.retry()
  }

  /** Makes the player do what the snapshot says. */
  private play(): void {
    const { stream } = this
    const { snapshot } = this.room
    if (snapshot?.status === 'ended') {
      stream?.end()
      // Nothing more will come, and every minute in ZEGO's room is paid for.
      void this.close()
    } else if (snapshot?.status === 'live' && snapshot.streamID !== null) stream?.play(snapshot.streamID)
  }

  private beacon({ rev, shelf }: Beacon): void {
    if (shelf !== undefined) this.listener.stocks(shelf)
    const { snapshot } = this.room
    if (snapshot !== null && rev > snapshot.rev) this.requestSync()
  }

  private setPlayer(state: PlayerState): void {
    this.listener.player(state)
    // The anchor's stream stopped: gone for a moment, or is the show over?
    // A snapshot that already says so has nothing to add.
    if (state === 'anchor-away' && this.room.snapshot?.awaySince == null) this.requestSync()
  }

  private joined(): void {
    if (this.wasIn) this.requestSync()
    this.wasIn = true
  }

  private ended(reason: EndReason): void {
    void this.close()
    if (reason === 'replaced') this.listener.replaced()
    else this.listener.error(ERRORS[reason])
  }
}
