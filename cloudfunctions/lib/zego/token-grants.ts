import type { TokenGrant } from '../../../miniprogram/domain/api/token'
import type { Clock } from '../clock'
import { encodeToken04, type TokenRandom } from './token04'
import { userIDOf } from './user-id'

/** Seconds. Long enough for most shows; the phone renews in time, and an expired token cuts nobody off. */
export const TOKEN_LIFE_S = 2 * 60 * 60

/** Tokens for one person in one room. */
export interface TokenGrants {
  /** May log in and play. */
  audience(openid: string, roomID: string): TokenGrant
  /** May log in and publish this one stream. */
  anchor(openid: string, roomID: string, streamID: string): TokenGrant
}

export interface TokenGrantsDeps {
  readonly zegoAppID: number
  readonly zegoServerSecret: string
  readonly userIDSecret: string
  readonly clock: Clock
  readonly random: TokenRandom
}

export function tokenGrants(deps: TokenGrantsDeps): TokenGrants {
  function grant(openid: string, roomID: string, streamID: string | null): TokenGrant {
    const userID = userIDOf(openid, streamID === null ? 'audience' : 'anchor', deps.userIDSecret)
    const ctime = Math.floor(deps.clock.now() / 1000)
    const expire = ctime + TOKEN_LIFE_S
    const token = encodeToken04(
      {
        app_id: deps.zegoAppID,
        user_id: userID,
        nonce: deps.random.nonce(),
        ctime,
        expire,
        payload: JSON.stringify(privilege(roomID, streamID)),
      },
      deps.zegoServerSecret,
      deps.random.iv(),
    )
    return { token, userID, roomID, expiresAt: expire * 1000 }
  }

  return {
    audience: (openid, roomID) => grant(openid, roomID, null),
    anchor: (openid, roomID, streamID) => grant(openid, roomID, streamID),
  }
}

/** ZEGO's privilege payload: 1 = log in to the room, 2 = publish; 1 allows, 0 denies; `stream_id_list: null` names none. */
function privilege(roomID: string, streamID: string | null) {
  return {
    room_id: roomID,
    privilege: { '1': 1, '2': streamID === null ? 0 : 1 },
    stream_id_list: streamID === null ? null : [streamID],
  }
}
