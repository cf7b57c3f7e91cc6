import { ActiveFaults } from '../faults/active-faults.ts'
import type { RefundStatus } from './ledger.ts'
import type { WrongFact } from './notices.ts'

export const TAMPERINGS = ['body', 'signature', 'probe', 'serial', 'old', 'headers'] as const
/** What somebody on the way does to a notice; `probe` is WeChat Pay itself. */
export type Tampering = (typeof TAMPERINGS)[number]

/** The faults of WeChat Pay that are in force, beside those of the way that its notices go. */
export class PayFaults {
  readonly tampered = new ActiveFaults<Tampering>()
  readonly wrong = new ActiveFaults<WrongFact>()
  readonly emptyAccount = new ActiveFaults<true>()
  readonly refundEnds = new ActiveFaults<Exclude<RefundStatus, 'PROCESSING'>>()
  readonly unsigned = new ActiveFaults<true>()
  /** How the next requests fail: `system` before, `lost` after they were done. */
  #failing: ('system' | 'lost')[] = []

  failNext(times: number, how: 'system' | 'lost'): void {
    this.#failing.push(...Array<'system' | 'lost'>(times).fill(how))
  }

  takeFailure(): 'system' | 'lost' | null {
    return this.#failing.shift() ?? null
  }

  clear(): void {
    const { tampered, wrong, emptyAccount, refundEnds, unsigned } = this
    for (const one of [tampered, wrong, emptyAccount, refundEnds, unsigned]) one.clear()
    this.#failing = []
  }
}
