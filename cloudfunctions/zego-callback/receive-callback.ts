import { AppError } from '../../miniprogram/domain/errors'
import { type Envelope, readBody, readCallbackEvent } from '../lib/callbacks/callback.schema'
import { planCallback } from '../lib/callbacks/plan-callback'
import { CALLBACK_SKEW_MS, isSignedByZego } from '../lib/callbacks/signature'
import { ConfigError } from '../lib/config'
import type { HttpRequest } from '../lib/define-http'
import type { Presence } from '../lib/rooms/anchor-presence'
import { reconcileRoom } from '../lib/rooms/reconcile-room'
import type { Services } from '../lib/services'

type Deps = Pick<Services, 'rooms' | 'nonces' | 'signals' | 'zego' | 'clock' | 'log' | 'secrets' | 'settings'>

/** What came of it, for ZEGO's own log of callbacks. */
export interface Received {
  readonly did: Presence | 'noted' | 'removed' | 'nothing' | 'repeated'
}

/**
 * A callback of ZEGO is a hint: its signature covers neither the event nor the room. So it must be fresh, used once and
 * of the room's current session, and then it only makes us look: what is written, ended or put out is what ZEGO itself
 * answers. Throws ConfigError when no secret is set.
 *
 * Errors: BAD_INPUT (not a callback), FORBIDDEN (not from ZEGO, not for this app, too old); anything else is ours, and
 * ZEGO repeats the callback.
 */
export function receiveCallback(deps: Deps): (request: HttpRequest) => Promise<Received> {
  const { callbackSecret } = deps.settings
  if (callbackSecret === null) throw new ConfigError(['ZEGO_CALLBACK_SECRET'])

  return async ({ body }) => {
    const { envelope, fields } = readBody(body)
    requireFresh(envelope, callbackSecret)
    // Whatever it tells: a signature that was of no use once must not come back under another body. Both are signed,
    // and ZEGO's nonces alone are short enough to meet twice.
    const nonce = `${envelope.timestamp}-${envelope.nonce}`
    if (!(await deps.nonces.use(nonce, deps.clock.now()))) return { did: 'repeated' }
    try {
      return { did: await follow(envelope, fields) }
    } catch (error) {
      await deps.nonces.release(nonce)
      throw error
    }
  }

  function requireFresh(envelope: Envelope, secret: string): void {
    const refuse = (why: string) => {
      deps.log({ event: 'callback-refused', why })
      throw new AppError('FORBIDDEN', why)
    }
    if (!isSignedByZego(envelope, secret)) refuse('signature')
    if (envelope.appid !== String(deps.settings.zegoAppID)) refuse('appid')
    const skew = Math.abs(deps.clock.now() - Number(envelope.timestamp) * 1000)
    if (skew > CALLBACK_SKEW_MS) refuse('timestamp')
  }

  async function follow(envelope: Envelope, fields: unknown): Promise<Received['did']> {
    const callback = readCallbackEvent(envelope, fields)
    const room = callback && (await deps.rooms.find(callback.room_id))
    const plan = callback && room && planCallback(callback, room, deps.settings.anchorIDOf(room.ownerOpenid))
    if (!plan) return 'nothing'
    const { session, look } = plan
    const isNoted = session !== null && (await deps.rooms.note(room, { session }))
    const { presence, removed } = look ? await reconcileRoom(deps, room) : { presence: null, removed: 0 }
    // Refused, ZEGO brings the callback again in 2, 4, 8 s, when the list is open.
    if (look === 'for strangers' && removed === null) throw new AppError('BUSY', 'ZEGO lists no streams now')
    return presence ?? (removed ? 'removed' : isNoted ? 'noted' : 'nothing')
  }
}
