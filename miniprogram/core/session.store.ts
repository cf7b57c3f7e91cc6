import { makeAutoObservable } from 'mobx-miniprogram'
import type { RoomEntry } from '../domain/api/room'
import type { Clock } from './clock'

/** So old (ms) an entry may be: the room may have changed since, which the viewer session asks meanwhile. */
export const ENTRY_FRESH_MS = 5 * 60_000

/** What all pages share: the server's time as this phone has to reckon it, and the keys it already holds. */
export class SessionStore {
  private readonly clock: Clock
  private serverAheadMs = 0
  private entries: readonly RoomEntry[] = []

  constructor(deps: { clock: Clock }) {
    this.clock = deps.clock
    makeAutoObservable<this, 'clock' | 'entries'>(this, { clock: false, entries: false }, { autoBind: true })
  }

  /** Every answer that carries `serverTime` (ms) corrects us; half the way there and back is below a second. */
  syncServerTime(serverTime: number): void {
    this.serverAheadMs = serverTime - this.clock.now()
  }

  /** What the last list brought; it replaces what the one before it brought. */
  keepEntries(entries: readonly RoomEntry[]): void {
    this.entries = entries
  }

  /** The key to a room, if the list brought one a moment ago. Given out once: a session that failed asks anew. */
  takeEntry(roomID: string): RoomEntry | null {
    const entry = this.entries.find(({ room }) => room.roomID === roomID)
    if (entry === undefined) return null
    this.entries = this.entries.filter((other) => other !== entry)
    return this.now() - entry.room.serverTime <= ENTRY_FRESH_MS ? entry : null
  }

  /** ms, server time. */
  now(): number {
    return this.clock.now() + this.serverAheadMs
  }
}
