import { makeAutoObservable } from 'mobx-miniprogram'
import type { RoomSnapshot } from '../domain/api/room'
import type { TokenGrant } from '../domain/api/token'
import { isAppError } from '../domain/errors'
import type { Beacon, RoomSignal } from '../domain/signal'
import type { Clock } from './clock'
import type { CloudApi } from './cloud-api'
import {
  type ConnectionFact,
  isRtcError,
  type LiveRoom,
  type Player,
  type PlayerState,
  type Rtc,
  type StreamTag,
  type TagEvent,
} from './live-room'
import { believeSignal, believeSnapshot } from './room-truth'
import { type RoomTrouble, type RoomView, roomView } from './room-words'
import type { SessionStore } from './session.store'

/** A phone that suspects a change asks after a random 0–3 s, so that a whole room does not ask at once. */
const SPREAD_MS = 3_000

export interface RoomStoreDeps {
  readonly cloud: CloudApi
  readonly session: SessionStore
  readonly clock: Clock
  /** Rejects with RtcError LOAD_FAILED; a later call tries again. */
  loadRtc(): Promise<Rtc>
  random(): number
  log(line: string): void
}

/** What the share card already says, shown before the server answers. */
export interface RoomHint {
  readonly title: string
  readonly anchorName: string
  readonly cover: string
}

/**
 * One shopper in one room. The server's snapshot is the truth, signals move it forward, and the player follows the
 * stream that the truth names, never another.
 */
export class RoomStore {
  truth: RoomSnapshot | null = null
  hint: RoomHint = { title: '', anchorName: '', cover: '' }
  trouble: RoomTrouble | null = null
  player: PlayerState = 'idle'
  /** A frame was on screen since the room was opened: states then lie over it, not over the cover. */
  hasPlayed = false
  private online: number | null = null
  /** ms, this phone's clock; moved by the page once a second. */
  private now = 0
  private playerSince = 0
  private roomID = ''
  private tag: StreamTag | null = null
  private live: LiveRoom | null = null
  private stream: Player | null = null
  /** Grows with every enter and leave: what an earlier one still hears is dropped. */
  private visit = 0
  private cancelRefresh: () => void = () => {}
  private readonly deps: RoomStoreDeps

  constructor(deps: RoomStoreDeps) {
    this.deps = deps
    this.now = deps.clock.now()
    makeAutoObservable<this, 'deps' | 'tag' | 'live' | 'stream' | 'visit' | 'cancelRefresh' | 'roomID'>(
      this,
      {
        deps: false,
        tag: false,
        live: false,
        stream: false,
        visit: false,
        cancelRefresh: false,
        roomID: false,
      },
      { autoBind: true, deep: false },
    )
  }

  get view(): RoomView {
    const { truth, trouble, player, hasPlayed } = this
    return roomView({ truth, trouble, player, hasPlayed, sinceMs: this.now - this.playerSince })
  }

  /** People watching, this phone included; ZEGO's count has the anchor in it while the anchor is there. */
  get audience(): number | null {
    if (this.online === null) return null
    const anchor = this.truth?.status === 'live' && this.player !== 'host-away' ? 1 : 0
    return Math.max(1, this.online - anchor)
  }

  get title(): string {
    return this.truth?.title ?? this.hint.title
  }

  get anchorName(): string {
    return this.truth?.anchorName ?? this.hint.anchorName
  }

  get cover(): string {
    return this.truth?.cover || this.hint.cover
  }

  /** Opens the room behind a share card or a home card. Harmless while it is already open or opening. */
  async enter(roomID: string, hint: RoomHint, tag: StreamTag): Promise<void> {
    if (this.roomID !== '') return
    this.hint = hint
    this.tag = tag
    if (roomID === '') {
      this.trouble = 'LINK'
      return
    }
    this.roomID = roomID
    await this.open()
  }

  /** The button of a trouble: begin anew, or give the player one more try when only the picture is missing. */
  async retry(): Promise<void> {
    if (this.roomID === '') return
    if (this.trouble === null && this.player === 'failed') {
      this.stream?.retry()
      return
    }
    if (this.trouble === null) return
    this.trouble = null // a second tap finds nothing to retry
    await this.close()
    await this.open()
  }

  /** The page is in front again. */
  foreground(): void {
    this.tick()
    this.live?.phone('shown')
    if (this.truth !== null && this.truth.status !== 'ended') this.refreshSoon()
  }

  tick(): void {
    this.now = this.deps.clock.now()
  }

  tagState(event: TagEvent): void {
    this.stream?.tagState(event)
  }

  tagNet(event: TagEvent): void {
    this.stream?.tagNet(event)
  }

  /** Leaves nothing behind: streams, room, timers. Harmless when repeated. */
  async leave(): Promise<void> {
    this.roomID = ''
    await this.close()
  }

  private async open(): Promise<void> {
    const visit = ++this.visit
    this.trouble = null
    this.online = null
    this.hasPlayed = false
    this.setPlayer('idle')
    try {
      // The package comes down while the server is asked; its failure matters only once it is needed.
      const rtcLoading = this.deps.loadRtc()
      rtcLoading.catch(() => {})
      const { room, grant } = await this.deps.cloud.call('room.enter', { roomID: this.roomID })
      if (visit !== this.visit) return
      this.heard(room)
      if (grant === null || room.status === 'ended') return
      const rtc = await rtcLoading
      if (visit !== this.visit) return
      await this.join(rtc, grant, visit)
    } catch (error) {
      if (visit === this.visit) this.failed(error)
    }
  }

  private async join(rtc: Rtc, grant: TokenGrant, visit: number): Promise<void> {
    const mine = () => visit === this.visit
    const live = rtc.openRoom({
      connection: (fact) => mine() && this.connection(fact),
      signal: (signal) => mine() && this.signalled(signal),
      beacon: (beacon) => mine() && this.beaconHeard(beacon),
      online: (count) => mine() && this.setOnline(count),
      tokenWillExpire: () => mine() && void this.renew(live),
      streamsChanged: () => mine() && this.streamsChanged(),
    })
    this.live = live
    await live.join(grant)
    if (!mine()) return
    if (this.tag) this.stream = live.player(this.tag, (state) => mine() && this.setPlayer(state))
    this.follow()
  }

  private async close(): Promise<void> {
    this.visit++
    this.cancelRefresh()
    const live = this.live
    this.live = null
    this.stream = null
    await live?.leave()
  }

  private heard(room: RoomSnapshot): void {
    this.deps.session.heardServerTime(room.serverTime)
    this.truth = believeSnapshot(this.truth, room)
    this.follow()
  }

  private signalled(signal: RoomSignal): void {
    this.truth = believeSignal(this.truth, signal)
    this.follow()
  }

  private beaconHeard(beacon: Beacon): void {
    if (this.truth !== null && beacon.rev > this.truth.rev) this.refreshSoon()
  }

  /** Makes the player do what the truth says. */
  private follow(): void {
    const { truth, stream } = this
    if (truth === null || stream === null) return
    if (truth.status === 'ended') {
      stream.end()
      // Nothing more will come, and every minute in ZEGO's room is paid for.
      void this.close()
    } else if (truth.status === 'live' && truth.streamID !== null) stream.play(truth.streamID)
  }

  private setPlayer(state: PlayerState): void {
    this.player = state
    this.now = this.deps.clock.now()
    this.playerSince = this.now
    if (state === 'playing') this.hasPlayed = true
    // The host's stream stopped: gone for a moment, or is the show over?
    if (state === 'host-away') this.refreshSoon()
  }

  private setOnline(count: number): void {
    this.online = count
  }

  private streamsChanged(): void {
    if (this.truth?.status === 'created') this.refreshSoon()
  }

  private connection(fact: ConnectionFact): void {
    if (fact === 'joined') {
      if (this.stream !== null) this.refreshSoon()
    } else if (fact === 'kicked' || fact === 'otherDevice' || fact === 'lost') {
      this.setTrouble(fact === 'kicked' ? 'KICKED' : fact === 'otherDevice' ? 'OTHER_DEVICE' : 'LOST')
      this.stream?.stop()
    }
  }

  private setTrouble(trouble: RoomTrouble): void {
    this.trouble = trouble
  }

  private async renew(live: LiveRoom): Promise<void> {
    try {
      live.renew(await this.deps.cloud.call('token.renew', { roomID: this.roomID }))
    } catch (error) {
      this.deps.log(`token: not renewed: ${String(error)}`)
    }
  }

  private refreshSoon(): void {
    this.cancelRefresh()
    this.cancelRefresh = this.deps.clock.after(Math.round(this.deps.random() * SPREAD_MS), () => {
      void this.refresh()
    })
  }

  private async refresh(): Promise<void> {
    const visit = this.visit
    try {
      const { room } = await this.deps.cloud.call('room.snapshot', { roomID: this.roomID })
      if (visit === this.visit) this.heard(room)
    } catch (error) {
      this.deps.log(`room: snapshot not read: ${String(error)}`)
    }
  }

  private failed(error: unknown): void {
    this.deps.log(`room: ${String(error)}`)
    this.trouble = isAppError(error)
      ? error.code
      : isRtcError(error, 'LOAD_FAILED')
        ? 'RTC_LOAD'
        : isRtcError(error)
          ? 'LOGIN'
          : 'INTERNAL'
    void this.close()
  }
}
