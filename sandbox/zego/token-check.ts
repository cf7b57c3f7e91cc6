import type { Clock } from '../part.ts'
import { SERVER_CODE, type ServerCode, TokenError } from './errors.ts'
import type { PacketDeps, ZegoSwitches } from './packet-deps.ts'
import { checkPublish, type TokenGrant, verifyToken04 } from './token04.ts'

/** Token04 as the handlers need it: a grant or the flaw, and what a grant is still worth. */
export function tryToken(
  deps: PacketDeps,
  token: string,
  roomID: string,
  userID: string,
): TokenGrant | TokenError {
  const { appID, serverSecret, clock, expiredTokens } = deps
  if (expiredTokens.has(token)) return new TokenError('expired')
  try {
    return verifyToken04(token, { appID, serverSecret, roomID, userID, nowMs: clock.now() })
  } catch (error) {
    if (error instanceof TokenError) return error
    throw error
  }
}

/** s, never below 0. */
export function remainingS({ expiresAtS }: TokenGrant, clock: Clock): number {
  return Math.max(0, Math.ceil(expiresAtS - clock.now() / 1000))
}

/**
 * The newest token that was verified counts, from login or renewal. Not the one in AddStream: SDK 3.6.0 goes on
 * sending the token of the login there after renewToken (D-ZG-04).
 */
export function publishCode(
  { clock, switches }: { readonly clock: Clock; readonly switches: ZegoSwitches },
  grant: TokenGrant,
  streamID: string,
): ServerCode {
  if (remainingS(grant, clock) === 0) return SERVER_CODE.publishRefused
  if (switches.publishPrivilege && !mayPublish(grant, streamID)) return SERVER_CODE.publishRefused
  return SERVER_CODE.ok
}

export function mayPublish(grant: TokenGrant, streamID: string): boolean {
  try {
    checkPublish(grant, streamID)
    return true
  } catch {
    return false
  }
}
