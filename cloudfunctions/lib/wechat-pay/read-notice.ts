import type { Clock } from '../clock'
import type { PayConfig } from './pay-config'
import { isPaid, type Notice, type NoticeFlaw, NoticeRefused, type RawNotice } from './payments'
import { CLOCK_SKEW_MS, decryptResource, isSigned } from './signatures'
import {
  noticeSchema,
  parseJson,
  paymentOf,
  refundNoticeSchema,
  refundOf,
  transactionSchema,
} from './wire.schema'

type Deps = Pick<PayConfig, 'appid' | 'mchid' | 'apiV3Key' | 'publicKeyID' | 'publicKey'> & {
  readonly clock: Clock
}

/**
 * Order of work (docs, "回调通知注意事项"): headers, clock, key by serial, signature over the raw body; only then the
 * body is looked at, unsealed, and compared with our app and merchant. Throws NoticeRefused.
 */
export function readNotice(deps: Deps, { headers, body }: RawNotice): Notice {
  const given = signatureHeaders(headers)
  const { timestamp, nonce, signature, serial } = given
  if (timestamp === '' || nonce === '' || signature === '' || serial === '')
    throw new NoticeRefused('headers')
  const skew = Math.abs(deps.clock.now() - Number(timestamp) * 1000)
  if (!/^\d{1,12}$/.test(timestamp) || skew >= CLOCK_SKEW_MS) throw new NoticeRefused('timestamp')
  if (serial !== deps.publicKeyID) throw new NoticeRefused('serial')
  if (!isSigned({ timestamp, nonce, body }, signature, deps.publicKey)) throw new NoticeRefused('signature')

  const parsed = noticeSchema.safeParse(parseJson(body))
  if (!parsed.success) throw new NoticeRefused('form')
  const { event_type, resource } = parsed.data
  const plain = parseJson(attempt('cipher', () => decryptResource(resource, deps.apiV3Key)))
  return event_type.startsWith('REFUND.') ? refundNotice(deps, plain) : paymentNotice(deps, event_type, plain)
}

/** The four headers of a signature, '' for what is missing; names in whatever case the platform hands them on. */
export function signatureHeaders(headers: RawNotice['headers']) {
  const small = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  const header = (name: string) => {
    const value = small.get(`wechatpay-${name}`)
    return typeof value === 'string' ? value : ''
  }
  return {
    timestamp: header('timestamp'),
    nonce: header('nonce'),
    signature: header('signature'),
    serial: header('serial'),
  }
}

function paymentNotice({ appid, mchid }: Deps, eventType: string, plain: unknown): Notice {
  const parsed = transactionSchema.safeParse(plain)
  if (eventType !== 'TRANSACTION.SUCCESS' || !parsed.success) throw new NoticeRefused('event')
  if (parsed.data.appid !== appid || parsed.data.mchid !== mchid) throw new NoticeRefused('merchant')
  const payment = paymentOf(parsed.data)
  if (!isPaid(payment)) throw new NoticeRefused('event')
  return { kind: 'paid', payment }
}

function refundNotice({ mchid }: Deps, plain: unknown): Notice {
  const parsed = refundNoticeSchema.safeParse(plain)
  if (!parsed.success) throw new NoticeRefused('event')
  if (parsed.data.mchid !== mchid) throw new NoticeRefused('merchant')
  return { kind: 'refund', refund: refundOf(parsed.data, parsed.data.refund_status) }
}

function attempt<T>(why: NoticeFlaw, run: () => T): T {
  try {
    return run()
  } catch {
    throw new NoticeRefused(why)
  }
}
