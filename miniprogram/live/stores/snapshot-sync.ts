import type { Clock } from '../../core/clock'

/** A phone that suspects a change asks after a random 0–3 s, so that a whole room does not ask at once. */
export const SPREAD_MS = 3_000
/** Pauses between reads while the system is silent: 30 s, then 1, 2, 5 minutes and every 5 minutes from there. */
export const SILENCE_MS: readonly number[] = [30_000, 60_000, 120_000, 300_000]

export interface TruthReaderDeps {
  readonly clock: Clock
  /** 0…1 */
  random(): number
  /** Asks the server for the room; must not reject. */
  read(): Promise<void>
}

/**
 * Decides when a phone reads the room's truth, and nothing else does: on suspicion, and when the system has been silent
 * for too long. At most one read is waiting or under way.
 */
export class TruthReader {
  private readonly deps: TruthReaderDeps
  private listening = false
  private pending = false
  private doubtedMeanwhile = false
  private silences = 0
  /** Grows when all is called off: what is still under way then counts no more. */
  private round = 0
  private cancelRead: () => void = () => {}
  private cancelSilence: () => void = () => {}

  constructor(deps: TruthReaderDeps) {
    this.deps = deps
  }

  /** From now on silence is suspicious. */
  listen(): void {
    this.silences = 0
    this.awaitSystem()
  }

  /** The system spoke, in whatever words: silence is counted from here. */
  heardSystem(): void {
    if (this.listening) this.listen()
  }

  /** Something happened that may have changed the room. */
  suspect(): void {
    if (this.pending) {
      this.doubtedMeanwhile = true
      return
    }
    this.pending = true
    this.doubtedMeanwhile = false
    const round = this.round
    this.cancelRead = this.deps.clock.after(Math.round(this.deps.random() * SPREAD_MS), () => {
      // What was doubted before the question goes out is answered by it.
      this.doubtedMeanwhile = false
      void this.deps.read().finally(() => {
        if (round !== this.round) return
        this.pending = false
        if (this.doubtedMeanwhile) this.suspect()
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
      this.suspect()
      this.awaitSystem()
    })
  }
}
