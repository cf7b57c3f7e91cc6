import type { ActivePayFaults, Tampering } from './active-faults.ts'
import type { RefundStatus } from './ledger.ts'
import type { NoticePost } from './notice-post.ts'
import type { WrongFact } from './notices.ts'

type Undo = () => void

/** What can go wrong at WeChat Pay; what lasts answers its undoing. */
export interface PayFaults {
  loseNotices(): Undo
  delayNotices(ms: number): Undo
  doubleNotices(): Undo
  /** Held back; when it is undone they arrive in reverse order. */
  reverseNotices(): Undo
  /** Every try is changed on its way. */
  tamperNotices(how: Tampering): Undo
  /** Signed by WeChat Pay, and still wrong in one fact of the payment. */
  misstateNotices(fact: WrongFact): Undo
  /** The next requests fail, and nothing was done. */
  failRequests(times: number): void
  /** The next requests are done, and nobody hears of it. */
  loseAnswers(times: number): void
  /** Answers whose signature does not fit. */
  missignAnswers(): Undo
  emptyAccount(): Undo
  /** How refunds end that come to their end meanwhile. */
  endRefunds(status: Exclude<RefundStatus, 'PROCESSING'>): Undo
}

export function createPayFaults(faults: ActivePayFaults, post: NoticePost): PayFaults {
  return {
    loseNotices: () => faults.lost.add(true),
    delayNotices: (ms) => faults.late.add(ms),
    doubleNotices: () => faults.doubled.add(true),
    reverseNotices: () => {
      const undo = faults.held.add(true)
      return () => {
        undo()
        if (!faults.isHeld()) post.release()
      }
    },
    tamperNotices: (how) => faults.tampered.add(how),
    misstateNotices: (fact) => faults.wrong.add(fact),
    failRequests: (times) => faults.failNext(times, 'system'),
    loseAnswers: (times) => faults.failNext(times, 'lost'),
    missignAnswers: () => faults.unsigned.add(true),
    emptyAccount: () => faults.poor.add(true),
    endRefunds: (status) => faults.refundEnds.add(status),
  }
}
