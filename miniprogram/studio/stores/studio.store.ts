import { makeAutoObservable } from 'mobx-miniprogram'
import type { Clock } from '../../core/clock'
import { errorOf } from '../../core/connection-error'
import { errorText } from '../../core/error-text'
import { type PhoneEvent, type PhoneEventSource, withoutRepeats } from '../../core/phone-events'
import { waitText } from '../../core/time-text'
import type { RoomSnapshot } from '../../domain/api/room'
import { ERROR_MESSAGES } from '../../domain/errors'
import type { AnchorSession } from '../../rtc/anchor-session'
import type { ComponentEvent, LiveComponent } from '../../rtc/ports'
import type { Rtc } from '../../rtc/sessions'
import { LAST_SHOW_IS_OVER, notEndedText } from '../text/show-text'
import {
  type StudioAction,
  type StudioError,
  type StudioErrorView,
  studioErrorView,
} from '../text/studio-text'
import { SalesSummaryStore } from './sales-summary.store'
import type { ShelfStore } from './shelf.store'
import { ShowDraftStore } from './show-draft.store'
import { ShowRecordStore } from './show-record.store'
import { type AccessState, type StudioAccessDeps, StudioAccessStore } from './studio-access.store'
import { UplinkStore } from './uplink.store'

type ShowPhase = 'ready' | 'counting' | 'starting' | 'live' | 'ending' | 'summary'
/** What stands on the screen: the access state until it is open, then the show's. */
export type StudioPhase = Exclude<AccessState, 'open'> | ShowPhase

export const COUNT_FROM = 3
export const COUNT_STEP_MS = 700

export interface StudioStoreDeps extends StudioAccessDeps {
  readonly clock: Clock
  loadRtc(): Promise<Rtc>
  readonly phone: PhoneEventSource
  readonly shelf: ShelfStore
}

/** The owner's studio: countdown, live, end. The server decides who may; the stream is an AnchorSession's. */
export class StudioStore {
  show: ShowPhase = 'ready'
  count = COUNT_FROM
  /** One line over the buttons: why the last tap did not work. */
  notice = ''
  readonly access: StudioAccessStore
  readonly draft: ShowDraftStore
  readonly record: ShowRecordStore
  readonly uplink: UplinkStore
  readonly shelf: ShelfStore
  /** What the show has sold. */
  readonly sales: SalesSummaryStore
  /** The room that the shelf needs is being made. */
  openingShelf = false
  private showError: StudioError | null = null
  private component: LiveComponent | null = null
  private session: AnchorSession | null = null
  /** Grows whenever what is under way counts no more. */
  private attempt = 0
  private stopListening: () => void = () => {}
  private readonly phone: (event: PhoneEvent) => void
  private readonly deps: StudioStoreDeps

  constructor(deps: StudioStoreDeps) {
    this.deps = deps
    this.access = new StudioAccessStore(deps)
    this.draft = new ShowDraftStore(deps)
    this.record = new ShowRecordStore(deps)
    this.uplink = new UplinkStore(deps)
    this.shelf = deps.shelf
    this.sales = new SalesSummaryStore(deps)
    this.phone = withoutRepeats((event) => this.session?.phone(event))
    const plain = {
      deps: false,
      shelf: false,
      phone: false,
      component: false,
      session: false,
      attempt: false,
      stopListening: false,
    } as const
    makeAutoObservable<this, keyof typeof plain>(this, plain, { autoBind: true, deep: false })
  }

  get phase(): StudioPhase {
    return this.access.state === 'open' ? this.show : this.access.state
  }

  get error(): StudioError | null {
    return this.access.error ?? (this.access.state === 'open' ? this.showError : null)
  }

  get errorView(): StudioErrorView | null {
    return this.error === null ? null : studioErrorView(this.error)
  }

  /** 02:14: how long the goods on screen has been explained; the record's second hand moves it. */
  get explainedTime(): string {
    return this.record.duration && waitText(this.shelf.explainedMs)
  }

  /** Opens the studio; the video package comes down meanwhile. */
  async open(component: LiveComponent, title: string): Promise<void> {
    this.component = component
    this.draft.setTitle(title)
    this.stopListening = this.deps.phone.listen(this.phone)
    this.deps.loadRtc().catch((error: unknown) => this.deps.log(`rtc: ${String(error)}`))
    await this.enter()
  }

  /** The button. Only from `ready`, so a second tap does nothing. */
  async start(): Promise<void> {
    if (this.phase !== 'ready') return
    const { request } = this.draft
    if (request.title === '') {
      this.draft.say(ERROR_MESSAGES.TITLE_EMPTY)
      return
    }
    const attempt = this.begin('counting')
    try {
      // The room is made while the person counts down, but announced only after.
      const [created] = await Promise.all([
        this.deps.cloud.call('studio.create', request),
        this.deps.loadRtc(),
        this.countDown(attempt),
      ])
      if (attempt === this.attempt) await this.goLive(created.room.roomID)
    } catch (error) {
      this.failed(error, attempt)
    }
  }

  /** Before the show: its goods stand on a shelf, and a shelf stands in a room. True when there is one. */
  async openShelf(): Promise<boolean> {
    if (this.phase !== 'ready' || this.openingShelf) return false
    if (this.draft.room !== null && this.shelf.roomID === this.draft.room.roomID) return true
    if (this.draft.request.title === '') {
      this.draft.say(ERROR_MESSAGES.TITLE_EMPTY)
      return false
    }
    this.setOpeningShelf(true)
    try {
      const { room } = await this.deps.cloud.call('studio.create', this.draft.request)
      this.draft.holds(room)
      this.shelf.applySnapshot(room)
      return true
    } catch (error) {
      this.draft.say(errorText(error))
      return false
    } finally {
      this.setOpeningShelf(false)
    }
  }

  /** The one button of an error, or the quiet one beside it. */
  async solve(action: StudioAction): Promise<void> {
    if (this.error === null || action === 'home') return
    this.showError = null
    if (this.access.error !== null) await this.enter()
    else if (action === 'continue') await this.goOn()
    else if (action === 'end-last') await this.endLast()
    else if (action === 'retry') await (this.record.room === null ? this.start() : this.goOn())
  }

  /** Taps on the health panel: back on air after a call, or one more try of a stream that was given up. */
  reopen(): void {
    if (this.uplink.health.canReopen) this.session?.retry()
  }

  /** Truth first, then the stream: viewers hear that it is over before the picture stops. */
  async end(): Promise<void> {
    const roomID = this.record.room?.roomID
    if (this.show !== 'live' || roomID === undefined) return
    const attempt = this.begin('ending')
    try {
      const { room } = await this.deps.cloud.call('studio.end', { roomID })
      if (attempt === this.attempt) this.applySnapshot(room)
    } catch (error) {
      this.deps.log(`studio: not ended: ${String(error)}`)
      if (attempt === this.attempt) this.stayLive(errorText(error))
    }
  }

  /** From the summary back to a new show. */
  again(): void {
    if (this.show === 'summary') this.backToPreview('')
  }

  foreground(): void {
    this.tick()
    this.phone('shown')
  }

  background(): void {
    this.phone('hidden')
  }

  tick(): void {
    this.record.tick()
    this.uplink.tick()
  }

  onStateChange(event: ComponentEvent): void {
    this.session?.onStateChange(event)
  }

  onNetStatus(event: ComponentEvent): void {
    this.session?.onNetStatus(event)
    this.uplink.onNetStatus(event)
  }

  /** The page goes away. The room stays as the server knows it: the anchor may come back to it. */
  async leave(): Promise<void> {
    this.attempt++
    this.access.close()
    this.stopListening()
    this.sales.forget()
    await this.closeSession()
  }

  private async enter(): Promise<void> {
    const room = await this.access.check()
    if (room !== null) this.shelf.applySnapshot(room)
    else this.shelf.clear()
    if (room?.status === 'created') this.draft.takeUp(room)
    else if (room?.status === 'live') this.setError('ALREADY_LIVE')
  }

  /** On with the show that is live, wherever it was: it may be over by now. */
  private async goOn(): Promise<void> {
    const attempt = this.begin('starting')
    try {
      const { room } = await this.deps.cloud.call('studio.open', {})
      if (attempt !== this.attempt) return
      if (room?.status === 'live') await this.goLive(room.roomID)
      else this.backToPreview(LAST_SHOW_IS_OVER)
    } catch (error) {
      this.failed(error, attempt)
    }
  }

  private async endLast(): Promise<void> {
    const { attempt } = this
    try {
      const { room } = await this.deps.cloud.call('studio.open', {})
      if (room?.status === 'live') await this.deps.cloud.call('studio.end', { roomID: room.roomID })
      if (attempt === this.attempt) this.backToPreview(LAST_SHOW_IS_OVER)
    } catch (error) {
      this.failed(error, attempt)
    }
  }

  private async goLive(roomID: string): Promise<void> {
    const { component } = this
    if (component === null) return
    await this.closeSession()
    const attempt = this.begin('starting')
    try {
      const rtc = await this.deps.loadRtc()
      if (attempt !== this.attempt) return
      const session = rtc.anchorSession(
        { roomID, component },
        {
          snapshot: (room) => this.applySnapshot(room),
          publisher: (state) => this.uplink.setPublisher(state),
          audience: (count) => this.record.setAudience(count),
          stocks: (stocks) => this.shelf.setStocks(stocks),
          uplink: () => this.uplink.measured,
          error: (error) => this.failedWith(error),
        },
      )
      this.session = session
      await session.open()
      if (attempt === this.attempt) this.onAir()
    } catch (error) {
      this.failed(error, attempt)
    }
  }

  private async countDown(attempt: number): Promise<void> {
    for (let left = COUNT_FROM; left > 0 && attempt === this.attempt; left--) {
      this.setCount(left)
      await new Promise<void>((resolve) => this.deps.clock.after(COUNT_STEP_MS, resolve))
    }
  }

  private async closeSession(): Promise<void> {
    const { session } = this
    this.session = null
    this.uplink.forget()
    await session?.close()
  }

  private begin(show: ShowPhase): number {
    this.setShow(show)
    return ++this.attempt
  }

  private setShow(show: ShowPhase): void {
    this.show = show
    this.notice = ''
  }

  private onAir(): void {
    this.draft.forgetRoom()
    this.setShow('live')
    if (this.record.room !== null) this.sales.follow(this.record.room.roomID)
  }

  private setOpeningShelf(opening: boolean): void {
    this.openingShelf = opening
  }

  private stayLive(why: string): void {
    this.setShow('live')
    this.notice = notEndedText(why)
  }

  private backToPreview(note: string): void {
    this.record.clear()
    this.shelf.clear()
    this.sales.forget()
    this.setShow('ready')
    this.draft.say(note)
  }

  private setCount(count: number): void {
    this.count = count
  }

  private setError(error: StudioError): void {
    this.showError = error
  }

  /** The show's truth, from whoever knows it: this phone, the minute timer, another phone of the anchor. */
  private applySnapshot(room: RoomSnapshot): void {
    this.record.setRoom(room)
    this.shelf.applySnapshot(room)
    if (room.status !== 'ended') return
    void this.sales.finish()
    this.attempt++
    void this.closeSession()
    this.setShow('summary')
  }

  private failed(error: unknown, attempt: number): void {
    this.deps.log(`studio: ${String(error)}`)
    if (attempt === this.attempt) this.failedWith(errorOf(error))
  }

  private failedWith(error: StudioError): void {
    this.attempt++
    if (error === 'ROOM_ENDED') this.record.clear()
    this.setError(error)
    this.setShow('ready')
    void this.closeSession()
  }
}
