/** Cloud function `token`: Token04 for the caller's own identity, bound to one room and one role. */
export interface TokenActions {
  'token.issue': { request: { roomID: string; publish?: boolean }; data: TokenGrant }
  'token.renew': { request: { roomID: string; publish?: boolean }; data: TokenGrant }
}

export interface TokenGrant {
  readonly token: string
  /** ZEGO userID: an HMAC of the openid, never the openid itself. */
  readonly userID: string
  readonly roomID: string
  /** Server time in ms after which the token no longer logs in or publishes. */
  readonly expiresAt: number
}
