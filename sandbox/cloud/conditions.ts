import { setTimeout as pause } from 'node:timers/promises'
import { CloudError } from './errors.ts'

/** Milliseconds of machine time, not of the sandbox's clock. */
export interface Latency {
  /** Of a call that a phone makes, there and back. */
  readonly callMs: number
  /** Until a new instance of a function takes its first call, on top of loading it. */
  readonly coldStartMs: number
  /** Of each database request of a function. */
  readonly databaseMs: number
}

export interface SlowFault {
  readonly ms: number
  /** Absent = every function. */
  readonly function?: string
}

export interface FailFault {
  /** Absent = every function. */
  readonly function?: string
  /** How many calls fail; absent = all until undone. */
  readonly times?: number
  /** What a phone sees; absent = -501001, the system error. */
  readonly errCode?: number
}

/** Latency and faults between people and their functions, as ordered. No quotas (D-CL-10). */
export class CloudConditions {
  readonly #slow = new Set<SlowFault>()
  readonly #fail = new Set<{ fault: FailFault; left: number }>()
  readonly #stopped = new AbortController()
  #latency: Latency = { callMs: 0, coldStartMs: 0, databaseMs: 0 }

  setLatency(changes: Partial<Latency>): void {
    this.#latency = { ...this.#latency, ...changes }
  }

  /** Answers the undoing; undoing twice is harmless. */
  slow(fault: SlowFault): () => void {
    this.#slow.add(fault)
    return () => void this.#slow.delete(fault)
  }

  /** Answers the undoing; undoing twice is harmless. */
  fail(fault: FailFault): () => void {
    const entry = { fault, left: fault.times ?? Number.POSITIVE_INFINITY }
    this.#fail.add(entry)
    return () => void this.#fail.delete(entry)
  }

  /** Before a function runs, whoever called it. Throws CloudError when a fault says so. */
  async beforeRun(functionName: string): Promise<void> {
    const concerns = (fault: { readonly function?: string }) =>
      fault.function === undefined || fault.function === functionName
    const failing = [...this.#fail].find(({ fault, left }) => left > 0 && concerns(fault))
    if (failing) failing.left -= 1
    const slow = [...this.#slow].filter(concerns).reduce((sum, { ms }) => sum + ms, 0)
    await this.#wait(slow)
    if (failing) throw new CloudError('SYS_ERR', 'a fault of the sandbox', failing.fault.errCode)
  }

  onTheWay = (): Promise<void> => this.#wait(this.#latency.callMs)
  coldStart = (): Promise<void> => this.#wait(this.#latency.coldStartMs)
  atTheDatabase = (): Promise<void> => this.#wait(this.#latency.databaseMs)

  /** Whoever waits hears that the cloud has stopped. */
  stop(): void {
    this.#stopped.abort()
  }

  /** Everything as it was at the start. */
  clear(): void {
    this.setLatency({ callMs: 0, coldStartMs: 0, databaseMs: 0 })
    this.#slow.clear()
    this.#fail.clear()
  }

  async #wait(ms: number): Promise<void> {
    if (ms <= 0) return
    await pause(ms, undefined, { signal: this.#stopped.signal }).catch(() => {
      throw new CloudError('SYS_ERR', 'the cloud has stopped')
    })
  }
}
