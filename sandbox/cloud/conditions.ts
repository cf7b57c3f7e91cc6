import { setTimeout as pause } from 'node:timers/promises'
import { ActiveFaults } from '../faults/active-faults.ts'
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

interface Failing {
  /** How many calls still fail. */
  left: number
  /** What a phone sees; absent = -501001, the system error. */
  readonly errCode?: number
}

/** Latency and faults between people and their functions, as ordered. No quotas (D-CL-10). */
export class CloudConditions {
  /** ms by function; several add up. */
  readonly slow = new ActiveFaults<number, string>()
  /** By function. */
  readonly failing = new ActiveFaults<Failing, string>()
  readonly #stopped = new AbortController()
  #latency: Latency = { callMs: 0, coldStartMs: 0, databaseMs: 0 }

  setLatency(changes: Partial<Latency>): void {
    this.#latency = { ...this.#latency, ...changes }
  }

  /** Before a function runs, whoever called it. Throws CloudError when a fault says so. */
  async beforeRun(functionName: string): Promise<void> {
    const failing = this.failing.of(functionName).find(({ left }) => left > 0)
    if (failing) failing.left -= 1
    await this.#wait(this.slow.of(functionName).reduce((sum, ms) => sum + ms, 0))
    if (failing) throw new CloudError('SYS_ERR', 'a fault of the sandbox', failing.errCode)
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
    this.slow.clear()
    this.failing.clear()
  }

  async #wait(ms: number): Promise<void> {
    if (ms <= 0) return
    await pause(ms, undefined, { signal: this.#stopped.signal }).catch(() => {
      throw new CloudError('SYS_ERR', 'the cloud has stopped')
    })
  }
}
