import { createHash } from 'node:crypto'
import { APP_ID, CALLBACK_SECRET } from './a-shop'

let nonces = 0

export interface CallbackInput {
  readonly event: string
  /** ms */
  readonly at: number
  readonly nonce?: string
  readonly secret?: string
  readonly appid?: string
  readonly fields?: Record<string, unknown>
}

/** The body of a callback, signed as ZEGO signs it. */
export function aCallback({ event, at, fields, ...input }: CallbackInput): string {
  const { secret = CALLBACK_SECRET, appid = String(APP_ID), nonce = String(++nonces) } = input
  const timestamp = String(Math.floor(at / 1000))
  const signature = createHash('sha1').update([secret, timestamp, nonce].sort().join('')).digest('hex')
  return JSON.stringify({ event, appid, timestamp, nonce, signature, ...fields })
}
