import { makeAutoObservable } from 'mobx-miniprogram'
import { type PhoneEvents, type PhoneFact, withoutEchoes } from '../../core/phone-events'
import type { RoomSnapshot } from '../../domain/api/room'
import type { PlayerState, StreamTag, TagEvent } from '../../rtc/ports'
import { type RoomTrouble, type RoomView, roomView } from '../text/room-text'
import type { ShelfStocks } from './bag.store'
import { RoomVisit, type RoomVisitDeps } from './viewer-session'

export interface RoomStoreDeps extends RoomVisitDeps {
  readonly phone: PhoneEvents
}

/** What the share card already says, shown before the server answers. */
export interface RoomHint {
  readonly title: string
  readonly anchorName: string
  readonly cover: string
}

/** What one shopper sees of one room. What happens there is a RoomVisit; another try is another visit. */
export class RoomStore {
  truth: RoomSnapshot | null = null
  hint: RoomHint = { title: '', anchorName: '', cover: '' }
  trouble: RoomTrouble | null = null
  player: PlayerState = 'idle'
  /** A frame was on screen since the room was opened: states then lie over it, not over the cover. */
  hasPlayed = false
  offline = false
  /** Pieces left, from the last beacon. */
  stocks: ShelfStocks | null = null
  private online: number | null = null
  /** ms, this phone's clock; moved by the page once a second. */
  private now = 0
  private playerSince = 0
  private roomID = ''
  private tag: StreamTag | null = null
  private visit: RoomVisit | null = null
  /** Another room lies over this page and has the phone's one place in ZEGO. */
  private replaced = false
  private stopListening: () => void = () => {}
  private readonly deps: RoomStoreDeps
  private readonly phone: (fact: PhoneFact) => void

  constructor(deps: RoomStoreDeps) {
    this.deps = deps
    this.phone = withoutEchoes((fact) => this.phoneFact(fact))
    this.now = deps.clock.now()
    const plain = {
      deps: false,
      phone: false,
      tag: false,
      visit: false,
      replaced: false,
      roomID: false,
      stopListening: false,
    } as const
    makeAutoObservable<this, keyof typeof plain>(this, plain, { autoBind: true, deep: false })
  }

  get view(): RoomView {
    const { truth, trouble, player, hasPlayed, offline, now } = this
    const sinceMs = now - this.playerSince
    return roomView({ truth, trouble, player, hasPlayed, offline, sinceMs, now: this.deps.session.now() })
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
    this.stopListening = this.deps.phone.listen(this.phone)
    await this.open()
  }

  /** The button of a state: one more try of the picture, or of the whole visit when there is none any more. */
  async retry(): Promise<void> {
    if (this.trouble === null) this.visit?.retryPicture()
    else if (this.roomID !== '') await this.open()
  }

  /** The page is in front again. */
  foreground(): void {
    this.phone('shown')
    if (!this.replaced) return
    this.replaced = false
    if (this.roomID !== '') void this.open()
  }

  /** The page is hidden, perhaps under its own small window. */
  background(): void {
    this.phone('hidden')
  }

  tick(): void {
    this.now = this.deps.clock.now()
  }

  tagState(event: TagEvent): void {
    this.visit?.tagState(event)
  }

  tagNet(event: TagEvent): void {
    this.visit?.tagNet(event)
  }

  /** Leaves nothing behind. Harmless when repeated. */
  async leave(): Promise<void> {
    this.roomID = ''
    this.stopListening()
    await this.visit?.close()
  }

  private async open(): Promise<void> {
    const { roomID, tag } = this
    if (tag === null) return
    // A second tap finds nothing to retry.
    this.trouble = null
    this.online = null
    this.hasPlayed = false
    this.setPlayer('idle')
    const visit = new RoomVisit(
      this.deps,
      { roomID, tag },
      {
        truth: (room) => this.setTruth(room),
        player: (state) => this.setPlayer(state),
        online: (count) => this.setOnline(count),
        stocks: (stocks) => this.setStocks(stocks),
        trouble: (trouble) => this.setTrouble(trouble),
        replaced: () => {
          this.replaced = true
        },
      },
    )
    this.visit = visit
    await visit.open()
  }

  private phoneFact(fact: PhoneFact): void {
    this.tick()
    if (fact === 'networkLost') this.offline = true
    else if (fact === 'networkBack' || fact === 'networkSwitched') this.offline = false
    this.visit?.phone(fact)
  }

  private setTruth(room: RoomSnapshot): void {
    this.truth = room
  }

  private setPlayer(state: PlayerState): void {
    this.player = state
    this.tick()
    this.playerSince = this.now
    if (state === 'playing') this.hasPlayed = true
  }

  private setOnline(count: number): void {
    this.online = count
  }

  private setStocks(stocks: ShelfStocks): void {
    this.stocks = stocks
  }

  private setTrouble(trouble: RoomTrouble): void {
    this.trouble = trouble
  }
}
