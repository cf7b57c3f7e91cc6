import type { CloudApi } from '../../core/cloud-api'
import { errorOf } from '../../core/connection-error'
import type { SessionStore } from '../../core/session.store'
import type { RoomSnapshot } from '../../domain/api/room'
import type { TokenGrant } from '../../domain/api/token'
import { isAppError } from '../../domain/errors'
import type { LiveComponent } from '../../rtc/ports'
import type { Rtc } from '../../rtc/sessions'
import type { ViewerSession, ViewerSessionError, ViewerSessionListener } from '../../rtc/viewer-session'

export interface RoomEntranceDeps {
  readonly cloud: CloudApi
  readonly session: SessionStore
  /** Rejects with RtcError LOAD_FAILED; a later call tries again. */
  loadRtc(): Promise<Rtc>
  log(line: string): void
}

/**
 * The way of one viewer into one room: the server is asked while the rtc package comes down; with both there, a
 * ViewerSession goes on from here. Another try is another entrance. Once closed, it tells nothing more.
 */
export class RoomEntrance {
  /** null until the package and a grant are there. */
  session: ViewerSession | null = null
  private readonly deps: RoomEntranceDeps
  private readonly roomID: string
  private readonly component: LiveComponent
  private readonly listener: ViewerSessionListener
  /** What the server has said so far. */
  private room: RoomSnapshot | null = null
  private closed = false

  constructor(
    deps: RoomEntranceDeps,
    room: { readonly roomID: string; readonly component: LiveComponent },
    listener: ViewerSessionListener,
  ) {
    this.deps = deps
    this.roomID = room.roomID
    this.component = room.component
    this.listener = listener
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
        this.answered(room)
        if (grant !== null) await this.join(rtcLoading, grant)
      })
      return
    }
    // The list brought the key: in with it at once, while the server says whether all is as it was.
    this.setRoom(known.room)
    await Promise.all([this.orFail(() => this.join(rtcLoading, known.grant)), this.confirm(asked)])
  }

  /** Leaves nothing behind. Harmless when repeated. */
  async close(): Promise<void> {
    this.closed = true
    await this.session?.close()
  }

  private async orFail(step: () => Promise<void>): Promise<void> {
    try {
      await step()
    } catch (error) {
      this.deps.log(`room: ${String(error)}`)
      this.fail(errorOf(error))
    }
  }

  private async join(rtcLoading: Promise<Rtc>, grant: TokenGrant): Promise<void> {
    if (this.room?.status === 'ended') return
    const rtc = await rtcLoading
    const { closed, room, component } = this
    if (closed || room === null || room.status === 'ended') return
    this.session = rtc.viewerSession({ room, grant, component }, this.listener)
    await this.session.open()
  }

  /** No answer is no news: the picture goes on, and the session asks again. */
  private async confirm(asked: Promise<{ readonly room: RoomSnapshot }>): Promise<void> {
    try {
      const { room } = await asked
      this.answered(room)
    } catch (error) {
      this.deps.log(`room: not confirmed: ${String(error)}`)
      if (isAppError(error, 'ROOM_NOT_FOUND')) this.fail('ROOM_NOT_FOUND')
      else this.session?.requestSync()
    }
  }

  private answered(room: RoomSnapshot): void {
    if (this.closed) return
    if (this.session !== null) this.session.applySnapshot(room)
    else {
      this.deps.session.syncServerTime(room.serverTime)
      this.setRoom(room)
    }
  }

  private setRoom(room: RoomSnapshot): void {
    this.room = room
    this.listener.snapshot(room)
  }

  private fail(error: ViewerSessionError): void {
    if (this.closed || this.session?.closed) return
    void this.close()
    this.listener.error(error)
  }
}
