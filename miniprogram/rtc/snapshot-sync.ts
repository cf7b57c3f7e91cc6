import type { Clock } from '../core/clock'

/** A phone that has a reason to ask does so after a random 0–3 s, so that a whole room does not ask at once. */
export const SPREAD_MS = 3_000
/** Pauses between reads while the system is silent: 30 s, then 1, 2, 5 minutes and every 5 minutes from there. */
export const SILENCE_MS: readonly number[] = [30_000, 60_000, 120_000, 300_000]

export interface SnapshotSyncDeps {
  readonly clock: Clock
  /** 0…1 */
  random(): number
  /** Asks the server for the room; must not reject. */
  read(): Promise<void>
}

/**
 * Decides when a phone reads the room's snapshot, and nothing else does: on request, and when the server has been silent
 * for too long. At most one read is waiting or under way.
 */
export class SnapshotSync {
  private readonly deps: SnapshotSyncDeps
  private listening = false
  private pending = false
  private requestedMeanwhile = false
  private silences = 0
  /** Grows when all is called off: what is still under way then counts no more. */
  private round = 0
  private cancelRead: () => void = () => {}
  private cancelSilence: () => void = () => {}

  constructor(deps: SnapshotSyncDeps) {
    this.deps = deps
  }

  /** From now on too long a silence is a reason to ask. */
  listen(): void {
    this.silences = 0
    this.awaitSystem()
  }

  /** The server spoke: silence is counted from here. */
  resetSilence(): void {
    if (this.listening) this.listen()
  }

  /** Something happened that may have changed the room: its snapshot is read soon. */
  requestSync(): void {
    if (this.pending) {
      this.requestedMeanwhile = true
      return
    }
    this.pending = true
    this.requestedMeanwhile = false
    const round = this.round
    this.cancelRead = this.deps.clock.after(Math.round(this.deps.random() * SPREAD_MS), () => {
      // What was requested before the question goes out is answered by it.
      this.requestedMeanwhile = false
      void this.deps.read().finally(() => {
        if (round !== this.round) return
        this.pending = false
        if (this.requestedMeanwhile) this.requestSync()
      })
    })
  }

  /** No more reads: the room is over, or left. */
  stop(): void {
    this.round++
    this.pending = false
    this.listening = false
    this.cancelRead()
    this.cancelSilence()
  }

  private awaitSystem(): void {
    this.listening = true
    this.cancelSilence()
    const last = SILENCE_MS.length - 1
    this.cancelSilence = this.deps.clock.after(SILENCE_MS[Math.min(this.silences, last)] ?? 0, () => {
      this.silences++
      this.requestSync()
      this.awaitSystem()
    })
  }
}
