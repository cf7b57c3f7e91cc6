import type { TokenGrant } from '../../../miniprogram/domain/api/token'
import { AppError } from '../../../miniprogram/domain/errors'
import { tokenRequest } from '../../lib/contracts/token.schema'
import { defineAction, type Handler } from '../../lib/define-action'
import { requireOwner, requireOwnRoom } from '../../lib/members/require-owner'
import type { Services } from '../../lib/services'

/**
 * A token for the caller's own identity in one room: to watch, or (`publish`) for the anchor to send the one stream
 * that the room's truth names. Renewing is issuing again: every condition is asked anew.
 *
 * Errors: ROOM_NOT_FOUND, ROOM_ENDED; with `publish` NOT_ANCHOR, ROOM_NOT_STARTED.
 */
export function issueToken(deps: Pick<Services, 'rooms' | 'members' | 'grants'>): Handler<TokenGrant> {
  return defineAction<'token.issue'>(tokenRequest, async ({ roomID, publish = false }, caller) => {
    const room = await deps.rooms.find(roomID)
    if (!room) throw new AppError('ROOM_NOT_FOUND')
    if (room.status === 'ended') throw new AppError('ROOM_ENDED')
    if (!publish) return deps.grants.audience(caller.openid, roomID)

    await requireOwner(deps.members, caller)
    requireOwnRoom(room, caller)
    if (room.streamID === null) throw new AppError('ROOM_NOT_STARTED')
    return deps.grants.anchor(caller.openid, roomID, room.streamID)
  })
}
