import type { Clock } from '../core/clock'

/** A timer this late means that the phone slept: nobody looked, so nothing was missed. */
const SLEPT_MS = 2_000
const LOOK_AGAIN_MS = 1_000

export interface FrameWatchOptions {
  readonly quietMs: number
  readonly goneMs: number
  /** No frame for `quietMs`. */
  quiet?(): void
  /** No frame for `goneMs`. False = it cannot be judged now; asked again in a second. */
  gone(): boolean
}

/** Notices that frames have stopped, also when no event says so. */
export class FrameWatch {
  private readonly clock: Clock
  private readonly options: FrameWatchOptions
  private lastFrameAt: number | null = null
  private cancel: () => void = () => {}

  constructor(clock: Clock, options: FrameWatchOptions) {
    this.clock = clock
    this.options = options
  }

  /** Frames are expected from now on; while they already are, nothing starts anew. */
  expect(): void {
    if (this.lastFrameAt === null) this.seen()
  }

  /** A frame was seen, or there is a reason to wait a full while again. */
  seen(): void {
    this.lastFrameAt = this.clock.now()
    this.wait(this.options.quietMs)
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
    if (rested < this.options.goneMs) {
      this.wait(this.options.goneMs - rested)
      this.options.quiet?.()
    } else if (this.options.gone()) this.stop()
    else this.wait(LOOK_AGAIN_MS)
  }
}
