import { createHash, timingSafeEqual } from 'node:crypto'

/** ms that a callback may be old, or ahead of us. */
export const CALLBACK_SKEW_MS = 5 * 60_000

/** ms after which a used nonce can be forgotten: what it signed is stale for good. */
export const NONCE_LIFE_MS = 3 * CALLBACK_SKEW_MS

/**
 * ZEGO's signature of a callback: sha1 in hex over secret, timestamp and nonce, sorted as texts and joined (ZEGO docs,
 * "Callback: verify the signature"). It does not cover the rest of the body.
 */
export function isSignedByZego(
  callback: { timestamp: string; nonce: string; signature: string },
  secret: string,
): boolean {
  const text = [secret, callback.timestamp, callback.nonce].sort().join('')
  const right = Buffer.from(createHash('sha1').update(text, 'utf8').digest('hex'))
  const given = Buffer.from(callback.signature)
  return given.length === right.length && timingSafeEqual(given, right)
}
