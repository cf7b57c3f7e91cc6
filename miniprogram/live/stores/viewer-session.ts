import type { Clock } from '../../core/clock'
import type { CloudApi } from '../../core/cloud-api'
import { troubleOf } from '../../core/connection-error'
import type { PhoneFact } from '../../core/phone-events'
import { RoomStay } from '../../core/room-session'
import type { SessionStore } from '../../core/session.store'
import { believeSignal, believeSnapshot } from '../../core/signals'
import type { RoomSnapshot } from '../../domain/api/room'
import type { TokenGrant } from '../../domain/api/token'
import { isAppError } from '../../domain/errors'
import type { Beacon } from '../../domain/signal'
import type { ConnectionFact, LiveRoom, Player, PlayerState, Rtc, StreamTag, TagEvent } from '../../rtc/ports'
import type { RoomTrouble } from '../text/room-text'
import type { ShelfStocks } from './bag.store'
import { TruthReader } from './snapshot-sync'

export interface RoomVisitDeps {
  readonly cloud: CloudApi
  readonly session: SessionStore
  readonly clock: Clock
  /** Rejects with RtcError LOAD_FAILED; a later call tries again. */
  loadRtc(): Promise<Rtc>
  /** 0…1 */
  random(): number
  log(line: string): void
}

export interface RoomVisitListener {
  truth(room: RoomSnapshot): void
  player(state: PlayerState): void
  /** People in the room, the anchor included. */
  online(count: number): void
  /** Pieces left of number 1…n of the shelf `shelfRev`. */
  stocks(shelf: ShelfStocks): void
  /** Nothing more comes from this visit: it is closed. */
  trouble(trouble: RoomTrouble): void
  /** Another room was opened on this phone, over this one. Nothing more comes from this visit. */
  replaced(): void
}

/**
 * One shopper's visit to one room, from the card to leaving. The server's snapshot is the truth, signals move it
 * forward, and the player follows the stream that the truth names, never another. Once closed, nothing of it is heard.
 */
export class RoomVisit {
  private readonly deps: RoomVisitDeps
  private readonly roomID: string
  private readonly tag: StreamTag
  private readonly listener: RoomVisitListener
  private readonly reader: TruthReader
  private truth: RoomSnapshot | null = null
  private live: LiveRoom | null = null
  private stay: RoomStay | null = null
  private stream: Player | null = null
  /** ZEGO's room has had us: whoever comes in again may have missed something. */
  private wasIn = false
  private closed = false

  constructor(
    deps: RoomVisitDeps,
    visit: { readonly roomID: string; readonly tag: StreamTag },
    listener: RoomVisitListener,
  ) {
    this.deps = deps
    this.roomID = visit.roomID
    this.tag = visit.tag
    this.listener = listener
    this.reader = new TruthReader({ clock: deps.clock, random: deps.random, read: () => this.readTruth() })
  }

  /** Never rejects: what goes wrong is a trouble. */
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
        if (!this.closed) this.heard(room)
        if (grant !== null && room.status !== 'ended') await this.join(rtcLoading, grant)
      })
      return
    }
    // The list brought the key: in with it at once, while the server says whether all is as it was.
    this.believe(known.room, 'answer')
    await Promise.all([
      this.orFail(() => this.join(rtcLoading, known.grant)),
      asked.then(
        ({ room }) => !this.closed && this.heard(room),
        (error: unknown) => this.doubted(error),
      ),
    ])
  }

  phone(fact: PhoneFact): void {
    this.live?.phone(fact)
    if (fact === 'networkLost') this.stay?.networkLost()
    if (fact === 'shown') this.stay?.shown()
    else if (fact === 'networkBack' || fact === 'networkSwitched') this.stay?.networkBack()
    else return
    this.suspect()
  }

  tagState(event: TagEvent): void {
    this.stream?.tagState(event)
  }

  tagNet(event: TagEvent): void {
    this.stream?.tagNet(event)
  }

  /** The person asks for one more try of the picture. */
  retryPicture(): void {
    this.stream?.retry()
  }

  /** Leaves nothing behind: timers, streams, room. Harmless when repeated. */
  async close(): Promise<void> {
    this.closed = true
    this.reader.stop()
    this.stay?.end()
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
      this.fail(troubleOf(error))
    }
  }

  /** The server did not confirm what the list said. No answer is no news: the picture goes on, the reader asks again. */
  private doubted(error: unknown): void {
    this.deps.log(`room: not confirmed: ${String(error)}`)
    if (isAppError(error, 'ROOM_NOT_FOUND')) this.fail('ROOM_NOT_FOUND')
    else this.suspect()
  }

  private async join(rtcLoading: Promise<Rtc>, grant: TokenGrant): Promise<void> {
    const rtc = await rtcLoading
    if (this.closed) return
    const open = () => !this.closed
    const live = rtc.openRoom({
      connection: (fact) => open() && this.connection(fact),
      signal: (signal) => open() && this.believe(believeSignal(this.truth, signal), 'system'),
      beacon: (beacon) => open() && this.beacon(beacon),
      online: (count) => open() && this.listener.online(count),
      tokenWillExpire: () => this.stay?.tokenWillExpire(),
      streamsChanged: () => open() && this.truth?.status === 'created' && this.suspect(),
    })
    this.live = live
    const stay = new RoomStay(
      this.deps,
      { live, grant, publish: false },
      { doubt: () => this.suspect(), lost: () => this.fail('LOST') },
    )
    this.stay = stay
    await stay.enter()
    if (this.closed) return
    this.stream = live.player(this.tag, (state) => open() && this.played(state))
    this.reader.listen()
    this.follow()
  }

  private heard(room: RoomSnapshot): void {
    this.deps.session.heardServerTime(room.serverTime)
    this.believe(believeSnapshot(this.truth, room), 'answer')
  }

  private believe(truth: RoomSnapshot | null, from: 'system' | 'answer'): void {
    if (from === 'system') this.reader.heardSystem()
    const before = this.truth
    if (truth === null || truth === before) return
    this.truth = truth
    this.listener.truth(truth)
    this.follow()
    // The anchor's phone told the server that it sends again: worth a look before the next one is due.
    if (before?.awaySince != null && truth.awaySince === null) this.stream?.retry()
  }

  private beacon({ roomID, rev, shelf }: Beacon): void {
    if (roomID !== this.roomID) return
    this.reader.heardSystem()
    if (shelf !== undefined) this.listener.stocks(shelf)
    if (this.truth !== null && rev > this.truth.rev) this.suspect()
  }

  /** Makes the player do what the truth says. */
  private follow(): void {
    const { truth, stream } = this
    if (truth?.status === 'ended') {
      stream?.end()
      // Nothing more will come, and every minute in ZEGO's room is paid for.
      void this.close()
    } else if (truth?.status === 'live' && truth.streamID !== null) stream?.play(truth.streamID)
  }

  private played(state: PlayerState): void {
    this.listener.player(state)
    // The host's stream stopped: gone for a moment, or is the show over?
    // A truth that already says so has nothing to add.
    if (state === 'host-away' && this.truth?.awaySince == null) this.suspect()
  }

  private connection(fact: ConnectionFact): void {
    if (fact === 'joined') {
      this.stay?.joined()
      if (this.wasIn) this.suspect()
      this.wasIn = true
    } else if (fact === 'lost') this.stay?.dropped()
    else if (fact === 'reconnecting') this.stay?.lineBroke()
    else if (fact === 'staleToken') this.stay?.tokenStale()
    else if (fact === 'replaced') {
      void this.close()
      this.listener.replaced()
    } else if (fact === 'kicked') this.fail('KICKED')
    else if (fact === 'otherDevice') this.fail('OTHER_DEVICE')
  }

  /** A room that is over does not change any more, and one that nobody is in is not asked for. */
  private suspect(): void {
    if (!this.closed && this.stream !== null && this.truth?.status !== 'ended') this.reader.suspect()
  }

  private async readTruth(): Promise<void> {
    try {
      const { room } = await this.deps.cloud.call('room.snapshot', { roomID: this.roomID })
      if (!this.closed) this.heard(room)
    } catch (error) {
      this.deps.log(`room: snapshot not read: ${String(error)}`)
    }
  }

  private fail(trouble: RoomTrouble): void {
    if (this.closed) return
    void this.close()
    this.listener.trouble(trouble)
  }
}
