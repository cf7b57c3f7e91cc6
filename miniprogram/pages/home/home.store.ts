import { makeAutoObservable } from 'mobx-miniprogram'
import type { CloudApi } from '../../core/cloud-api'
import { errorLines, errorText } from '../../core/error-text'
import type { SessionStore } from '../../core/session.store'
import type { RoomCard, RoomEntry } from '../../domain/api/room'

export type HomePhase = 'loading' | 'list' | 'empty' | 'unreachable'

/** A show that was announced and has not begun. */
export interface ComingUp extends RoomCard {
  readonly startsAt: number
}

export interface HomeStoreDeps {
  readonly cloud: CloudApi
  readonly session: SessionStore
  /** Fetches the package that plays; must not reject. */
  warmUp(): void
}

/** The shop's front: who is live now, and what comes next. */
export class HomeStore {
  phase: HomePhase = 'loading'
  live: readonly RoomCard[] = []
  /** The next one first. */
  comingUp: readonly ComingUp[] = []
  /** Shown above an older list, or alone when there is none. '' = all is well. */
  error = ''
  private loading: Promise<void> | null = null
  private readonly deps: HomeStoreDeps

  constructor(deps: HomeStoreDeps) {
    this.deps = deps
    makeAutoObservable<this, 'deps' | 'loading'>(this, { deps: false, loading: false }, { autoBind: true })
  }

  /** Repeated calls while one is under way share its answer. Never rejects. */
  load(): Promise<void> {
    this.loading ??= this.fetch().finally(() => {
      this.loading = null
    })
    return this.loading
  }

  private async fetch(): Promise<void> {
    try {
      const { rooms, entries, serverTime } = await this.deps.cloud.call('room.list', {})
      this.deps.session.syncServerTime(serverTime)
      this.show(rooms)
      this.prepare(entries)
    } catch (error) {
      this.fail(error)
    }
  }

  private show(rooms: readonly RoomCard[]): void {
    this.live = rooms.filter(({ status }) => status === 'live')
    this.comingUp = rooms.filter(isComingUp).sort((a, b) => a.startsAt - b.startsAt)
    this.error = ''
    this.phase = this.live.length + this.comingUp.length > 0 ? 'list' : 'empty'
  }

  /** Somebody is live: who looks at the list will hardly want to wait after the tap. */
  private prepare(entries: readonly RoomEntry[]): void {
    this.deps.session.keepEntries(entries)
    if (entries.length > 0) this.deps.warmUp()
  }

  private fail(error: unknown): void {
    if (this.phase === 'list') {
      this.error = `${errorLines('NETWORK').title}，先看上次的内容`
      return
    }
    this.error = errorText(error)
    this.phase = 'unreachable'
  }
}

function isComingUp(room: RoomCard): room is ComingUp {
  return room.status === 'created' && room.startsAt !== null
}
