import { makeAutoObservable } from 'mobx-miniprogram'
import type { SessionStore } from '../../core/session.store'
import { clockText, lastedText } from '../../core/time-text'
import type { RoomSnapshot } from '../../domain/api/room'

/** What is known of the show that is on, or has just ended: its room, how long, how many. */
export class ShowRecordStore {
  room: RoomSnapshot | null = null
  /** Viewers, without the anchor; null = not known. */
  audience: number | null = null
  peakAudience = 0
  /** Moved once a second: it only drives the second hand, the show is measured in the server's time. */
  private seconds = 0
  private readonly session: SessionStore

  constructor(deps: { readonly session: SessionStore }) {
    this.session = deps.session
    makeAutoObservable<this, 'session'>(this, { session: false }, { autoBind: true, deep: false })
  }

  /** 00:42:16 */
  get duration(): string {
    return clockText(this.lastedMs)
  }

  /** 播了 42 分钟 */
  get lasted(): string {
    return lastedText(this.lastedMs)
  }

  private get lastedMs(): number {
    void this.seconds
    if (this.room?.startedAt == null) return 0
    return (this.room.endedAt ?? this.session.now()) - this.room.startedAt
  }

  setRoom(room: RoomSnapshot): void {
    this.room = room
  }

  setAudience(audience: number): void {
    this.audience = audience
    this.peakAudience = Math.max(this.peakAudience, audience)
  }

  tick(): void {
    this.seconds++
  }

  /** Another show: nothing of this one counts. */
  clear(): void {
    this.room = null
    this.audience = null
    this.peakAudience = 0
  }
}
