import type { Clock } from '../core/clock'
import { type MachineTable, nextStep, type StreamEffect } from './machine'
import type { LiveComponent } from './ports'

export const WATCH_MS = 8_000
/** So long a stream that fails is tried again before it is given up. */
export const PATIENCE_MS = 120_000
export const FIRST_PROBE_MS = 5_000
export const LONGEST_PROBE_MS = 30_000
const FIRST_RETRY_MS = 500
const LONGEST_RETRY_MS = 8_000

type RunnerEvent = 'overdue' | 'exhausted' | 'probe'

export interface StreamRunnerDeps<S extends string, E extends string> {
  readonly name: string
  readonly table: MachineTable<S, E | RunnerEvent, StreamEffect>
  readonly first: S
  readonly component: LiveComponent
  readonly clock: Clock
  /** 0…1, so that a thousand phones do not come back in the same moment. */
  random(): number
  log(line: string): void
  /** Asks ZEGO for the stream's address. */
  ask(streamID: string): Promise<{ url: string }>
  /** Makes ZEGO forget the stream; harmless when it never knew it. */
  forget(streamID: string): void
  /** Which event a rejected `ask` is. */
  failed(error: unknown): E
  /** Which event it is when the watched stream has not come: 'overdue' tries again. */
  late(): E | 'overdue'
  onState(state: S): void
}

/** Runs one stream's machine: takes events, does the effects, keeps the timers. Knows no ZEGO and no WeChat. */
export class StreamRunner<S extends string, E extends string> {
  state: S
  streamID = ''
  /** Grows with every open and close, so that a late address of an old try is dropped. */
  private attempt = 0
  /** ZEGO was asked for the stream and has not been told to forget it. */
  private asked = false
  /** The component was started and not stopped. */
  private started = false
  private tries = 0
  /** ms; since when it fails; null = it does not. */
  private failingSince: number | null = null
  private cancelTimer: () => void = () => {}
  private readonly deps: StreamRunnerDeps<S, E>

  constructor(deps: StreamRunnerDeps<S, E>) {
    this.deps = deps
    this.state = deps.first
  }

  /** ZEGO knows the stream: only then do the component's events concern it. */
  get held(): boolean {
    return this.asked
  }

  send(event: E | RunnerEvent): void {
    const step = nextStep(this.deps.table, this.state, event)
    if (step === null) return
    const before = this.state
    this.state = step.to
    if (before !== step.to) this.deps.log(`${this.deps.name}: ${before} → ${step.to} (${event})`)
    for (const effect of step.effects ?? []) this.run(effect)
    if (before !== step.to) this.deps.onState(step.to)
  }

  private run(effect: StreamEffect): void {
    switch (effect) {
      case 'open':
        void this.open()
        return
      case 'close':
        this.close()
        return
      case 'release':
        this.release()
        return
      case 'reopen':
        this.close()
        void this.open()
        return
      case 'watch':
        this.setTimer(WATCH_MS, () => this.late())
        return
      case 'retryLater':
        this.setTimer(this.delay(FIRST_RETRY_MS, LONGEST_RETRY_MS), () => this.late())
        return
      case 'probeLater':
        this.setTimer(this.delay(FIRST_PROBE_MS, LONGEST_PROBE_MS), () => this.send('probe'))
        return
      case 'settle':
        this.cancelTimer()
        this.tries = 0
        this.failingSince = null
    }
  }

  private async open(): Promise<void> {
    const attempt = ++this.attempt
    this.asked = true
    const { deps, streamID } = this
    try {
      const { url } = await deps.ask(streamID)
      if (attempt !== this.attempt) return
      await deps.component.load(url, streamID)
      if (attempt !== this.attempt) return
      this.started = true
      deps.component.start()
    } catch (error) {
      if (attempt !== this.attempt) return
      deps.log(`${deps.name}: no address for the stream: ${JSON.stringify(error)}`)
      this.send(deps.failed(error))
    }
  }

  private close(): void {
    this.release()
    if (!this.started) return
    this.started = false
    this.deps.component.stop()
  }

  private release(): void {
    if (!this.asked) return
    this.asked = false
    this.attempt++
    this.deps.forget(this.streamID)
  }

  private setTimer(ms: number, due: () => void): void {
    this.cancelTimer()
    this.failingSince ??= this.deps.clock.now()
    this.cancelTimer = this.deps.clock.after(ms, () => {
      this.tries++
      due()
    })
  }

  private late(): void {
    const since = this.deps.clock.now() - (this.failingSince ?? 0)
    this.send(since >= PATIENCE_MS ? 'exhausted' : this.deps.late())
  }

  private delay(first: number, longest: number): number {
    const delay = Math.min(first * 2 ** this.tries, longest)
    return Math.round(delay * (0.75 + this.deps.random() / 2))
  }
}
