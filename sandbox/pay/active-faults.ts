import type { RefundStatus } from './ledger.ts'
import type { WrongFact } from './notices.ts'

export const TAMPERINGS = ['body', 'signature', 'probe', 'serial', 'old', 'headers'] as const
/** What somebody on the way does to a notice; `probe` is WeChat Pay itself. */
export type Tampering = (typeof TAMPERINGS)[number]

/** What is wrong with the notices now. */
export interface NoticeFaults {
  isLost(): boolean
  isHeld(): boolean
  delayMs(): number
  copies(): number
  tampering(): Tampering | null
}

type Undo = () => void

/** Faults of one kind that are in force, oldest first; the newest counts. */
class Stack<T> {
  readonly #all: { readonly value: T }[] = []

  add(value: T): Undo {
    const own = { value }
    this.#all.push(own)
    return () => {
      const index = this.#all.indexOf(own)
      if (index >= 0) this.#all.splice(index, 1)
    }
  }

  get newest(): T | null {
    return this.#all.at(-1)?.value ?? null
  }

  clear(): void {
    this.#all.length = 0
  }
}

/** What a developer or a test has ordered to go wrong at WeChat Pay. */
export class ActivePayFaults implements NoticeFaults {
  readonly lost = new Stack<true>()
  readonly held = new Stack<true>()
  readonly late = new Stack<number>()
  readonly doubled = new Stack<true>()
  readonly tampered = new Stack<Tampering>()
  readonly wrong = new Stack<WrongFact>()
  readonly poor = new Stack<true>()
  readonly refundEnds = new Stack<Exclude<RefundStatus, 'PROCESSING'>>()
  readonly unsigned = new Stack<true>()
  /** How many further requests fail, before or after they were done. */
  #failing: ('system' | 'lost')[] = []

  isLost(): boolean {
    return this.lost.newest !== null
  }
  isHeld(): boolean {
    return this.held.newest !== null
  }
  delayMs(): number {
    return this.late.newest ?? 0
  }
  copies(): number {
    return this.doubled.newest === null ? 1 : 2
  }
  tampering(): Tampering | null {
    return this.tampered.newest
  }

  failNext(times: number, how: 'system' | 'lost'): void {
    this.#failing.push(...Array<'system' | 'lost'>(times).fill(how))
  }

  takeFailure(): 'system' | 'lost' | null {
    return this.#failing.shift() ?? null
  }

  clear(): void {
    const { lost, held, late, doubled, tampered, wrong, poor, refundEnds, unsigned } = this
    for (const stack of [lost, held, late, doubled, tampered, wrong, poor, refundEnds, unsigned])
      stack.clear()
    this.#failing = []
  }
}
