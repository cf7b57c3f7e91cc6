import { z } from 'zod'
import { TAMPERINGS } from '../../pay/active-faults.ts'
import type { PayFaults } from '../../pay/pay.ts'
import { type FaultKinds, lasting, ms, once } from './fault-kind.ts'

const times = z.int().min(1).max(100).default(1)

/** Of WeChat Pay: its notices, its answers, the merchant's account. */
export function payKinds(pay: PayFaults): FaultKinds {
  return {
    'pay.lateNotice': lasting('Notices arrive later.', { ms: ms.default(20_000) }, (fault) =>
      pay.delayNotices(fault.ms),
    ),
    'pay.doubleNotice': lasting('Notices arrive twice, at the same moment.', {}, () => pay.doubleNotices()),
    'pay.tamperedNotice': lasting(
      'Notices are changed on their way; the true one follows with the next try.',
      { how: z.enum(TAMPERINGS).default('body') },
      (fault) => pay.tamperNotices(fault.how),
    ),
    'pay.outOfOrderNotice': lasting(
      'Notices are held back and arrive in reverse order when it is over.',
      {},
      () => pay.reverseNotices(),
    ),
    'pay.loseNotice': lasting('Notices never arrive.', {}, () => pay.loseNotices()),
    'pay.wrongNotice': lasting(
      'Notices are signed and still wrong in one fact.',
      { fact: z.enum(['amount', 'openid', 'mchid', 'appid', 'number']).default('amount') },
      (fault) => pay.misstateNotices(fault.fact),
    ),
    'pay.systemError': once('The next requests fail, nothing is done.', { times }, (fault) =>
      pay.failRequests(fault.times),
    ),
    'pay.loseAnswer': once('The next requests are done, their answers are lost.', { times }, (fault) =>
      pay.loseAnswers(fault.times),
    ),
    'pay.badSignature': lasting('Answers carry a signature that does not fit.', {}, () =>
      pay.missignAnswers(),
    ),
    'pay.notEnough': lasting('The merchant’s account is empty: refunds are refused.', {}, () =>
      pay.emptyAccount(),
    ),
    'pay.refundFails': lasting(
      'Refunds that come to their end do so without success.',
      { status: z.enum(['CLOSED', 'ABNORMAL']).default('CLOSED') },
      (fault) => pay.endRefunds(fault.status),
    ),
  }
}
