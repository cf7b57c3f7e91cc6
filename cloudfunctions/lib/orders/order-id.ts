import { createHash } from 'node:crypto'

const DIGITS = 20

/**
 * The number of the order that this person's request makes: the same request is the same order, however often it
 * comes. `KB` and 20 digits: what WeChat Pay takes as out_trade_no, and what a person can read out.
 */
export function orderIDOf(openid: string, requestID: string): string {
  const hash = createHash('sha256').update(`${openid}:${requestID}`, 'utf8').digest('hex')
  const number = BigInt(`0x${hash}`) % 10n ** BigInt(DIGITS)
  return `KB${String(number).padStart(DIGITS, '0')}`
}
