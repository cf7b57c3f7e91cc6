import type { RefundStatus } from './ledger.ts'
import type { NoticePost } from './notice-post.ts'
import type { WrongFact } from './notices.ts'
import type { PayTroubles, Tampering } from './troubles.ts'

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

export function createPayFaults(troubles: PayTroubles, post: NoticePost): PayFaults {
  return {
    loseNotices: () => troubles.lost.add(true),
    delayNotices: (ms) => troubles.late.add(ms),
    doubleNotices: () => troubles.doubled.add(true),
    reverseNotices: () => {
      const undo = troubles.held.add(true)
      return () => {
        undo()
        if (!troubles.isHeld()) post.release()
      }
    },
    tamperNotices: (how) => troubles.tampered.add(how),
    misstateNotices: (fact) => troubles.wrong.add(fact),
    failRequests: (times) => troubles.failNext(times, 'system'),
    loseAnswers: (times) => troubles.failNext(times, 'lost'),
    missignAnswers: () => troubles.unsigned.add(true),
    emptyAccount: () => troubles.poor.add(true),
    endRefunds: (status) => troubles.refundEnds.add(status),
  }
}
