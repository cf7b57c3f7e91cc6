import { makeAutoObservable } from 'mobx-miniprogram'
import { troubleOf } from '../../core/connection-error'
import { type PhoneEvents, type PhoneFact, withoutEchoes } from '../../core/phone-events'
import type { RoomSnapshot } from '../../domain/api/room'
import { isAppError } from '../../domain/errors'
import type { StreamTag, TagEvent } from '../../rtc/ports'
import {
  type StudioAction,
  type StudioTrouble,
  type StudioTroubleView,
  studioTroubleView,
} from '../text/studio-text'
import { Broadcast, type BroadcastDeps } from './anchor-session'
import { TallyStore } from './sales-summary.store'
import type { ShelfStore } from './shelf.store'
import { NO_TITLE, ShowDraftStore } from './show-draft.store'
import { ShowRecordStore } from './show-record.store'
import { type DoorState, type StudioDoorDeps, StudioDoorStore } from './studio-access.store'
import { UplinkStore } from './uplink.store'

type ShowPhase = 'ready' | 'counting' | 'starting' | 'live' | 'ending' | 'summary'
/** What stands on the screen: the door's state until it is open, then the show's. */
export type StudioPhase = Exclude<DoorState, 'open'> | ShowPhase

export const COUNT_FROM = 3
export const COUNT_STEP_MS = 700

const LAST_IS_OVER = '那一场已经结束了，可以开新的'

export interface StudioStoreDeps extends BroadcastDeps, StudioDoorDeps {
  readonly phone: PhoneEvents
  readonly shelf: ShelfStore
}

/** The merchant in the studio: three-two-one, live, end. The server decides who may; the stream is a Broadcast's. */
export class StudioStore {
  show: ShowPhase = 'ready'
  count = COUNT_FROM
  /** One line over the buttons: why the last tap did not work. */
  notice = ''
  readonly door: StudioDoorStore
  readonly draft: ShowDraftStore
  readonly record: ShowRecordStore
  readonly uplink: UplinkStore
  readonly shelf: ShelfStore
  /** What the show has sold. */
  readonly tally: TallyStore
  /** The room that the shelf needs is being made. */
  openingShelf = false
  private showTrouble: StudioTrouble | null = null
  private tag: StreamTag | null = null
  private air: Broadcast | null = null
  /** Grows whenever what is under way counts no more. */
  private visit = 0
  private stopListening: () => void = () => {}
  private readonly phone: (fact: PhoneFact) => void
  private readonly deps: StudioStoreDeps

  constructor(deps: StudioStoreDeps) {
    this.deps = deps
    this.door = new StudioDoorStore(deps)
    this.draft = new ShowDraftStore(deps)
    this.record = new ShowRecordStore(deps)
    this.uplink = new UplinkStore(deps)
    this.shelf = deps.shelf
    this.tally = new TallyStore(deps)
    this.phone = withoutEchoes((fact) => this.air?.phone(fact))
    const plain = {
      deps: false,
      shelf: false,
      phone: false,
      tag: false,
      air: false,
      visit: false,
      stopListening: false,
    } as const
    makeAutoObservable<this, keyof typeof plain>(this, plain, { autoBind: true, deep: false })
  }

  get phase(): StudioPhase {
    return this.door.state === 'open' ? this.show : this.door.state
  }

  get trouble(): StudioTrouble | null {
    return this.door.trouble ?? (this.door.state === 'open' ? this.showTrouble : null)
  }

  get troubleView(): StudioTroubleView | null {
    return this.trouble === null ? null : studioTroubleView(this.trouble)
  }

  /** Opens the studio; the video package comes down meanwhile. */
  async open(tag: StreamTag, title: string): Promise<void> {
    this.tag = tag
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
      this.draft.say(NO_TITLE)
      return
    }
    const visit = this.begin('counting')
    try {
      // The room is made while the person counts down, but announced only after.
      const [created] = await Promise.all([
        this.deps.cloud.call('studio.create', request),
        this.deps.loadRtc(),
        this.countDown(visit),
      ])
      if (visit === this.visit) await this.goLive(created.room.roomID)
    } catch (error) {
      this.failed(error, visit)
    }
  }

  /** Before the show: its goods stand on a shelf, and a shelf stands in a room. True when there is one. */
  async openShelf(): Promise<boolean> {
    if (this.phase !== 'ready' || this.openingShelf) return false
    if (this.draft.room !== null && this.shelf.roomID === this.draft.room.roomID) return true
    if (this.draft.request.title === '') {
      this.draft.say(NO_TITLE)
      return false
    }
    this.setOpeningShelf(true)
    try {
      const { room } = await this.deps.cloud.call('studio.create', this.draft.request)
      this.draft.holds(room)
      this.shelf.heard(room)
      return true
    } catch (error) {
      this.draft.say(isAppError(error) ? error.message : '货架没打开，再点一次')
      return false
    } finally {
      this.setOpeningShelf(false)
    }
  }

  /** The one button of a trouble, or the quiet one beside it. */
  async solve(action: StudioAction): Promise<void> {
    if (this.trouble === null || action === 'home') return
    this.showTrouble = null
    if (this.door.trouble !== null) await this.enter()
    else if (action === 'continue') await this.goOn()
    else if (action === 'end-last') await this.endLast()
    else if (action === 'retry') await (this.record.room === null ? this.start() : this.goOn())
  }

  /** Taps on the health panel: back on air after a call, or one more try of a stream that was given up. */
  reopen(): void {
    if (this.uplink.health.canReopen) this.air?.retry()
  }

  /** Truth first, then the stream: viewers hear that it is over before the picture stops. */
  async end(): Promise<void> {
    const roomID = this.record.room?.roomID
    if (this.show !== 'live' || roomID === undefined) return
    const visit = this.begin('ending')
    try {
      const { room } = await this.deps.cloud.call('studio.end', { roomID })
      if (visit === this.visit) this.heard(room)
    } catch (error) {
      this.deps.log(`studio: not ended: ${String(error)}`)
      if (visit === this.visit) this.stay(isAppError(error) ? error.message : '再点一次')
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

  tagState(event: TagEvent): void {
    this.air?.tagState(event)
  }

  tagNet(event: TagEvent): void {
    this.air?.tagNet(event)
    this.uplink.heard(event)
  }

  /** The page goes away. The room stays as the server knows it: the anchor may come back to it. */
  async leave(): Promise<void> {
    this.visit++
    this.door.close()
    this.stopListening()
    this.tally.forget()
    await this.closeAir()
  }

  private async enter(): Promise<void> {
    const room = await this.door.knock()
    if (room !== null) this.shelf.heard(room)
    else this.shelf.clear()
    if (room?.status === 'created') this.draft.takeUp(room)
    else if (room?.status === 'live') this.setTrouble('ALREADY_LIVE')
  }

  /** On with the show that is live, wherever it was: it may be over by now. */
  private async goOn(): Promise<void> {
    const visit = this.begin('starting')
    try {
      const { room } = await this.deps.cloud.call('studio.open', {})
      if (visit !== this.visit) return
      if (room?.status === 'live') await this.goLive(room.roomID)
      else this.backToPreview(LAST_IS_OVER)
    } catch (error) {
      this.failed(error, visit)
    }
  }

  private async endLast(): Promise<void> {
    const { visit } = this
    try {
      const { room } = await this.deps.cloud.call('studio.open', {})
      if (room?.status === 'live') await this.deps.cloud.call('studio.end', { roomID: room.roomID })
      if (visit === this.visit) this.backToPreview(LAST_IS_OVER)
    } catch (error) {
      this.failed(error, visit)
    }
  }

  private async goLive(roomID: string): Promise<void> {
    if (this.tag === null) return
    await this.closeAir()
    const visit = this.begin('starting')
    const air = new Broadcast(
      this.deps,
      { roomID, tag: this.tag },
      {
        truth: (room) => this.heard(room),
        publisher: (state) => this.uplink.setPublisher(state),
        audience: (count) => this.record.counted(count),
        stocks: (stocks) => this.shelf.heardStocks(stocks),
        uplink: () => this.uplink.measured,
        trouble: (trouble) => this.failedWith(trouble),
      },
    )
    this.air = air
    try {
      await air.open()
      if (visit === this.visit) this.onAir()
    } catch (error) {
      this.failed(error, visit)
    }
  }

  private async countDown(visit: number): Promise<void> {
    for (let left = COUNT_FROM; left > 0 && visit === this.visit; left--) {
      this.setCount(left)
      await new Promise<void>((resolve) => this.deps.clock.after(COUNT_STEP_MS, resolve))
    }
  }

  private async closeAir(): Promise<void> {
    const { air } = this
    this.air = null
    this.uplink.forget()
    await air?.close()
  }

  private begin(show: ShowPhase): number {
    this.setShow(show)
    return ++this.visit
  }

  private setShow(show: ShowPhase): void {
    this.show = show
    this.notice = ''
  }

  private onAir(): void {
    this.draft.forgetRoom()
    this.setShow('live')
    if (this.record.room !== null) this.tally.follow(this.record.room.roomID)
  }

  private setOpeningShelf(opening: boolean): void {
    this.openingShelf = opening
  }

  private stay(why: string): void {
    this.setShow('live')
    this.notice = `还没结束：${why}`
  }

  private backToPreview(note: string): void {
    this.record.clear()
    this.shelf.clear()
    this.tally.forget()
    this.setShow('ready')
    this.draft.say(note)
  }

  private setCount(count: number): void {
    this.count = count
  }

  private setTrouble(trouble: StudioTrouble): void {
    this.showTrouble = trouble
  }

  /** The show's truth, from whoever knows it: this phone, the minute timer, another phone of the anchor. */
  private heard(room: RoomSnapshot): void {
    this.record.heard(room)
    this.shelf.heard(room)
    if (room.status !== 'ended') return
    void this.tally.finish()
    this.visit++
    void this.closeAir()
    this.setShow('summary')
  }

  private failed(error: unknown, visit: number): void {
    this.deps.log(`studio: ${String(error)}`)
    if (visit === this.visit) this.failedWith(troubleOf(error))
  }

  private failedWith(trouble: StudioTrouble): void {
    this.visit++
    if (trouble === 'ROOM_ENDED') this.record.clear()
    this.setTrouble(trouble)
    this.setShow('ready')
    void this.closeAir()
  }
}
