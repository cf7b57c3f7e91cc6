import type { Clock } from '../core/clock'

/** So long a picture may rest before the screen says that it waits. */
export const QUIET_MS = 4_000
/** So long, and whoever sends it is away (docs/architecture.md, truth and hints). */
export const GONE_MS = 10_000
/** A timer this late means that the phone slept: nobody looked, so nothing was missed. */
const SLEPT_MS = 2_000
const LOOK_AGAIN_MS = 1_000

export interface FrameWatchEvents {
  /** No frame for 4 s. */
  quiet(): void
  /** No frame for 10 s. False = it cannot be judged now; asked again in a second. */
  gone(): boolean
}

/** Notices that frames have stopped, also when no event says so. */
export class FrameWatch {
  private readonly clock: Clock
  private readonly events: FrameWatchEvents
  private lastFrameAt: number | null = null
  private cancel: () => void = () => {}

  constructor(clock: Clock, events: FrameWatchEvents) {
    this.clock = clock
    this.events = events
  }

  /** Frames are expected from now on; while they already are, nothing starts anew. */
  expect(): void {
    if (this.lastFrameAt === null) this.seen()
  }

  /** A frame was seen, or there is a reason to wait a full while again. */
  seen(): void {
    this.lastFrameAt = this.clock.now()
    this.wait(QUIET_MS)
  }

  stop(): void {
    this.lastFrameAt = null
    this.cancel()
  }

  private wait(ms: number): void {
    this.cancel()
    const dueAt = this.clock.now() + ms
    this.cancel = this.clock.after(ms, () => this.look(dueAt))
  }

  private look(dueAt: number): void {
    const now = this.clock.now()
    if (this.lastFrameAt === null) return
    if (now - dueAt > SLEPT_MS) {
      this.seen()
      return
    }
    const rested = now - this.lastFrameAt
    if (rested < GONE_MS) {
      this.wait(GONE_MS - rested)
      this.events.quiet()
    } else if (this.events.gone()) this.stop()
    else this.wait(LOOK_AGAIN_MS)
  }
}
