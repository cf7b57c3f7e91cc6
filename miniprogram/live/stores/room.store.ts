import { makeAutoObservable } from 'mobx-miniprogram'
import type { Clock } from '../../core/clock'
import { type PhoneEvent, type PhoneEventSource, withoutRepeats } from '../../core/phone-events'
import type { RoomSnapshot } from '../../domain/api/room'
import type { ComponentEvent, LiveComponent, PlayerState, ShelfStocks } from '../../rtc/ports'
import { type RoomError, type RoomView, roomView } from '../text/room-text'
import { RoomEntrance, type RoomEntranceDeps } from './room-entrance'

export interface RoomStoreDeps extends RoomEntranceDeps {
  readonly clock: Clock
  readonly phone: PhoneEventSource
}

/** What the share card already says, shown before the server answers. */
export interface RoomHint {
  readonly title: string
  readonly anchorName: string
  readonly cover: string
}

/** What one viewer sees of one room. What happens there is a ViewerSession's; another try is another entrance. */
export class RoomStore {
  snapshot: RoomSnapshot | null = null
  hint: RoomHint = { title: '', anchorName: '', cover: '' }
  error: RoomError | null = null
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
  private component: LiveComponent | null = null
  private entrance: RoomEntrance | null = null
  /** Another room lies over this page and has the phone's one place in ZEGO. */
  private replaced = false
  private stopListening: () => void = () => {}
  private readonly deps: RoomStoreDeps
  private readonly phone: (event: PhoneEvent) => void

  constructor(deps: RoomStoreDeps) {
    this.deps = deps
    this.phone = withoutRepeats((event) => this.onPhoneEvent(event))
    this.now = deps.clock.now()
    const plain = {
      deps: false,
      phone: false,
      component: false,
      entrance: false,
      replaced: false,
      roomID: false,
      stopListening: false,
    } as const
    makeAutoObservable<this, keyof typeof plain>(this, plain, { autoBind: true, deep: false })
  }

  get view(): RoomView {
    const { snapshot, error, player, hasPlayed, offline, now } = this
    const sinceMs = now - this.playerSince
    return roomView({ snapshot, error, player, hasPlayed, offline, sinceMs, now: this.deps.session.now() })
  }

  /** People watching, this phone included; ZEGO's count has the anchor in it while the anchor is there. */
  get audience(): number | null {
    if (this.online === null) return null
    const anchor = this.snapshot?.status === 'live' && this.player !== 'anchor-away' ? 1 : 0
    return Math.max(1, this.online - anchor)
  }

  get title(): string {
    return this.snapshot?.title ?? this.hint.title
  }

  get anchorName(): string {
    return this.snapshot?.anchorName ?? this.hint.anchorName
  }

  get cover(): string {
    return this.snapshot?.cover || this.hint.cover
  }

  /** Opens the room behind a share card or a home card. Harmless while it is already open or opening. */
  async enter(roomID: string, hint: RoomHint, component: LiveComponent): Promise<void> {
    if (this.roomID !== '') return
    this.hint = hint
    this.component = component
    if (roomID === '') {
      this.error = 'LINK'
      return
    }
    this.roomID = roomID
    this.stopListening = this.deps.phone.listen(this.phone)
    await this.open()
  }

  /** The button of a state: one more try of the picture, or of the whole entrance when there is none any more. */
  async retry(): Promise<void> {
    if (this.error === null) this.entrance?.session?.retryPicture()
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

  onStateChange(event: ComponentEvent): void {
    this.entrance?.session?.onStateChange(event)
  }

  onNetStatus(event: ComponentEvent): void {
    this.entrance?.session?.onNetStatus(event)
  }

  /** Leaves nothing behind. Harmless when repeated. */
  async leave(): Promise<void> {
    this.roomID = ''
    this.stopListening()
    await this.entrance?.close()
  }

  private async open(): Promise<void> {
    const { roomID, component } = this
    if (component === null) return
    // A second tap finds nothing to retry.
    this.error = null
    this.online = null
    this.hasPlayed = false
    this.setPlayer('idle')
    const entrance = new RoomEntrance(
      this.deps,
      { roomID, component },
      {
        snapshot: (room) => this.setSnapshot(room),
        player: (state) => this.setPlayer(state),
        online: (count) => this.setOnline(count),
        stocks: (stocks) => this.setStocks(stocks),
        error: (error) => this.setError(error),
        replaced: () => {
          this.replaced = true
        },
      },
    )
    this.entrance = entrance
    await entrance.open()
  }

  private onPhoneEvent(event: PhoneEvent): void {
    this.tick()
    if (event === 'networkLost') this.offline = true
    else if (event === 'networkBack' || event === 'networkSwitched') this.offline = false
    this.entrance?.session?.phone(event)
  }

  private setSnapshot(room: RoomSnapshot): void {
    this.snapshot = room
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

  private setError(error: RoomError): void {
    this.error = error
  }
}
