import type { Clock } from '../core/clock'
import type { CloudApi } from '../core/cloud-api'
import type { SessionStore } from '../core/session.store'
import type { Uplink } from '../domain/api/studio'
import { isAppError } from '../domain/errors'

export const HEARTBEAT_MS = 10_000

export interface HeartbeatDeps {
  readonly cloud: CloudApi
  readonly clock: Clock
  readonly session: SessionStore
  log(line: string): void
}

export interface HeartbeatListener {
  /** What the pusher measured last; zeros = nothing fresh. */
  uplink(): Uplink
  /** Viewers, without the anchor; null = not known. */
  online(): number | null
  /** The room's rev as the server has it, or null: the server no longer takes beats for this room. */
  rev(rev: number | null): void
}

/**
 * The anchor's sign of life, every 10 s from going live to the end of the show, also while the app is hidden as long as JS
 * runs. One that fails is logged and nothing more: the next one is near. A slow answer is never overtaken.
 */
export class Heartbeat {
  private readonly deps: HeartbeatDeps
  private readonly listener: HeartbeatListener
  private readonly roomID: string
  private cancel: () => void = () => {}
  private over = false

  constructor(deps: HeartbeatDeps, roomID: string, listener: HeartbeatListener) {
    this.deps = deps
    this.roomID = roomID
    this.listener = listener
    this.later()
  }

  stop(): void {
    this.over = true
    this.cancel()
  }

  private later(): void {
    this.cancel = this.deps.clock.after(HEARTBEAT_MS, () => void this.beat())
  }

  private async beat(): Promise<void> {
    const { deps, listener, roomID } = this
    // The next one is due 10 s after this one's start, or as soon as this one is answered.
    const startedAt = deps.clock.now()
    try {
      const online = listener.online()
      const answer = await deps.cloud.call('studio.beat', {
        roomID,
        uplink: listener.uplink(),
        ...(online === null ? {} : { online }),
      })
      if (this.over) return
      deps.session.syncServerTime(answer.serverTime)
      listener.rev(answer.rev)
    } catch (error) {
      deps.log(`beat: ${String(error)}`)
      if (!this.over && isAppError(error, 'ROOM_ENDED')) listener.rev(null)
    }
    if (this.over) return
    const left = HEARTBEAT_MS - (deps.clock.now() - startedAt)
    this.cancel = deps.clock.after(Math.max(0, left), () => void this.beat())
  }
}
