import type { Clock } from '../core/clock'
import type { CloudApi } from '../core/cloud-api'
import type { PhoneEvent } from '../core/phone-events'
import type { SessionStore } from '../core/session.store'
import type { RoomSnapshot } from '../domain/api/room'
import type { TokenGrant } from '../domain/api/token'
import type { Beacon } from '../domain/signal'
import type { ConnectionEvent, LiveRoom, RoomListener } from './ports'
import { RoomLogin } from './room-login'
import { applySignal, applySnapshot } from './signals'

export interface RoomSessionDeps {
  readonly cloud: CloudApi
  readonly session: SessionStore
  readonly clock: Clock
  /** One room at a time: opening another makes the first leave before the new one joins. */
  openRoom(listener: RoomListener): LiveRoom
  log(line: string): void
}

/** lost = two minutes without getting in again; replaced = another room was opened on this phone. */
export type EndReason = 'lost' | 'kicked' | 'otherDevice' | 'replaced'

export interface RoomSessionListener {
  /** What is known of the room moved forward. */
  snapshot(room: RoomSnapshot, before: RoomSnapshot | null): void
  /** The server spoke to the room, by a signal or a beacon. */
  serverHeard(): void
  beacon(beacon: Beacon): void
  /** People in the room right now, the anchor included. */
  online(count: number): void
  streamsChanged(): void
  /** ZEGO has us, for the first time or again. */
  joined(): void
  /** The room may have changed: its snapshot is worth a question. */
  requestSync(): void
  /** Nothing more comes from this session: it is closed. */
  ended(reason: EndReason): void
}

/**
 * One phone in one room, whoever holds it: login, what the server says of the room, what happens to the phone. Viewer
 * and anchor each build on it. The server's snapshot is the truth, signals move it forward. Once closed, it tells nothing.
 */
export class RoomSession {
  readonly live: LiveRoom
  snapshot: RoomSnapshot | null = null
  closed = false
  private readonly deps: RoomSessionDeps
  private readonly roomID: string
  private readonly login: RoomLogin
  private readonly listener: RoomSessionListener
  private leaving: Promise<void> | null = null

  constructor(
    deps: RoomSessionDeps,
    { grant, publish }: { readonly grant: TokenGrant; readonly publish: boolean },
    listener: RoomSessionListener,
  ) {
    this.deps = deps
    this.roomID = grant.roomID
    this.listener = listener
    const open = () => !this.closed
    this.live = deps.openRoom({
      connection: (event) => open() && this.connection(event),
      signal: (signal) => {
        if (!open()) return
        listener.serverHeard()
        this.update(applySignal(this.snapshot, signal))
      },
      beacon: (beacon) => {
        if (!open() || beacon.roomID !== this.roomID) return
        listener.serverHeard()
        listener.beacon(beacon)
      },
      online: (count) => open() && listener.online(count),
      tokenWillExpire: () => this.login.tokenWillExpire(),
      streamsChanged: () => open() && listener.streamsChanged(),
    })
    this.login = new RoomLogin(
      deps,
      { live: this.live, grant, publish },
      { requestSync: () => listener.requestSync(), lost: () => this.end('lost') },
    )
  }

  /** Rejects with RtcError or AppError; the caller closes. */
  enter(): Promise<void> {
    return this.login.enter()
  }

  phone(event: PhoneEvent): void {
    if (this.closed) return
    this.live.phone(event)
    if (event === 'shown') this.login.shown()
    else if (event === 'networkBack' || event === 'networkSwitched') this.login.networkBack()
    else if (event === 'networkLost') this.login.networkLost()
  }

  /** An answer of the server. Older than what is known, it changes nothing but the clock. */
  applySnapshot(room: RoomSnapshot): void {
    if (this.closed) return
    this.deps.session.syncServerTime(room.serverTime)
    this.update(applySnapshot(this.snapshot, room))
  }

  /** Never rejects: no answer is no news. */
  async readSnapshot(): Promise<void> {
    try {
      const { room } = await this.deps.cloud.call('room.snapshot', { roomID: this.roomID })
      this.applySnapshot(room)
    } catch (error) {
      this.deps.log(`room: snapshot not read: ${String(error)}`)
    }
  }

  /** Leaves nothing behind: timers, streams, room. Harmless when repeated. */
  close(): Promise<void> {
    this.closed = true
    this.login.end()
    this.leaving ??= this.live.leave()
    return this.leaving
  }

  private update(snapshot: RoomSnapshot | null): void {
    const before = this.snapshot
    if (snapshot === null || snapshot === before) return
    this.snapshot = snapshot
    this.listener.snapshot(snapshot, before)
  }

  private connection(event: ConnectionEvent): void {
    if (event === 'joined') {
      this.login.joined()
      this.listener.joined()
    } else if (event === 'lost') this.login.dropped()
    else if (event === 'reconnecting') this.login.lineBroke()
    else if (event === 'staleToken') this.login.tokenStale()
    else this.end(event)
  }

  private end(reason: EndReason): void {
    if (this.closed) return
    void this.close()
    this.listener.ended(reason)
  }
}
