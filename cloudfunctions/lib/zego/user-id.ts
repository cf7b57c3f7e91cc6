import { createHmac } from 'node:crypto'

/** Longer than the reserved SYSTEM_USER_ID, so no openid can ever be given that one. */
export const USER_ID_LENGTH = 24

/** ZEGO lets one device in under a name: an anchor who also watches needs two, or looking in would end the show. */
export type ZegoRole = 'audience' | 'anchor'

/**
 * The ZEGO userID of a person in a role: HMAC-SHA256 of the openid in `0-9A-Za-z_-`. Always the same for both, and
 * nobody without the secret gets from one to the other. 144 bits.
 */
export function userIDOf(openid: string, role: ZegoRole, secret: string): string {
  const text = role === 'anchor' ? `anchor ${openid}` : openid
  return createHmac('sha256', secret).update(text, 'utf8').digest('base64url').slice(0, USER_ID_LENGTH)
}
