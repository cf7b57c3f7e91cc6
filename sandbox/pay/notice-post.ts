import type { Clock, Log } from '../part.ts'
import type { NoticeFaults, Tampering } from './active-faults.ts'
import type { PayKeys } from './keys.ts'
import type { PayLimits } from './limits.ts'
import type { PayNotice } from './notices.ts'
import { signatureHeaders } from './signatures.ts'

const REMEMBERED = 200

export interface NoticePostDeps {
  readonly keys: PayKeys
  readonly clock: Clock
  readonly log: Log
  readonly limits: Pick<PayLimits, 'answerWithinMs' | 'retryAfterMs'>
  /** The merchant's public address → where it is reached on this machine; null = nobody there. */
  readonly reach: (notifyUrl: string) => string | null
  readonly faults: NoticeFaults
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
 * Carries notices to the merchant until an answer 200 or 204, on WeChat Pay's schedule, each for itself: younger ones may
 * arrive earlier. Gaps run by the machine's time; what was not delivered is lost when the sandbox ends (D-PY-07).
 */
export class NoticePost {
  readonly #deps: NoticePostDeps
  readonly #waits = new Set<NodeJS.Timeout>()
  readonly #sent: SentNotice[] = []
  readonly #underWay = new Set<Promise<unknown>>()
  readonly #stopped = new AbortController()
  #held: PayNotice[] = []
  #life = 0

  constructor(deps: NoticePostDeps) {
    this.#deps = deps
  }

  send(notice: PayNotice): void {
    const { faults } = this.#deps
    if (faults.isLost()) return
    if (faults.isHeld()) {
      this.#held.push(notice)
      return
    }
    const begin = () => {
      for (let copy = 0; copy < faults.copies(); copy += 1) void this.#attempt(notice, 0)
    }
    const delayMs = faults.delayMs()
    if (delayMs === 0) begin()
    else this.#later(delayMs, begin)
  }

  /** What was held back goes out, the newest first. */
  release(): void {
    const held = this.#held
    this.#held = []
    for (const notice of held.reverse()) void this.#attempt(notice, 0)
  }

  /** The newest tries, oldest first, as they were signed: what a thief on the way could replay. */
  sent(): readonly SentNotice[] {
    return [...this.#sent]
  }

  /** Forgets what waits; resolves when what is on the way has been answered or given up. */
  async clear(): Promise<void> {
    for (const wait of this.#waits) clearTimeout(wait)
    this.#waits.clear()
    this.#held = []
    this.#life += 1
    await Promise.all(this.#underWay)
    this.#sent.length = 0
  }

  stop(): void {
    void this.clear()
    this.#stopped.abort()
  }

  async #attempt(notice: PayNotice, number: number): Promise<void> {
    const { limits, log } = this.#deps
    const life = this.#life
    const posted = this.#post(notice)
    this.#underWay.add(posted)
    const status = await posted
    this.#underWay.delete(posted)
    if (status === 200 || status === 204 || life !== this.#life) return
    const waitMs = limits.retryAfterMs[number]
    if (waitMs === undefined) log(`pay: notice ${notice.event} is given up after ${number + 1} tries`)
    else this.#later(waitMs, () => void this.#attempt(notice, number + 1))
  }

  async #post({ event, outTradeNo, notifyUrl, body }: PayNotice): Promise<number | null> {
    const { keys, clock, log, limits, reach, faults } = this.#deps
    const url = reach(notifyUrl)
    if (url === null) {
      log(`pay: nobody listens at ${notifyUrl}: no function of cloud.http has this address`)
      return null
    }
    const letter = tampered(
      faults.tampering(),
      body,
      (text, at) => signatureHeaders(text, keys, at),
      clock.now(),
    )
    const status = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: '*/*', ...letter.headers },
      body: letter.body,
      signal: AbortSignal.any([this.#stopped.signal, AbortSignal.timeout(limits.answerWithinMs)]),
    }).then(
      async (response) => {
        await response.body?.cancel()
        return response.status
      },
      () => null,
    )
    this.#sent.push({ event, outTradeNo, ...letter, status })
    if (this.#sent.length > REMEMBERED) this.#sent.shift()
    return status
  }

  #later(ms: number, run: () => void): void {
    const wait = setTimeout(() => {
      this.#waits.delete(wait)
      run()
    }, ms)
    wait.unref()
    this.#waits.add(wait)
  }
}

type Sign = (body: string, at: number) => Record<string, string>

const OLD_MS = 6 * 60_000

/** A notice as it left WeChat Pay, or as somebody on the way has changed it. */
function tampered(how: Tampering | null, body: string, sign: Sign, now: number) {
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
