import { z } from 'zod'
import { type FaultTargets, lasting, ms, once } from '../faults/fault-kind.ts'
import { type PayFaults, TAMPERINGS } from './faults.ts'
import type { NoticeSender } from './notice-sender.ts'
import { WRONG_FACTS, type WrongFact } from './notices.ts'

const times = z.int().min(1).max(100).default(1)
const FACTS = Object.keys(WRONG_FACTS) as WrongFact[]

/** Of WeChat Pay: its notices, its answers, the merchant's account. */
export const payFaultKinds = (faults: PayFaults, notices: NoticeSender): FaultTargets => ({
  pay: {
    label: '微信支付',
    kinds: {
      lateNotice: lasting(
        { label: '支付通知迟到', what: 'Notices arrive later.', fields: { ms: ms.default(20_000) } },
        (fault) => notices.faults.delayed.add(fault.ms),
      ),
      doubleNotice: lasting(
        { label: '支付通知重复', what: 'Notices arrive twice, at the same moment.' },
        () => notices.faults.doubled.add(true),
      ),
      tamperedNotice: lasting(
        {
          label: '支付通知被改',
          what: 'Notices are changed on their way; the true one follows with the next try.',
          fields: { how: z.enum(TAMPERINGS).default('body') },
        },
        (fault) => faults.tampered.add(fault.how),
      ),
      outOfOrderNotice: lasting(
        {
          label: '支付通知倒序',
          what: 'Notices are held back and arrive in reverse order when it is over.',
        },
        () => notices.hold(),
      ),
      loseNotice: lasting({ label: '支付通知丢失', what: 'Notices never arrive.' }, () =>
        notices.faults.lost.add(true),
      ),
      wrongNotice: lasting(
        {
          label: '支付通知内容不符',
          what: 'Notices are signed and still wrong in one fact.',
          fields: { fact: z.enum(FACTS).default('amount') },
        },
        (fault) => faults.wrong.add(fault.fact),
      ),
      systemError: once(
        { label: '支付接口出错一次', what: 'The next requests fail, nothing is done.', fields: { times } },
        (fault) => faults.failNext(fault.times, 'system'),
      ),
      loseAnswer: once(
        {
          label: '支付应答丢失一次',
          what: 'The next requests are done, their answers are lost.',
          fields: { times },
        },
        (fault) => faults.failNext(fault.times, 'lost'),
      ),
      badSignature: lasting(
        { label: '支付应答签名不符', what: 'Answers carry a signature that does not fit.' },
        () => faults.unsigned.add(true),
      ),
      notEnough: lasting(
        { label: '商户余额不足', what: 'The merchant’s account is empty: refunds are refused.' },
        () => faults.emptyAccount.add(true),
      ),
      refundFails: lasting(
        {
          label: '退款失败',
          what: 'Refunds that come to their end do so without success.',
          fields: { status: z.enum(['CLOSED', 'ABNORMAL']).default('CLOSED') },
        },
        (fault) => faults.refundEnds.add(fault.status),
      ),
    },
  },
})
