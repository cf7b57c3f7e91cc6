import type { Clock, Log } from '../part.ts'
import { WebhookSender } from '../webhook-sender.ts'
import type { PayFaults, Tampering } from './faults.ts'
import type { PayKeys } from './keys.ts'
import type { PayLimits } from './limits.ts'
import type { PayNotice } from './notices.ts'
import { signatureHeaders } from './signatures.ts'

const REMEMBERED = 200

export interface NoticeSenderDeps {
  readonly keys: PayKeys
  readonly clock: Clock
  readonly log: Log
  readonly limits: Pick<PayLimits, 'answerWithinMs' | 'retryAfterMs'>
  /** The merchant's public address → where it is reached on this machine; null = nobody there. */
  readonly reach: (notifyUrl: string) => Promise<string | null> | string | null
  readonly faults: Pick<PayFaults, 'tampered'>
}

export interface SentNotice {
  readonly event: string
  readonly outTradeNo: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** HTTP status of the merchant's answer; null = none in time. */
  readonly status: number | null
}

/**
 * Carries notices to the merchant until an answer 200 or 204, each try signed anew. Gaps run by the machine's time; what
 * was not delivered is lost when the sandbox ends (D-PY-07).
 */
export class NoticeSender extends WebhookSender<PayNotice> {
  readonly #sent: SentNotice[] = []

  constructor({ keys, clock, log, limits, reach, faults }: NoticeSenderDeps) {
    super({
      requestOf: async ({ notifyUrl, body }) => {
        const url = await reach(notifyUrl)
        if (url === null) {
          log(`pay: nobody listens at ${notifyUrl}: no function of cloud.http has this address`)
          return null
        }
        const sign = (text: string, at: number) => signatureHeaders(text, keys, at)
        return { url, ...tampered(faults.tampered.newest(), body, sign, clock.now()) }
      },
      isTaken: (status) => status === 200 || status === 204,
      ...limits,
      onAttempt: ({ event, outTradeNo }, { headers = {}, body }, status) => {
        this.#sent.push({ event, outTradeNo, headers, body, status })
        if (this.#sent.length > REMEMBERED) this.#sent.shift()
      },
      onGivenUp: ({ event }, attempts) => log(`pay: notice ${event} is given up after ${attempts} tries`),
    })
  }

  /** The newest tries, oldest first, as they were signed: what a thief on the way could replay. */
  sent(): readonly SentNotice[] {
    return [...this.#sent]
  }

  override async clear(): Promise<void> {
    await super.clear()
    this.#sent.length = 0
  }
}

type Sign = (body: string, at: number) => Record<string, string>

const OLD_MS = 6 * 60_000

/** A notice as it left WeChat Pay, or as somebody on the way has changed it. */
function tampered(how: Tampering | undefined, body: string, sign: Sign, now: number) {
  const headers = sign(body, how === 'old' ? now - OLD_MS : now)
  const signature = headers['wechatpay-signature'] ?? ''
  switch (how) {
    case 'body':
      return { headers, body: body.replace('encrypt-resource', 'Encrypt-resource') }
    case 'signature':
      return { headers: { ...headers, 'wechatpay-signature': [...signature].reverse().join('') }, body }
    case 'probe': // WeChat Pay's own: it looks whether signatures are verified
      return { headers: { ...headers, 'wechatpay-signature': `WECHATPAY/SIGNTEST/${signature}` }, body }
    case 'serial':
      return { headers: { ...headers, 'wechatpay-serial': 'PUB_KEY_ID_0000000000000' }, body }
    case 'headers': {
      const { 'wechatpay-signature': _gone, ...rest } = headers
      return { headers: rest, body }
    }
    default:
      return { headers, body }
  }
}
