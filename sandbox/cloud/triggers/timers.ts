import { statSync } from 'node:fs'
import { join } from 'node:path'
import { SandboxError } from '../../errors.ts'
import type { Clock, Log } from '../../part.ts'
import { TIMER_LOOK_MS } from '../limits.ts'
import { type DeclaredTimer, readTimers } from './trigger-file.ts'

export interface TimerState {
  readonly function: string
  readonly name: string
  /** Seven fields, as in config.json. */
  readonly config: string
  /** Milliseconds; null when the schedule has ended. */
  readonly nextAt: number | null
}

/** What a function gets from its timer (cloud.tencent.com/document/product/583/9708). */
export interface TimerEvent {
  readonly Type: 'Timer'
  readonly TriggerName: string
  /** UTC to the second: `2026-11-22T12:20:00Z`. */
  readonly Time: string
  readonly Message: ''
}

export interface TimersDeps {
  readonly functionsDir: string
  readonly names: () => readonly string[]
  readonly clock: Clock
  readonly log: Log
  readonly fire: (functionName: string, event: TimerEvent) => Promise<unknown>
}

interface Timer extends DeclaredTimer {
  readonly function: string
  /** Undefined when the schedule has ended. */
  nextAt: number | undefined
}

/**
 * The timers of all functions by the sandbox's clock. A clock that was moved past several times of one timer fires it
 * once, at the last of them; a failed run is not repeated (D-CL-07).
 */
export class Timers {
  readonly #deps: TimersDeps
  readonly #byFunction = new Map<string, { version: string; timers: Timer[] }>()
  #lookedAt: number
  #interval: NodeJS.Timeout | undefined

  constructor(deps: TimersDeps) {
    this.#deps = deps
    this.#lookedAt = deps.clock.now()
  }

  start(): void {
    this.list()
    this.#interval = setInterval(() => void this.tick(), TIMER_LOOK_MS)
    this.#interval.unref()
  }

  stop(): void {
    clearInterval(this.#interval)
  }

  list(): TimerState[] {
    return this.#refresh().map(({ function: functionName, name, config, nextAt }) => ({
      function: functionName,
      name,
      config,
      nextAt: nextAt ?? null,
    }))
  }

  /** Fires what is due now; resolves when those runs are over. A failed run is in the log and rejects nothing. */
  async tick(): Promise<void> {
    const now = this.#deps.clock.now()
    const timers = this.#refresh()
    const wentBack = now < this.#lookedAt
    this.#lookedAt = now
    const runs: Promise<unknown>[] = []
    for (const timer of timers) {
      if (wentBack) timer.nextAt = timer.schedule.nextAfter(now)
      if (timer.nextAt === undefined || timer.nextAt > now) continue
      const dueAt = timer.schedule.lastUntil(now) ?? timer.nextAt
      timer.nextAt = timer.schedule.nextAfter(now)
      runs.push(
        this.#run(timer, dueAt).catch((error: unknown) => {
          const reason = error instanceof Error ? error.message : String(error)
          this.#deps.log(`timer ${timer.name} of function ${timer.function} failed: ${reason}`)
        }),
      )
    }
    await Promise.all(runs)
  }

  /** Fires now, due or not. Without a name: the function's only timer. Rejects as the run does. */
  async fire(functionName: string, timerName?: string): Promise<void> {
    const timer = this.#refresh().find(
      (one) => one.function === functionName && (timerName ?? one.name) === one.name,
    )
    if (!timer)
      throw new SandboxError(
        'NOT_FOUND',
        `function ${functionName} has no timer ${timerName ?? ''}`.trimEnd(),
      )
    await this.#run(timer, this.#deps.clock.now())
  }

  #run({ function: functionName, name }: Timer, at: number): Promise<unknown> {
    const Time = `${new Date(at).toISOString().slice(0, 19)}Z`
    return this.#deps.fire(functionName, { Type: 'Timer', TriggerName: name, Time, Message: '' })
  }

  /** The timers of the files as they are now; a new or changed one starts to count now. */
  #refresh(): Timer[] {
    const names = this.#deps.names()
    for (const known of this.#byFunction.keys()) if (!names.includes(known)) this.#byFunction.delete(known)
    return names.flatMap((name) => this.#timersOf(name))
  }

  #timersOf(functionName: string): Timer[] {
    const dir = join(this.#deps.functionsDir, functionName)
    const file = statSync(join(dir, 'config.json'), { throwIfNoEntry: false })
    const version = `${file?.mtimeMs} ${file?.size}`
    const known = this.#byFunction.get(functionName)
    if (known?.version === version) return known.timers
    const now = this.#deps.clock.now()
    let timers: Timer[] = []
    try {
      timers = readTimers(dir).map((timer) => ({
        ...timer,
        function: functionName,
        nextAt: timer.schedule.nextAfter(now),
      }))
    } catch (error) {
      const reason = error instanceof Error ? error.message : ''
      this.#deps.log(`the timer of function ${functionName} does not run: ${reason}`)
    }
    this.#byFunction.set(functionName, { version, timers })
    return timers
  }
}
