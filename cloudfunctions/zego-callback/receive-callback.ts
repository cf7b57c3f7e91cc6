import { AppError } from '../../miniprogram/domain/errors'
import { type Envelope, readBody, readNews } from '../lib/callbacks/callback.schema'
import { type Plan, planFor } from '../lib/callbacks/plan'
import { CALLBACK_SKEW_MS, isSignedByZego } from '../lib/callbacks/signature'
import { ConfigError } from '../lib/config'
import { judgePresence, type Presence, writePresence } from '../lib/rooms/presence'
import type { Room } from '../lib/rooms/room-document'
import type { Services } from '../lib/services'

type Deps = Pick<Services, 'rooms' | 'nonces' | 'signals' | 'zego' | 'clock' | 'log' | 'secrets' | 'settings'>

/** What came of it, for ZEGO's own log of callbacks. */
export interface Received {
  readonly did: Presence | 'noted' | 'removed' | 'nothing' | 'repeated'
}

/**
 * A callback of ZEGO is a hint: its signature covers neither the event nor the room. So it must be fresh and new, of
 * the room's current session, and before anything is written or removed ZEGO itself is asked. What changes nothing
 * costs one read. Throws ConfigError when no secret is set.
 *
 * Errors: BAD_INPUT (not a callback), FORBIDDEN (not from ZEGO, not for this app, too old); anything else is ours, and
 * ZEGO repeats the callback.
 */
export function receiveCallback(deps: Deps): (body: string) => Promise<Received> {
  const { callbackSecret } = deps.settings
  if (callbackSecret === null) throw new ConfigError(['ZEGO_CALLBACK_SECRET'])

  return async (body) => {
    const { envelope, fields } = readBody(body)
    requireFresh(envelope, callbackSecret)
    const news = readNews(envelope, fields)
    const room = news && (await deps.rooms.find(news.room_id))
    const plan = news && room && planFor(news, room, deps.settings.zegoUserID(room.ownerOpenid))
    if (!plan) return { did: 'nothing' }

    // Both are signed, and ZEGO's nonces alone are short enough to meet twice in a minute.
    const nonce = `${envelope.timestamp}-${envelope.nonce}`
    if (!(await deps.nonces.use(nonce, deps.clock.now()))) return { did: 'repeated' }
    try {
      return { did: await carryOut(room, plan) }
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

  async function carryOut(room: Room, plan: Plan): Promise<Received['did']> {
    if (plan.do === 'note-session') {
      // A time ahead of us would keep every real session out.
      if (plan.session.at > deps.clock.now() + CALLBACK_SKEW_MS) return 'nothing'
      return (await deps.rooms.note(room, { session: plan.session })) ? 'noted' : 'nothing'
    }
    const streams = await deps.zego.streamsOf(room._id)
    if (plan.do === 'look-for-host') {
      const there = streams.some(({ streamID }) => streamID === room.streamID)
      const presence = judgePresence(room, there, deps.clock.now())
      return presence && (await writePresence(deps, room, presence)) ? presence : 'nothing'
    }
    const { stream, kick } = plan
    const found = streams.some(
      ({ streamID, userID }) => streamID === stream.streamID && userID === stream.userID,
    )
    if (!found) return 'nothing'
    await deps.zego.deleteStream(room._id, stream)
    if (kick) await deps.zego.kickOut(room._id, stream.userID, 'not the host')
    return 'removed'
  }
}
