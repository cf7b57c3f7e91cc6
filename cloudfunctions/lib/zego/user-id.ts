import { createHmac } from 'node:crypto'

/** Longer than the reserved SYSTEM_USER_ID, so no openid can ever be given that one. */
export const USER_ID_LENGTH = 24

/**
 * The ZEGO userID of a person: HMAC-SHA256 of the openid in `0-9A-Za-z_-`. Always the same for one person, and nobody
 * without the secret gets from one to the other. 144 bits.
 */
export function userIDOf(openid: string, secret: string): string {
  return createHmac('sha256', secret).update(openid, 'utf8').digest('base64url').slice(0, USER_ID_LENGTH)
}
