import { makeAutoObservable } from 'mobx-miniprogram'
import type { RoomSnapshot } from '../domain/api/room'
import { type ErrorCode, isAppError } from '../domain/errors'
import { TITLE_MAX } from '../domain/room/room.rules'
import type { Clock } from './clock'
import type { CloudApi } from './cloud-api'
import {
  type ConnectionFact,
  isRtcError,
  type LiveRoom,
  type Publisher,
  type Rtc,
  type StreamTag,
  type TagEvent,
} from './live-room'
import type { SessionStore } from './session.store'
import {
  MISSING,
  type MissingDevice,
  type StudioTrouble,
  type StudioTroubleView,
  studioTroubleView,
} from './studio-words'
import { UplinkStore } from './uplink.store'
import { clockText, lastedText } from './words'

export type StudioPhase =
  | 'checking'
  | 'no-permission'
  | 'ready'
  | 'counting'
  | 'starting'
  | 'live'
  | 'ending'
  | 'summary'

export const COUNT_FROM = 3
export const COUNT_STEP_MS = 700

export interface StudioStoreDeps {
  readonly cloud: CloudApi
  readonly session: SessionStore
  readonly clock: Clock
  loadRtc(): Promise<Rtc>
  /** Asks for camera and microphone; answers the one that was refused, which only the settings page can undo. */
  askDevices(): Promise<MissingDevice | null>
  log(line: string): void
}

/** The merchant on air: permission, title, three-two-one, live, end. The server decides who may. */
export class StudioStore {
  phase: StudioPhase = 'checking'
  trouble: StudioTrouble | null = null
  /** The device that WeChat refuses us. */
  missing: MissingDevice | null = null
  title = ''
  count = COUNT_FROM
  audience: number | null = null
  peakAudience = 0
  readonly uplink: UplinkStore
  room: RoomSnapshot | null = null
  /** One line under the button or the panel: why the last tap did not work. */
  notice = ''
  private now: number
  private tag: StreamTag | null = null
  private live: LiveRoom | null = null
  private stream: Publisher | null = null
  private visit = 0
  private asking = false
  private readonly deps: StudioStoreDeps

  constructor(deps: StudioStoreDeps) {
    this.deps = deps
    this.uplink = new UplinkStore(deps)
    this.now = deps.clock.now()
    makeAutoObservable<this, 'deps' | 'tag' | 'live' | 'stream' | 'visit' | 'asking'>(
      this,
      { deps: false, tag: false, live: false, stream: false, visit: false, asking: false },
      { autoBind: true, deep: false },
    )
  }

  get duration(): string {
    return clockText(this.lastedMs)
  }

  /** 播了 42 分钟 */
  get lasted(): string {
    return lastedText(this.lastedMs)
  }

  get troubleView(): StudioTroubleView | null {
    return this.trouble === null ? null : studioTroubleView(this.trouble)
  }

  get missingView(): (typeof MISSING)[MissingDevice] | null {
    return this.missing === null ? null : MISSING[this.missing]
  }

  /** Characters left and right of the slash under the title. */
  get titleCount(): string {
    return `${[...this.title].length}/${TITLE_MAX}`
  }

  private get lastedMs(): number {
    if (this.room?.startedAt == null) return 0
    // `now` only drives the second hand; the server's time is what the show is measured in.
    void this.now
    return (this.room.endedAt ?? this.deps.session.now()) - this.room.startedAt
  }

  /** Opens the studio: asks for the camera and fetches the rtc package meanwhile. */
  async open(tag: StreamTag, title: string): Promise<void> {
    this.tag = tag
    this.title = title
    this.deps.loadRtc().catch((error: unknown) => this.deps.log(`rtc: ${String(error)}`))
    await this.checkDevices()
  }

  /** Also after the settings page: the person may have changed their mind. */
  async checkDevices(): Promise<void> {
    if (this.asking || (this.phase !== 'checking' && this.phase !== 'no-permission')) return
    const visit = this.visit
    this.asking = true
    const missing = await this.deps.askDevices()
    this.asking = false
    if (visit === this.visit) this.setMissing(missing)
  }

  setTitle(title: string): void {
    this.title = title
    this.notice = ''
  }

  /** The button. Only from `ready`, so a second tap does nothing. */
  async start(): Promise<void> {
    if (this.phase !== 'ready') return
    const title = this.title.trim()
    if (title === '') {
      this.notice = '给直播起个标题吧'
      return
    }
    const visit = this.visit
    this.setPhase('counting')
    try {
      // The room is made while the person counts down, but announced only after.
      const [created] = await Promise.all([
        this.deps.cloud.call('studio.create', { title }),
        this.deps.loadRtc(),
        this.countDown(visit),
      ])
      if (visit !== this.visit) return
      this.setPhase('starting')
      await this.goLive(created.room.roomID, visit)
    } catch (error) {
      if (visit === this.visit) this.failed(error)
    }
  }

  /** The one button of a trouble. */
  async solve(): Promise<void> {
    const action = this.troubleView?.action
    this.trouble = null
    if (action === 'continue') await this.continueLast()
    else if (action === 'retry' && this.room !== null) await this.reopen()
    else if (action === 'retry') await this.start()
  }

  /** Taps on the health panel: back on air after a call, or a whole new start of the stream. */
  async reopen(): Promise<void> {
    if (this.uplink.publisher === 'interrupted') {
      this.stream?.retry()
      return
    }
    const roomID = this.room?.roomID
    if (roomID === undefined || this.phase === 'starting' || this.phase === 'ending') return
    const visit = ++this.visit
    this.setPhase('starting')
    try {
      await this.closeRoom()
      await this.goLive(roomID, visit)
    } catch (error) {
      if (visit === this.visit) this.failed(error)
    }
  }

  /** Truth first, then the stream: viewers hear that it is over before the picture stops. */
  async end(): Promise<void> {
    const roomID = this.room?.roomID
    if (this.phase !== 'live' || roomID === undefined) return
    const visit = this.visit
    this.setPhase('ending')
    try {
      const { room } = await this.deps.cloud.call('studio.end', { roomID })
      if (visit !== this.visit) return
      this.heard(room)
      await this.closeRoom()
      this.setPhase('summary')
    } catch (error) {
      this.deps.log(`studio: not ended: ${String(error)}`)
      if (visit !== this.visit) return
      this.setPhase('live')
      this.notice = isAppError(error) ? `没结束成：${error.message}` : '没结束成，再点一次'
    }
  }

  /** From the summary back to a new show. */
  again(): void {
    if (this.phase !== 'summary') return
    this.room = null
    this.audience = null
    this.peakAudience = 0
    this.uplink.setPublisher('idle')
    this.setPhase('ready')
  }

  foreground(): void {
    this.tick()
    this.live?.phone('shown')
  }

  tick(): void {
    this.now = this.deps.clock.now()
    this.uplink.tick()
  }

  tagState(event: TagEvent): void {
    this.stream?.tagState(event)
  }

  tagNet(event: TagEvent): void {
    this.stream?.tagNet(event)
    this.uplink.heard(event)
  }

  /** The page goes away. The room stays as the server knows it: the anchor may come back to it. */
  async leave(): Promise<void> {
    this.visit++
    await this.closeRoom()
  }

  private async continueLast(): Promise<void> {
    if (this.phase !== 'ready') return
    const visit = this.visit
    this.setPhase('starting')
    try {
      const { rooms } = await this.deps.cloud.call('room.list', {})
      const last = rooms.find((room) => room.status === 'live')
      if (visit !== this.visit) return
      if (last === undefined) this.setPhase('ready')
      else await this.goLive(last.roomID, visit)
    } catch (error) {
      if (visit === this.visit) this.failed(error)
    }
  }

  private async goLive(roomID: string, visit: number): Promise<void> {
    const { room, grant } = await this.deps.cloud.call('studio.start', { roomID })
    const rtc = await this.deps.loadRtc()
    if (visit !== this.visit || this.tag === null) return
    this.heard(room)
    const mine = () => visit === this.visit
    const live = rtc.openRoom({
      connection: (fact) => mine() && this.connection(fact),
      signal: () => {},
      beacon: () => {},
      online: (count) => mine() && this.setOnline(count),
      tokenWillExpire: () => mine() && void this.renew(live, roomID),
      streamsChanged: () => {},
    })
    this.live = live
    this.stream = live.publisher(this.tag, (state) => mine() && this.uplink.setPublisher(state))
    this.stream.prepare()
    await live.join(grant)
    if (!mine() || room.streamID === null) return
    this.stream.start(room.streamID)
    this.setPhase('live')
  }

  private async countDown(visit: number): Promise<void> {
    for (let left = COUNT_FROM; left > 0 && visit === this.visit; left--) {
      this.setCount(left)
      await new Promise<void>((resolve) => this.deps.clock.after(COUNT_STEP_MS, resolve))
    }
  }

  private async closeRoom(): Promise<void> {
    const live = this.live
    this.live = null
    this.stream = null
    this.uplink.forget()
    await live?.leave()
  }

  private setMissing(missing: MissingDevice | null): void {
    this.missing = missing
    this.setPhase(missing === null ? 'ready' : 'no-permission')
  }

  private setPhase(phase: StudioPhase): void {
    this.phase = phase
    this.notice = ''
    this.now = this.deps.clock.now()
  }

  private setCount(count: number): void {
    this.count = count
  }

  private heard(room: RoomSnapshot): void {
    this.deps.session.heardServerTime(room.serverTime)
    this.room = room
  }

  private setOnline(count: number): void {
    // ZEGO counts everybody in the room; the anchor is no audience.
    this.audience = Math.max(0, count - 1)
    this.peakAudience = Math.max(this.peakAudience, this.audience)
  }

  private connection(fact: ConnectionFact): void {
    if (fact === 'otherDevice') this.failedWith('OTHER_DEVICE')
    else if (fact === 'kicked' || fact === 'lost') this.failedWith('LOST')
  }

  private async renew(live: LiveRoom, roomID: string): Promise<void> {
    try {
      live.renew(await this.deps.cloud.call('token.renew', { roomID, publish: true }))
    } catch (error) {
      this.deps.log(`token: not renewed: ${String(error)}`)
    }
  }

  private failed(error: unknown): void {
    this.deps.log(`studio: ${String(error)}`)
    const code: ErrorCode | null = isAppError(error) ? error.code : null
    this.failedWith(
      code ?? (isRtcError(error, 'LOAD_FAILED') ? 'RTC_LOAD' : isRtcError(error) ? 'LOGIN' : 'INTERNAL'),
    )
  }

  private failedWith(trouble: StudioTrouble): void {
    this.visit++
    this.trouble = trouble
    this.setPhase('ready')
    void this.closeRoom()
  }
}
